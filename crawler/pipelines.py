"""Where articles go: into the database, and their entries into the ledger."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler

from crawler.entries import NO_ANSWER, Answer, Entry
from crawler.page_archive import RawPage
from crawler.reading import PageReading
from storage.database import DatabaseUnusable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with what its page was found to be: what spiders yield. `page` where one came."""

    entry: Entry
    reading: PageReading
    answer: Answer = NO_ANSWER
    page: RawPage | None = None


class SaveArticle:
    """Saves what a spider has read; where nothing can be saved, nothing more is asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SaveArticle:
        return cls(crawler)

    def process_item(self, item: ReadEntry) -> ReadEntry:
        spider: Any = self.crawler.spider
        try:
            spider.ledger.settle_page(item.entry, item.reading, answer=item.answer, page=item.page)
        except DatabaseUnusable as error:  # the disk is full, another holds the database
            log.error("%s: %s", spider.name, error)
            spider.end(str(error))
        return item
