"""Fresh articles are asked again, once the sources and the new pages are through."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import answer_of, raw_page
from crawler.conditional import only_if_changed
from crawler.entries import Entry
from crawler.joining import whole_article
from crawler.known_entries import placed
from crawler.outcomes import SAVED, UNSETTLED, EntryOutcome
from crawler.reading import PageReading
from crawler.sites import site
from crawler.verdicts import failed_request, verdict
from storage.database import write
from storage.page_checks import (
    PageCheck,
    due_page_checks,
    put_off_page_check,
    save_page_check,
    save_page_gone,
)
from storage.records import FailureClass
from storage.runs import resolve_failures
from storage.urls import article_id

# Of one outlet in a run; the rest waits for the next.
MAX_CHECKS = 100


class Rechecker:
    """Asks the pages that are due, with their validators; each ends in one counted outcome."""

    def __init__(self, spider: Any) -> None:
        self.spider = spider
        self.ledger = spider.ledger
        self.is_done = False

    def ask(self) -> None:
        """Called when the spider has nothing left to do; keeps it open where a page is due."""
        if self.is_done or self.spider.pauses.is_over:
            return
        self.is_done = True
        ledger = self.ledger
        checks = due_page_checks(ledger.db, ledger.spec.id, now=ledger.now(), limit=MAX_CHECKS)
        resting = ledger.sources.resting_hosts()
        due = [check for check in checks if urlsplit(check.url).netloc not in resting]
        for check in due:
            self.spider.crawler.engine.crawl(self.request(check))
        if due:
            raise DontCloseSpider

    def request(self, check: PageCheck, *, elsewhere: str | None = None) -> Request:
        """Ask for the page at its article's address, or where else it was found."""
        return Request(
            elsewhere or check.url,
            headers=only_if_changed(
                check.etag, check.last_modified, now=self.ledger.now(), since=check.checked_at
            ),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"check": check, "is_elsewhere": elsewhere is not None},
            meta={"handle_httpstatus_list": [304]},
            dont_filter=True,
        )

    async def parse(self, response: Response, check: PageCheck, is_elsewhere: bool) -> None:
        """Store what has changed on the page."""
        ledger, entry = self.ledger, Entry(check.url)
        fetched_at = ledger.now()
        reading = PageReading(EntryOutcome.UNCHANGED)
        if response.status != 304:
            reading = await self.spider.reader.page(response, entry, fetched_at, is_stored=True)
            reading = await whole_article(self.spider, reading)
        reading = placed(ledger.db, reading, entry.url, found_at=response.url)
        if reading.article and article_id(reading.article.url) != article_id(check.url):
            outcome = EntryOutcome.GONE if is_elsewhere else EntryOutcome.FOREIGN
            reading = PageReading(outcome, reason="leads to another page now")
        with write(ledger.db):
            outcome, reason = ledger.save(reading, raw_page(response, entry, fetched_at))
            if outcome is EntryOutcome.GONE:
                self.gone(check)
                return
            self.note(check, outcome, reason)
            if outcome in UNSETTLED:  # it stays due
                return
            if reason is None:
                resolve_failures(ledger.db, check.url, stage="crawl", now=ledger.now())
            is_there = outcome in SAVED and site(response.url) in ledger.sites
            save_page_check(
                ledger.db,
                check.url,
                now=ledger.now(),
                found_at=response.url if is_there else None,
                **asdict(answer_of(response)),
            )

    def failed(self, failure: Failure) -> None:
        """What was not asked stays due."""
        check, found = failed_request(failure).cb_kwargs["check"], verdict(failure.value)
        if found.outcome is EntryOutcome.GONE:
            self.gone(check)
            return
        was_asked = found.outcome not in UNSETTLED - {EntryOutcome.FAILED}
        reason = found.reason if was_asked else None
        self.note(check, found.outcome, reason, FailureClass(found.status.value))
        if was_asked:
            put_off_page_check(self.ledger.db, check.url, now=self.ledger.now())

    def gone(self, check: PageCheck) -> None:
        """Ask where else the page was found; one that is nowhere stays stored, with the day."""
        if check.other_url is not None:
            put_off_page_check(self.ledger.db, check.url, now=self.ledger.now())
            again = self.request(replace(check, other_url=None), elsewhere=check.other_url)
            self.spider.crawler.engine.crawl(again)
            return
        self.note(check, EntryOutcome.GONE)
        save_page_gone(self.ledger.db, check.url, now=self.ledger.now())

    def note(
        self,
        check: PageCheck,
        outcome: EntryOutcome,
        reason: str | None = None,
        failure_class: FailureClass = FailureClass.SOFT,
    ) -> None:
        self.ledger.rechecks[outcome] += 1
        if reason is not None:
            self.ledger.fail(check.url, reason, failure_class)
