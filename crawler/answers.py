"""What an outlet's hosts answer: what they say of an answer, and what workers find in it."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from crawler.entries import NO_ANSWER, Answer, Entry, Listing
from crawler.outcomes import EntryOutcome
from crawler.outlet_spec import OutletSpec
from crawler.page_archive import RawPage
from crawler.reading import PageReading, read_page, read_part
from crawler.sources import parse_listing
from crawler.worker import ParsingFailed, ParsingHung, ParsingLost, shared_workers

# Each page on which the parser hangs costs the others ten seconds of it: after so many the rest of
# the outlet's pages waits for the next run.
MAX_HUNG = 3
# Answers that promise a page for later, hold a part of one, or have none.
NO_PAGE = {202, 204, 205, 206, 304}


class AnswerReader:
    """Reads the answers of one outlet in the workers. `hung` counts pages that took too long."""

    def __init__(self, spec: OutletSpec, *, keep_all: bool) -> None:
        self.spec = spec
        self.keep_all = keep_all
        self.hung = 0

    @property
    def fault(self) -> str | None:
        """Why no more pages are read in this run, once too many took too long."""
        return f"{self.hung} pages took too long to parse" if self.hung >= MAX_HUNG else None

    async def listing(self, response: Response, kind: str) -> Listing:
        """What a source of this kind lists, or what is wrong with it."""
        if not has_page(response):
            return Listing(fault=f"HTTP {response.status} without a {kind}")
        try:
            async with shared_workers().turn() as worker:
                return await worker.call(
                    parse_listing,
                    response.body,
                    kind=kind,
                    url=response.url,
                    content_type=content_type(response),
                    spec=self.spec,
                )
        except ParsingFailed as error:
            return Listing(fault=str(error))

    async def page(
        self, response: Response, entry: Entry, fetched_at: datetime, *, is_stored: bool = False
    ) -> PageReading:
        """What a page is worth. One that did not come may come the next time."""
        if not has_page(response):
            return PageReading(EntryOutcome.FAILED, reason=f"HTTP {response.status} without a page")
        try:
            async with shared_workers().turn() as worker:
                if self.fault:
                    return PageReading(EntryOutcome.DEFERRED)
                return await worker.call(
                    read_page,
                    response.body,
                    url=response.url,
                    content_type=content_type(response),
                    spec=self.spec,
                    entry=entry,
                    fetched_at=fetched_at,
                    keep_all=self.keep_all,
                    is_stored=is_stored,
                )
        except ParsingLost as error:
            return PageReading(EntryOutcome.FAILED, reason=str(error))
        except ParsingFailed as error:
            self.hung += isinstance(error, ParsingHung)
            return PageReading(EntryOutcome.UNREADABLE, reason=str(error))

    async def part(self, response: Response, part: int) -> tuple[str, str | None]:
        """The text of an article's later page, and where it goes on. Raises ParsingFailed."""
        async with shared_workers().turn() as worker:
            return await worker.call(
                read_part,
                response.body,
                url=response.url,
                content_type=content_type(response),
                spec=self.spec,
                part=part,
            )


def has_page(response: Response) -> bool:
    """Whether the answer came with what was asked for."""
    return response.status not in NO_PAGE and bool(response.body.strip())


def answer_of(response: Response) -> Answer:
    """The validators of an answer; those beside a 304 may be of a state that we never had."""
    if response.status == 304:
        return NO_ANSWER
    return Answer(header(response, "ETag"), header(response, "Last-Modified"))


def raw_page(response: Response, entry: Entry, fetched_at: datetime) -> RawPage:
    """The page as it came, to be kept."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in response.headers
        for value in response.headers.getlist(name)
    )
    return RawPage(response.url, response.status, headers, response.body, fetched_at, entry)


def content_type(response: Response) -> str:
    """The `Content-Type`, empty where there is none."""
    return header(response, "Content-Type") or ""


def header(response: Response, name: str) -> str | None:
    """The header's value, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
