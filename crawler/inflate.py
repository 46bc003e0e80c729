"""Compressed bodies, with a bound on what they inflate to and a sign when they were cut off."""

from __future__ import annotations

import zlib

import brotli

GZIP, RAW_DEFLATE = 31, -15
CHUNK = 1 << 16


class Broken(Exception):
    """A compressed body that is cut off, damaged or inflates beyond the bound."""


def is_gzip(body: bytes) -> bool:
    return body.startswith(b"\x1f\x8b")


def gunzip(body: bytes, *, max_size: int) -> bytes:
    """The gzipped members one after the other. Raises Broken."""
    parts = []
    rest, room = body, max_size
    while is_gzip(rest):
        part, rest = _inflate(rest, GZIP, room)
        parts.append(part)
        room -= len(part)
    if not parts:
        raise Broken("labelled gzip but is not")
    return b"".join(parts)


def inflate(body: bytes, *, max_size: int) -> bytes:
    """A body sent as `deflate`, with or without the zlib wrapper. Raises Broken."""
    try:
        return _inflate(body, zlib.MAX_WBITS, max_size)[0]
    except Broken:
        return _inflate(body, RAW_DEFLATE, max_size)[0]


def unbrotli(body: bytes, *, max_size: int) -> bytes:
    """A body sent as `br`. Raises Broken."""
    stream = brotli.Decompressor()
    parts, pending, room = [], body, max_size
    while not stream.is_finished():
        try:
            part = stream.process(pending, output_buffer_limit=CHUNK)
        except brotli.error as error:
            raise Broken("damaged in transfer") from error
        if not part and not pending:
            raise Broken("cut off in transfer")
        pending = b""
        room -= len(part)
        if room < 0:
            raise Broken("too large: it inflates beyond the size limit")
        parts.append(part)
    return b"".join(parts)


def _inflate(body: bytes, window: int, room: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(window)
    parts, pending = [], body
    while pending and not stream.eof:
        try:
            part = stream.decompress(pending, CHUNK)
        except zlib.error as error:
            raise Broken("damaged in transfer") from error
        room -= len(part)
        if room < 0:
            raise Broken("too large: it inflates beyond the size limit")
        parts.append(part)
        pending = stream.unconsumed_tail
    if not stream.eof:
        raise Broken("cut off in transfer")
    return b"".join(parts), stream.unused_data
