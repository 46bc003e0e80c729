"""Web archives of any crawler, whatever state they are in, are read as a crawl reads pages."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.entries import Entry
from crawler.inflate import Broken
from crawler.page_archive import RawPage, page_record
from railwatch.http_pages import MAX_SIZE, http_page
from railwatch.warc_records import Damage, WarcRecord, read_records
from tests.sites.newsroom import Piece, json_ld_page

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
BASE = "https://www.railcourier.example"
OUTLET = """
[[outlet]]
id = "rail_courier_us"
name = "Rail Courier"
kind = "trade"
country = "US"
languages = ["en"]
homepage = "https://www.railcourier.example/"
timezone = "America/New_York"
feeds = ["https://railcourier.example/feed/"]
"""
MARKUP = b"<!doctype html><p>A train left the rails near Kernau.</p>"


def article(number, **fields):
    piece = Piece(f"/2026/03/02/{number}", f"Train {number} derails", **fields)
    return BASE + piece.path, json_ld_page(piece, BASE).encode()


def warc(*pages, kind="response", packed=True, status="200 OK", **headers):
    """An archive with these (address, body) pages, as warcio writes it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    said = [("Content-Type", headers.pop("content_type", "text/html; charset=utf-8"))]
    said += [(name.replace("_", "-"), value) for name, value in headers.items()]
    for url, body in pages:
        http = StatusAndHeaders(status, list(said), protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=None if kind == "resource" else http,
            warc_content_type="text/html" if kind == "resource" else "",
        )
        record.rec_headers.replace_header("WARC-Date", "2026-03-02T18:00:00Z")
        writer.write_record(record)
    return out.getvalue()


def chunked(body, size=700):
    cuts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(cut), cut) for cut in cuts) + b"0\r\n\r\n"


def message(body, *headers):
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", *headers, b"", body])


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (MARKUP, ()),
        (gzip.compress(MARKUP, mtime=0), (b"Content-Encoding: gzip",)),
        (brotli.compress(MARKUP), (b"Content-Encoding: br",)),
        (zlib.compress(MARKUP), (b"Content-Encoding: deflate",)),
        (chunked(MARKUP, 7), (b"Transfer-Encoding: chunked",)),
        (
            chunked(gzip.compress(MARKUP, mtime=0), 9),
            (b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"),
        ),
        # Crawlers that store the body as it was before, and the headers as they came.
        (MARKUP, (b"Transfer-Encoding: chunked", b"Content-Encoding: br", b"Content-Length: 40")),
        (MARKUP, (b"Content-Encoding: zstd",)),
    ],
)
def test_a_body_is_read_however_it_was_sent(sent, headers):
    assert http_page(message(sent, *headers)).body == MARKUP


@pytest.mark.parametrize(("body", "is_page"), [(MARKUP, True), (b"\x89PNG", False)])
def test_a_page_sent_without_its_type_is_known_by_its_start(body, is_page):
    found = http_page(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + body)
    assert (found is not None) is is_page


@pytest.mark.parametrize(
    ("head", "body", "is_page"),
    [
        ("200 OK", MARKUP, True),
        ("203 Non-Authoritative Information", MARKUP, True),
        ("200 OK", b"%PDF-1.7", False),
        ("404 Not Found", MARKUP, False),
    ],
)
def test_an_answer_without_a_type_is_a_page_if_it_begins_like_one(head, body, is_page):
    found = http_page(f"HTTP/1.1 {head}\r\n\r\n".encode() + body)
    assert (found is not None) == is_page


@pytest.mark.parametrize(
    ("sent", "headers", "words"),
    [
        (gzip.compress(MARKUP, mtime=0)[:40], (b"Content-Encoding: gzip",), "cut off"),
        (brotli.compress(MARKUP)[:-9], (b"Content-Encoding: br",), "cut off"),
        (b"\xff" + MARKUP, (b"Content-Encoding: br",), "damaged"),
        (chunked(MARKUP, 20)[:30], (b"Transfer-Encoding: chunked",), "chunks"),
        (MARKUP, (b"Content-Length: 4000",), "cut off"),
        (b"\x28\xb5\x2f\xfd", (b"Content-Encoding: zstd",), "zstd"),
        (gzip.compress(bytes(100_000_000), 1, mtime=0), (b"Content-Encoding: gzip",), "size limit"),
        (brotli.compress(bytes(100_000_000), quality=1), (b"Content-Encoding: br",), "size limit"),
    ],
)
def test_a_broken_body_is_refused_with_its_reason(sent, headers, words):
    with pytest.raises(Broken, match=words):
        http_page(message(sent, *headers))
    assert MAX_SIZE < 100_000_000


@given(st.binary(max_size=300))
def test_no_answer_whatever_breaks_the_reading(body):
    for text in (body, message(body, b"Content-Encoding: gzip"), message(body, b"a\xff:")):
        with suppress(Broken):
            found = http_page(text)
            assert found is None or isinstance(found.body, bytes)


RECORDS = [
    page_record(RawPage(f"{BASE}/{number}", 200, (), MARKUP * number, NOW, Entry(BASE)))
    for number in range(1, 9)
]


@settings(max_examples=200)
@given(
    packed=st.booleans(),
    at=st.integers(min_value=0),
    gone=st.integers(min_value=0, max_value=90),
    put=st.binary(max_size=90),
)
def test_damage_anywhere_costs_only_the_records_it_touches(tmp_path_factory, packed, at, gone, put):
    parts = RECORDS if packed else [gzip.decompress(record) for record in RECORDS]
    content = b"".join(parts)
    at %= len(content)
    path = tmp_path_factory.mktemp("warc") / "x.warc"
    path.write_bytes(content[:at] + put + content[at + gone :])
    with path.open("rb") as file:
        found = [record for record, _ in read_records(file, 0)]
    whole = [record for record in found if isinstance(record, WarcRecord)]
    read = {record.headers.get("WARC-Target-URI") for record in whole}
    start = 0
    for number, part in enumerate(parts, 1):
        end = start + len(part)
        if end <= at or start >= at + max(gone, 1):
            assert f"{BASE}/{number}" in read
        start = end


def test_each_record_is_found_at_its_own_byte(tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(RECORDS))
    starts = [sum(map(len, RECORDS[:number])) for number in range(len(RECORDS) + 1)]
    with path.open("rb") as file:
        found = list(read_records(file, 0))
        assert [(record.offset, end) for record, end in found] == list(pairwise(starts))
        [(last, _)] = read_records(file, starts[-2])
    assert last == found[-1][0]


def test_a_file_gzipped_as_a_whole_says_how_it_is_mended(tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(b"".join(map(gzip.decompress, RECORDS))))
    with path.open("rb") as file:
        found = [record for record, _ in read_records(file, 0)]
    assert any(isinstance(item, Damage) and "warcio recompress" in item.reason for item in found)
