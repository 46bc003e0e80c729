"""The records of a WARC file, from any byte on; what is damaged is told and stepped over."""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# What a record starts with, gzipped or not.
GZIP = b"\x1f\x8b\x08"
RECORD = b"WARC/"
MARK = re.compile(rb"\x1f\x8b\x08|WARC/[01]\.")
LONGEST_MARK = 7
CHUNK = 1 << 20
# An answer as it came, or what a crawler kept of it.
READ_TYPES = ("response", "resource")
# As much of a record's content as is looked at: more than a crawl would take of one page.
LONGEST_BLOCK = 10_000_000


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record. `block` is its content, of which `None` says that it is longer than we read."""

    offset: int
    headers: dict[str, str]
    block: bytes | None


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which no whole record could be read."""

    offset: int
    reason: str


def read_records(file: BinaryIO, offset: int) -> Iterator[tuple[WarcRecord | Damage, int]]:
    """Each record or damage from a byte on, with the byte at which the next one starts."""
    size = os.fstat(file.fileno()).st_size
    last = offset
    while offset < size:
        reason = "what stands here is no WARC record"
        try:
            for record, end in _undamaged(file, offset):
                yield record, end
                last, offset = offset, end
            if offset >= size:
                return
        except _Broken as error:
            reason = str(error)
        # The record before may have lost bytes of its own and taken the start of this one.
        found = find_record(file, last + 1)
        found = find_record(file, offset + 1) if found == offset else found
        yield Damage(offset, reason), found
        last = offset = found


def find_record(file: BinaryIO, offset: int) -> int:
    """The byte at or after `offset` at which a record starts; the file's end where none does."""
    file.seek(offset)
    kept = b""
    while chunk := file.read(CHUNK):
        text, start = kept + chunk, file.tell() - len(kept) - len(chunk)
        for mark in MARK.finditer(text):
            if _starts_record(file, start + mark.start()):
                return start + mark.start()
        file.seek(start + len(text))
        kept = text[-LONGEST_MARK:]
    return os.fstat(file.fileno()).st_size


class _Broken(Exception):
    """The message says what is wrong with the record that was to come."""


def _undamaged(file: BinaryIO, offset: int) -> Iterator[tuple[WarcRecord, int]]:
    """The records up to the first that is damaged. Raises _Broken there."""
    file.seek(offset)
    records = WARCIterator(file, no_record_parse=True)
    while found := _next(records):
        yield found, records.offset


def _next(records: WARCIterator) -> WarcRecord | None:
    """The next record, read to its end; None after the last. Raises _Broken."""
    try:
        with redirect_stderr(io.StringIO()) as told:  # warcio prints what it passes over
            record = next(records, None)
            if record is None:
                return None
            found = WarcRecord(records.offset, dict(record.rec_headers.headers), _block(record))
            records.read_to_end()
    except (ArchiveLoadFailed, zlib.error, ValueError) as error:
        if "non-chunked gzip" in str(error):
            raise _Broken(
                "it is gzipped as a whole, not record by record; `warcio recompress` mends that"
            ) from error
        raise _Broken("what stands here is no WARC record") from error
    if not isinstance(record.raw_stream, LimitReader):
        raise _Broken("the record does not say how long it is")
    if record.raw_stream.limit > 0 or told.getvalue():
        raise _Broken("the record is cut off or damaged")
    return found


def _block(record: ArcWarcRecord) -> bytes | None:
    """The record's content, where it is of a kind that we read."""
    if record.rec_type not in READ_TYPES:
        return b""
    block: bytes = record.raw_stream.read(LONGEST_BLOCK + 1)
    return block if len(block) <= LONGEST_BLOCK else None


def _starts_record(file: BinaryIO, offset: int) -> bool:
    """Whether the bytes here, gzipped or not, begin like a record."""
    file.seek(offset)
    start = file.read(512)
    if not start.startswith(GZIP):
        return MARK.match(start) is not None
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 16).startswith(RECORD)
    except zlib.error:
        return False
