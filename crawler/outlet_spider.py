"""The base of every outlet: asks its sources, then the pages of new entries."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import MISSING, asdict, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import call_later
from sqlite_utils import Database
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from crawler.answers import AnswerReader, answer_of, raw_page
from crawler.browser import add_browser, browser_fault
from crawler.conditional import is_unchanged, only_if_changed
from crawler.entries import Entry, Listing
from crawler.following import followed
from crawler.identity import require_contact, user_agent
from crawler.joining import whole_article
from crawler.ledger import Ledger
from crawler.outcomes import EntryOutcome
from crawler.outlet_fields import check_spec
from crawler.outlet_spec import OutletSpec
from crawler.page_archive import shared_archive
from crawler.pauses import Pauses
from crawler.pipelines import ReadEntry
from crawler.reading import PageReading, read_headline, tells_no_rail, tells_unread_language
from crawler.rechecking import Rechecker
from crawler.sites import site
from crawler.throttle import end_delays
from crawler.verdicts import failed_request, verdict
from storage.database import DatabaseUnusable, open_database
from storage.page_checks import stored_page
from storage.records import FailureClass
from storage.sources import SourceState, SourceStatus


@cache
def shared_database(path: Path) -> Database:
    """The one connection of this process: what another writes would empty the cache of each."""
    return open_database(path)


class OutletSpider(Spider):
    """An outlet as a declaration: OutletSpec tells its fields; `outlet` is its name for people.

    `open_sites` are those that may lie on private addresses: its own, if it is of this machine.
    `ended_as` tells why it was ended before all was asked, if it was.
    """

    outlet: ClassVar[str]
    kind: ClassVar[str]
    country: ClassVar[str]
    languages: ClassVar[tuple[str, ...]]
    timezone: ClassVar[str]

    ledger: Ledger
    pauses: Pauses
    reader: AnswerReader
    rechecker: Rechecker
    open_sites: frozenset[str]
    held_off: set[str]
    ended_as: str

    @classmethod
    def spec(cls) -> OutletSpec:
        """The declaration as a record. Raises OutletError where it is wrong."""
        values: dict[str, Any] = {"id": cls.name, "name": cls.outlet}
        for field in fields(OutletSpec):
            value = getattr(cls, field.name, field.default)
            if field.name not in values and value is not MISSING:
                values[field.name] = value
        return check_spec(OutletSpec(**values))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Our name, and the outlet's own pace: slower than ours if it says so, never faster."""
        super().update_settings(settings)
        spec = cls.spec()
        settings.set("USER_AGENT", user_agent(settings.get("RAILWATCH_CONTACT")), "spider")
        if spec.local:
            settings.set("AUTOTHROTTLE_ENABLED", False, "spider")
            # Of requests that come up together Scrapy keeps to the first of these alone, and to the
            # second when it keeps connections: each beyond it would be opened for one request.
            settings.set("CONCURRENT_REQUESTS", 8, "spider")
            settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, "spider")
        delay = 0.0 if spec.local else settings.getfloat("DOWNLOAD_DELAY")
        settings.set("DOWNLOAD_DELAY", max(delay, spec.delay), "spider")
        if spec.browser and not browser_fault():
            add_browser(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        """Raises ContactMissing for an outlet on the web without a contact."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spec, settings = cls.spec(), crawler.settings
        if not spec.local:
            require_contact(settings.get("RAILWATCH_CONTACT"), outlet=spec.id)
        folder, contact = settings["RAILWATCH_PAGES"], settings["RAILWATCH_CONTACT"]
        spider.ledger = Ledger(
            shared_database(Path(settings["RAILWATCH_DB"])),
            spec,
            run_id=settings["RAILWATCH_RUN_ID"],
            keep_all=settings.getbool("RAILWATCH_KEEP_ALL"),
            pages=shared_archive(Path(folder), contact) if folder and spec.store_text else None,
        )
        spider.pauses, spider.held_off, spider.ended_as = Pauses(), set(), ""
        spider.open_sites = spider.ledger.sites if spec.local else frozenset()
        spider.reader = AnswerReader(spec, keep_all=spider.ledger.keep_all)
        spider.rechecker = Rechecker(spider)
        crawler.signals.connect(spider.ask_left, signals.spider_idle)
        crawler.signals.connect(spider.rechecker.ask, signals.spider_idle)
        crawler.signals.connect(spider.broke_off, signals.spider_error)
        crawler.signals.connect(spider.finish, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        call_later(self.settings.getfloat("RAILWATCH_OUTLET_SECONDS"), self.end)
        sources = self.ledger.open()
        if self.ledger.spec.browser and (fault := browser_fault()):
            self.ledger.fail(None, fault, FailureClass.HARD)
            return
        for state in sources:
            yield self.source_request(state)

    def end(self, why: str = "its time was up") -> None:
        """Ask for nothing more. What is under way comes to its end, and the books are closed."""
        self.pauses.is_over, self.ended_as = True, why.removesuffix(".")
        end_delays(self.crawler)

    def ask_left(self) -> None:
        """Once the sources are through: ask for what earlier runs left and none of them lists."""
        if self.pauses.is_over:
            return
        left = self.ledger.take_left()
        for entry in left:
            self.crawler.engine.crawl(self.page_request(entry))
        if left:
            raise DontCloseSpider

    def source_request(self, state: SourceState, *, depth: int = 0) -> Request:
        """Ask the source, for what has changed since the last time."""
        return Request(
            state.url,
            headers=only_if_changed(state.etag, state.last_modified, now=self.ledger.now()),
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"state": state},
            meta={"handle_httpstatus_list": [304], "source_depth": depth},
            priority=10,
            # Parts may lead in circles; declared addresses may differ by no more than a fragment.
            dont_filter=depth == 0 and self.ledger.sources.is_declared(state),
        )

    async def parse_source(
        self, response: Response, state: SourceState
    ) -> AsyncIterator[Request | ReadEntry]:
        """Requests for the pages of what is new in the source."""
        if is_unchanged(response):
            self.ledger.sources.note_unchanged(state)
            return
        listing = await self.reader.listing(response, state.kind)
        new = await self.ledger.take(listing.entries)
        if fault := listing.fault or self.ledger.source_fault(state, listing):
            self.ledger.fail_source(state, fault, SourceStatus.SOFT)
        else:
            answer = asdict(answer_of(response))
            self.ledger.sources.note_answer(state, listing=listing, has_new=bool(new), **answer)
        for request in self.follow(response, listing, state, new=len(new)):
            yield request
        for entry in new:
            reading = self.read_entry(entry)
            yield ReadEntry(entry, reading) if reading else self.page_request(entry)

    def follow(
        self, response: Response, listing: Listing, state: SourceState, *, new: int
    ) -> list[Request]:
        """Requests for what the source goes on with, on the outlet's own sites."""
        depth = response.meta.get("source_depth", 0)
        return [
            self.source_request(self.ledger.sources.part(url, of=state), depth=depth + 1)
            for url in followed(listing, depth=depth, new=new)
            if site(url) in self.ledger.sites
        ]

    def page_request(self, entry: Entry) -> Request:
        """Ask for the page of an entry; of one that is stored, only if it has changed since."""
        headers, now = {}, self.ledger.now()
        if page := stored_page(self.ledger.db, entry.url):
            headers = only_if_changed(page.etag, page.last_modified, now=now, since=page.checked_at)
        return Request(
            entry.url,
            headers=headers,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"entry": entry},
            meta={"handle_httpstatus_list": [304]},
            dont_filter=True,
        )

    async def parse_page(self, response: Response, entry: Entry) -> AsyncIterator[ReadEntry]:
        """The article on a page, or why there is none."""
        if is_unchanged(response):
            yield ReadEntry(entry, PageReading(EntryOutcome.UNCHANGED), answer_of(response))
        elif site(response.url) not in self.ledger.sites:
            reason = f"redirected to another site ({site(response.url)})"
            yield ReadEntry(entry, PageReading(EntryOutcome.FOREIGN, reason=reason))
        else:
            fetched_at = self.ledger.now()
            is_stored = stored_page(self.ledger.db, entry.url) is not None
            reading = await self.reader.page(response, entry, fetched_at, is_stored=is_stored)
            reading = await whole_article(self, reading)
            if fault := self.reader.fault:
                self.end(fault)
            page = raw_page(response, entry, fetched_at)
            yield ReadEntry(entry, reading, answer_of(response), page)

    def read_entry(self, entry: Entry) -> PageReading | None:
        """What the entry alone is worth; None where its page must be seen."""
        ledger = self.ledger
        length = len(safe_url_string(entry.url))
        if length > self.settings.getint("URLLENGTH_LIMIT"):
            reason = f"the address is too long ({length:,} characters)"
            return PageReading(EntryOutcome.UNREADABLE, reason=reason)
        if entry.title and self.settings.getbool("RAILWATCH_HEADLINES_ONLY"):
            return read_headline(
                entry, spec=ledger.spec, fetched_at=ledger.now(), keep_all=ledger.keep_all
            )
        if tells_unread_language(entry, ledger.spec):
            return PageReading(EntryOutcome.UNREAD_LANGUAGE)
        is_other_news = not ledger.keep_all and tells_no_rail(entry)
        return PageReading(EntryOutcome.NOT_RAIL) if is_other_news else None

    def page_failed(self, failure: Failure) -> None:
        found = verdict(failure.value)
        if found.outcome is EntryOutcome.HELD_OFF:
            self.held_off.add(found.reason)
        # Of these the run tells once, not for each entry.
        is_told = found.outcome in (
            EntryOutcome.ROBOTS,
            EntryOutcome.HELD_OFF,
            EntryOutcome.DEFERRED,
        )
        reason = None if is_told else found.reason
        entry = failed_request(failure).cb_kwargs["entry"]
        failure_class = FailureClass(found.status.value)
        self.ledger.settle(entry, found.outcome, reason, failure_class=failure_class)

    def source_failed(self, failure: Failure) -> None:
        found = verdict(failure.value)
        state = failed_request(failure).cb_kwargs["state"]
        self.ledger.fail_source(state, found.reason, found.status, retry_after=self.pauses.longest)

    def broke_off(self, failure: Failure, response: Response | Failure | None) -> None:
        """Tell of an answer, or a start, on which our code failed; end where nothing is stored."""
        error, url = failure.value, None
        if response is not None:
            url = failed_request(response).url
        if isinstance(error, DatabaseUnusable):
            self.end(reason := str(error))
        else:
            reason = f"broke off ({type(error).__name__}: {error})"[:300]
        self.ledger.fail(url, reason)

    def finish(self, reason: str) -> None:
        """Close the books; the log tells the outlet's run in one line."""
        paused = {f"{host} was left alone: {why}" for host, why in self.pauses.reasons.items()}
        for why in sorted(self.held_off | paused):
            self.ledger.fail(None, why)
        if reason not in ("finished", "start_error"):  # of which `broke_off` has told
            self.ledger.fail(None, f"its crawl was ended ({reason})")
        left = self.ledger.outcomes[EntryOutcome.DEFERRED]
        if self.pauses.is_over and left:  # a source that was not asked has told so itself
            self.ledger.fail(None, f"{left} entries are left: {self.ended_as}")
        is_complete = reason == "finished" and not self.pauses.is_over
        self.ledger.close(
            pause=self.pauses.longest, is_complete=is_complete, ended_as=self.ended_as
        )
        counts = ", ".join(f"{count} {name}" for name, count in self.ledger.outcomes.items())
        logging.getLogger("crawler").info("%s: %s", self.name, counts or "nothing new")
