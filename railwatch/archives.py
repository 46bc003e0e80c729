"""Web archives (WARC), read page by page in a process that may be ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.entries import Entry
from crawler.inflate import Broken
from crawler.outlet_spec import OutletSpec
from crawler.page_archive import ENTRY_HEADER, parse_entry
from crawler.reading import PageReading, read_page
from crawler.sites import is_own_list
from crawler.worker import ParsingFailed, Worker
from railwatch.http_pages import HttpPage, http_page, is_page
from railwatch.outlet_book import OutletBook, unknown_outlet
from railwatch.warc_records import Damage, WarcRecord, find_record, read_records
from storage.urls import is_web

# A batch is short against the seconds that the worker has for it, and long against the asking.
BATCH_RECORDS = 50
BATCH_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page of an archive, and what it was found to be worth to its outlet."""

    url: str
    offset: int
    fetched_at: datetime
    outlet: OutletSpec
    is_declared: bool
    reading: PageReading


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that cannot be read, and why. `url` is the page's, where the record tells it."""

    reason: str
    offset: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What some records in a row brought; `end` is the byte at which the next one starts."""

    found: tuple[ArchivedPage | Fault, ...]
    end: int


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """How archives are read: for which outlets, and whether other news than rail counts too."""

    outlets: OutletBook
    keep_all: bool

    def batches(self, path: Path, worker: Worker, *, offset: int = 0) -> Iterator[Batch]:
        """The pages of a file from a byte on. Raises OSError where the file cannot be read."""
        size = path.stat().st_size
        while offset < size:
            batch = self.next_batch(path, worker, offset)
            yield batch
            offset = batch.end

    def next_batch(self, path: Path, worker: Worker, offset: int) -> Batch:
        """The next records; those of a batch that fails are asked for one by one."""
        try:
            return worker.ask(read_batch, path, offset, BATCH_RECORDS, self)
        except ParsingFailed:
            return self.one_by_one(path, worker, offset)

    def one_by_one(self, path: Path, worker: Worker, offset: int) -> Batch:
        """As many records as a batch has, one by one: the one at fault is told and left out."""
        found: list[ArchivedPage | Fault] = []
        size = path.stat().st_size
        for _ in range(BATCH_RECORDS):
            if offset >= size:
                break
            try:
                single = worker.ask(read_batch, path, offset, 1, self)
            except ParsingFailed as error:
                with path.open("rb") as file:
                    end = find_record(file, offset + 1)
                reason = f"the record at byte {offset} is passed over: {error}"
                single = Batch((Fault(reason, offset),), end)
            found += single.found
            offset = single.end
        return Batch(tuple(found), offset)


def read_batch(path: Path, offset: int, records: int, reader: ArchiveReader) -> Batch:
    """So many records from a byte on, or fewer where they are large. Runs in the worker."""
    found: list[ArchivedPage | Fault] = []
    end = offset
    with path.open("rb") as file:
        for count, (record, after) in enumerate(read_records(file, offset), 1):
            if page := read_one(record, reader):
                found.append(page)
            end = after
            if count == records or end - offset > BATCH_BYTES:
                break
    return Batch(tuple(found), end)


def read_one(record: WarcRecord | Damage, reader: ArchiveReader) -> ArchivedPage | Fault | None:
    """What a record brings; None for one that holds no web page."""
    if isinstance(record, Damage):
        reason = f"the archive is damaged at byte {record.offset} ({record.reason})"
        return Fault(reason, record.offset)
    headers = {name.lower(): value for name, value in record.headers.items()}
    url = headers.get("warc-target-uri", "").strip("<>")
    if not _may_be_page(headers):
        return None
    if not url:
        return Fault(f"the record at byte {record.offset} names no address", record.offset)
    if not is_web(url):
        return None
    try:
        return read_response(record, headers, urlsplit(url).geturl(), reader)  # https, not HTTPS
    except (Broken, ValueError, TypeError) as error:
        return Fault(f"the page cannot be read: {error}", record.offset, url)


def _may_be_page(headers: dict[str, str]) -> bool:
    """Whether a record is an answer, or a page without one."""
    kind, said_type = headers.get("warc-type"), headers.get("content-type", "")
    return kind == "response" or (kind == "resource" and is_page(said_type))


def read_response(
    record: WarcRecord, headers: dict[str, str], url: str, reader: ArchiveReader
) -> ArchivedPage | None:
    """The page of an answer, read as in a crawl. Raises Broken, ValueError or TypeError."""
    if record.block is None:
        raise Broken("larger than 10 MB")
    is_resource = headers["warc-type"] == "resource"
    said_type = headers.get("content-type", "")
    page = HttpPage(said_type, record.block) if is_resource else http_page(record.block)
    if page is None:
        return None
    if cause := headers.get("warc-truncated"):
        raise Broken(f"cut off by its crawler ({cause})")
    declared = reader.outlets.find(url=url)
    spec = declared or unknown_outlet(name=None, url=url)
    if is_own_list(url, spec):
        return None
    said = headers.get(ENTRY_HEADER.lower())
    fetched_at = moment(headers.get("warc-date"))
    reading = read_page(
        page.body,
        url=url,
        content_type=page.content_type,
        spec=spec,
        entry=parse_entry(said) if said else Entry(url),
        fetched_at=fetched_at,
        keep_all=reader.keep_all,
    )
    return ArchivedPage(url, record.offset, fetched_at, spec, declared is not None, reading)


def moment(written: str | None) -> datetime:
    """When the page was fetched. Raises Broken where the record does not say."""
    try:
        found = datetime.fromisoformat(written or "")
    except ValueError:
        raise Broken(f"without a date of fetching ({written})") from None
    if found.tzinfo is None:
        raise Broken(f"without a date of fetching ({written})")
    return found
