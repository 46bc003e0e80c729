"""Where articles go: into the database, and their entries into the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler

from crawler.entries import NO_ANSWER, Answer, Entry
from crawler.page_archive import RawPage
from crawler.reading import PageReading


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with what its page was found to be: what spiders yield. `page` where one came."""

    entry: Entry
    reading: PageReading
    answer: Answer = NO_ANSWER
    page: RawPage | None = None


class SaveArticle:
    """Saves what a spider has read."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SaveArticle:
        return cls(crawler)

    def process_item(self, item: ReadEntry) -> ReadEntry:
        spider: Any = self.crawler.spider
        spider.ledger.settle_page(item.entry, item.reading, answer=item.answer, page=item.page)
        return item
