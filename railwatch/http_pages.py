"""Web pages out of the HTTP answers that archives hold."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import brotli
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from crawler.inflate import Broken, gunzip, inflate, is_gzip
from crawler.settings import DOWNLOAD_MAXSIZE

# As much as a crawl takes of one page.
MAX_SIZE = DOWNLOAD_MAXSIZE
PAGE_TYPES = ("text/html", "application/xhtml+xml")
# What a page starts with, where no header tells the type.
PAGE_START = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# 203: as a proxy on the way has changed it.
STATUSES = ("200", "203")
# "1f4a\r\n", "5;name=value\r\n"
CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")


@dataclass(frozen=True, slots=True)
class HttpPage:
    """A page without the encodings it was sent in."""

    content_type: str
    body: bytes


def http_page(message: bytes) -> HttpPage | None:
    """The page in an HTTP answer; None for one that is no HTML or was not there.

    What does not say its type is HTML where it begins so.

    Raises Broken for a body that is cut off, damaged, or too large.
    """
    stream = io.BytesIO(message)
    try:
        head = StatusAndHeadersParser(["HTTP/"], verify=False).parse(stream)
    except EOFError:
        return None
    content_type = head.get_header("Content-Type") or ""
    if head.get_statuscode() not in STATUSES or not (is_page(content_type) or not content_type):
        return None
    body = _body(head, stream.read())
    told = content_type or PAGE_START.search(body, 0, 1024)
    return HttpPage(content_type, body) if told else None


def is_page(content_type: str) -> bool:
    """Whether this type is that of a web page."""
    return content_type.lower().startswith(PAGE_TYPES)


def _body(head: StatusAndHeaders, sent: bytes) -> bytes:
    """The body as it was before it was chunked and compressed.

    Some crawlers store it so and leave the headers as they were: what is not chunked or not
    compressed, though the headers say so, is taken as it is.
    """
    is_chunked = "chunked" in (head.get_header("Transfer-Encoding") or "").lower()
    named = (head.get_header("Content-Encoding") or "").lower().replace(",", " ").split()
    length = head.get_header("Content-Length") or ""
    if is_chunked and CHUNK_SIZE.match(sent):
        sent = _joined(sent)
    elif not named and length.isdecimal() and len(sent) < int(length):
        raise Broken("cut off: shorter than its header says")
    for encoding in reversed(named):
        sent = _decoded(sent, encoding)
    return sent


def _joined(chunks: bytes) -> bytes:
    try:
        body: bytes = ChunkedDataReader(io.BytesIO(chunks), raise_exceptions=True).read()
    except ChunkedDataException as error:
        raise Broken("cut off between its chunks") from error
    return body


def _decoded(body: bytes, encoding: str) -> bytes:
    is_plain = body.lstrip()[:1] == b"<"
    try:
        match encoding:
            case "identity":
                return body
            case "gzip" | "x-gzip":
                return gunzip(body, max_size=MAX_SIZE) if is_gzip(body) else body
            case "deflate":
                return inflate(body, max_size=MAX_SIZE)
            case "br":
                return _unbrotli(body)
            case _:
                raise Broken(f"compressed as {encoding}, which is not read")
    except Broken:
        if is_plain:
            return body
        raise


def _unbrotli(body: bytes) -> bytes:
    stream = brotli.Decompressor()
    parts, room = [], MAX_SIZE
    try:
        part = stream.process(body, output_buffer_limit=room)
        while part:
            room -= len(part)
            if room < 0:
                raise Broken("inflates beyond the size limit")
            parts.append(part)
            part = stream.process(b"", output_buffer_limit=1 << 16)
    except brotli.error as error:
        raise Broken("damaged in transfer") from error
    if not stream.is_finished():
        raise Broken("cut off in transfer")
    return b"".join(parts)
