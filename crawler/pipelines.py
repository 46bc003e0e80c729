"""Where articles go: into the database, and their entries into the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Response

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


def raw_page(response: Response, entry: Entry, fetched_at: datetime) -> RawPage:
    """The page as it came, to be kept."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in response.headers
        for value in response.headers.getlist(name)
    )
    return RawPage(response.url, response.status, headers, response.body, fetched_at, entry)


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
