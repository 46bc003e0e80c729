"""Where articles go: into the database, and their entries into the ledger."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from scrapy.crawler import Crawler
from sqlite_utils import Database

from crawler.entries import NO_ANSWER, Answer, Entry
from crawler.ledger import Ledger
from crawler.outcomes import EntryOutcome
from crawler.page_archive import RawPage
from crawler.reading import PageReading
from storage.database import DatabaseUnusable, write

log = logging.getLogger(__name__)

# Pages that come in within so many seconds are stored together. A page of its own changes more than
# a hundred leaves of the database, most of them the next one's too.
MOMENT = 0.05


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

    async def process_item(self, item: ReadEntry) -> ReadEntry:
        spider: Any = self.crawler.spider
        try:
            await shared_storing(spider.ledger.db).settle(spider.ledger, item)
        except DatabaseUnusable as error:  # the disk is full, another holds the database
            log.error("%s: %s", spider.name, error)
            spider.end(str(error))
        return item


class Waiting(NamedTuple):
    """What is to be stored, and who waits for that."""

    ledger: Ledger
    item: ReadEntry
    settled: asyncio.Future[None]

    def store(self) -> EntryOutcome:
        """Store it, in the transaction that is open if there is one."""
        item = self.item
        return self.ledger.store_page(item.entry, item.reading, answer=item.answer, page=item.page)

    def tell(self, error: Exception | None = None) -> None:
        """Let whoever waits go on; nobody does once the crawl is broken off."""
        if self.settled.cancelled():
            return
        if error is None:
            self.settled.set_result(None)
        else:
            self.settled.set_exception(error)


class Storing:
    """Stores the pages of a moment, of whichever outlets, in one transaction.

    Whoever has one stored waits until it is: what a killed process had waiting comes again.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[Waiting] = []

    async def settle(self, ledger: Ledger, item: ReadEntry) -> None:
        """As `Ledger.settle_page`, and with its errors."""
        if item.page is None:  # of a list there may be hundreds, one behind the other
            ledger.settle_page(item.entry, item.reading, answer=item.answer)
            return
        loop = asyncio.get_running_loop()
        one = Waiting(ledger, item, loop.create_future())
        if not self._waiting:
            loop.call_later(MOMENT, self._settle_waiting)
        self._waiting.append(one)
        await one.settled

    def _settle_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._settle(waiting)

    def _settle(self, waiting: list[Waiting]) -> None:
        try:
            with write(self._db):
                outcomes = [one.store() for one in waiting]
        except Exception as error:  # whatever a page sets off, the others are stored
            if len(waiting) > 1 and not isinstance(error, DatabaseUnusable):
                for one in waiting:
                    self._settle([one])
                return
            for one in waiting:
                one.tell(error)
            return
        for one, outcome in zip(waiting, outcomes, strict=True):
            one.tell()
            one.ledger.count(one.item.entry, outcome)


@cache
def shared_storing(db: Database) -> Storing:
    """The one of this process for this database."""
    return Storing(db)
