"""Fetched pages kept as WARC, one gzip member each, so that they can be read again offline."""

from __future__ import annotations

import errno
import fcntl
import io
import json
import os
import re
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.entries import Entry
from crawler.inflate import GZIP
from storage.pages import KeptPage
from storage.periods import utc_text

# A file is checked as a whole before more is added to it: this takes a third of a second.
MAX_FILE = 64 << 20
FILE_NAME = re.compile(r"railwatch-(\d{8})-\d{3,}\.warc\.gz")
# What the page's source said of it, in a header of our own: the article is made from both.
ENTRY_HEADER = "WARC-X-Railwatch-Entry"
MAX_SUMMARY = 10_000
CHUNK = 1 << 20
PRESSED = 2  # of ISA-L's four levels


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it came. `body` is free of transfer and content encodings."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    entry: Entry


class PageArchive:
    """Adds pages to the WARC files of a folder. A file is one process's at a time."""

    def __init__(self, folder: Path, *, operator: str | None = None) -> None:
        self.folder = folder
        self._about = {"software": "Railwatch", "format": "WARC File Format 1.1"}
        if operator:
            self._about["operator"] = operator
        self._file: BinaryIO | None = None
        self._day: date | None = None

    def add(self, page: RawPage) -> KeptPage:
        """Keep the page and tell where. Raises OSError; the file then gets no more pages."""
        file = self._open_file(page.fetched_at.astimezone(UTC).date())
        offset = file.seek(0, io.SEEK_END)
        self._append(file, page_record(page))
        return KeptPage(Path(file.name).name, offset)

    def close(self) -> None:
        """Close the file that is written to; the next page opens one."""
        if self._file is not None:
            self._file.close()
        self._file = self._day = None

    def _append(self, file: BinaryIO, record: bytes) -> None:
        """In one write, so that what a full disk cuts off is the last record and noticed."""
        try:
            if file.write(record) < len(record):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            self.close()
            raise

    def _open_file(self, day: date) -> BinaryIO:
        if self._file is not None and (self._day != day or self._file.tell() >= MAX_FILE):
            self.close()
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file, self._day = self._first_usable(day), day
            if self._file.seek(0, io.SEEK_END) == 0:
                self._append(self._file, about_record(Path(self._file.name).name, self._about))
        return self._file

    def _first_usable(self, day: date) -> BinaryIO:
        """The day's first file that is not full, not another process's, and whole to its end."""
        number = 0
        while True:
            path = self.folder / f"railwatch-{day:%Y%m%d}-{number:03}.warc.gz"
            file = path.open("ab+", buffering=0)
            if _is_ours(file) and file.seek(0, io.SEEK_END) < MAX_FILE and is_whole(file):
                return file
            file.close()
            number += 1


@cache
def shared_archive(folder: Path, operator: str | None) -> PageArchive:
    """The one archive of this process in this folder, for all its spiders."""
    return PageArchive(folder, operator=operator)


def page_record(page: RawPage) -> bytes:
    """The page as a gzipped WARC record of type `response`."""
    dropped = ("content-length", "content-encoding", "transfer-encoding")
    headers = [(name, value) for name, value in page.headers if name.lower() not in dropped]
    headers.append(("Content-Length", str(len(page.body))))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    said = {"WARC-Date": utc_text(page.fetched_at), ENTRY_HEADER: entry_json(page.entry)}
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        warc_headers_dict=said,
        http_headers=StatusAndHeaders(f"{page.status} OK", headers, protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    # The writer itself would press as hard as gzip can: twenty times as long for a seventh less.
    return isal_zlib.compress(out.getvalue(), PRESSED, wbits=GZIP)


def about_record(name: str, about: dict[str, str]) -> bytes:
    """The record that a file begins with: what wrote it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, about))
    return out.getvalue()


def entry_json(entry: Entry) -> str:
    """The entry on one line of ASCII. Its own text is left out: the page has it."""
    fields = asdict(entry) | {"text": "", "summary": entry.summary[:MAX_SUMMARY]}
    if entry.published_at is None:  # whatever stood there was no time, and may be long
        fields["published_as"] = ""
    for name in ("published_at", "updated_at"):
        fields[name] = fields[name] and utc_text(fields[name])
    return json.dumps({name: value for name, value in fields.items() if value})


def parse_entry(line: str) -> Entry:
    """The entry that `entry_json` wrote. Raises ValueError or TypeError for anything else."""
    fields = json.loads(line)
    for name in ("published_at", "updated_at"):
        if name in fields:
            fields[name] = datetime.fromisoformat(fields[name])
    return Entry(**fields)


def is_whole(file: BinaryIO) -> bool:
    """Whether the file is gzip members to its very end; one of a killed run may not be."""
    file.seek(0)
    member = zlib.decompressobj(GZIP)
    pending, is_fresh = b"", True
    while pending := pending or file.read(CHUNK):
        try:
            member.decompress(pending, CHUNK)
        except zlib.error:
            return False
        is_fresh = member.eof
        pending = member.unused_data if member.eof else member.unconsumed_tail
        if member.eof:
            member = zlib.decompressobj(GZIP)
    return is_fresh


def old_files(folder: Path, *, days: int, today: date) -> list[Path]:
    """The archive's files whose pages are all older than so many days."""
    last = f"{today - timedelta(days=days):%Y%m%d}"
    named = ((FILE_NAME.fullmatch(path.name), path) for path in sorted(folder.glob("*.warc.gz")))
    return [path for name, path in named if name and name[1] < last]


def _is_ours(file: BinaryIO) -> bool:
    """Lock the file for this process, if no other has; closing it frees it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
