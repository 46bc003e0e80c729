"""The text of a page, whatever charset it declares and is really in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
)

XML_DECLARATION = re.compile(r"^\s*<\?xml\s[^>]*>")
# What servers call a page that they know nothing of: another charset that is named goes first.
LATIN = "cp1252"
# Of a text decoded with the right charset, hardly a character is the replacement character.
MAX_REPLACED = 0.01
# So many letters to one broken byte tell UTF-8: other charsets hardly make one of its letters.
LEAST_VALID = 4
# Double bytes of ASCII have a zero in every other place.
LOOKED_AT = 400
LEAST_ZEROS = 0.1
# Letters beyond ASCII stand alone in a Latin text, and side by side in one that is none.
ACCENTED = re.compile(r"[\u00a1-\u024f]+")
LEAST_ACCENTED = 10
MAX_TOGETHER = 0.5
# "Поезд" and "пОЕЗД": the Cyrillic charsets have the other's capitals for their small letters.
CAPITALISED = re.compile(r"\b[А-ЯЁ][а-яё]")
TURNED = re.compile(r"\b[а-яё][А-ЯЁ]")
# A page with fewer letters beyond ASCII can be read without them.
MUCH = 0.02


class UnknownCharset(Exception):
    """The bytes make no sense in any charset that is declared or that they look like."""


def decode(body: bytes, content_type: str) -> str:
    """The text of a body in the charset it declares, or in the one it is really in.

    What is UTF-8 is UTF-8, whatever is declared. A declared charset that does not fit (a
    windows-1251 page served as UTF-8) is passed over for what the page's own meta tag says, and
    that for what its bytes look like. Raises UnknownCharset where none of these fits.
    """
    if text := unmistakable(body) or _utf8(body):
        return text
    texts = []
    for encoding in _charsets(body, content_type):
        text = body.decode(encoding, "replace")
        if not _is_garbled(text):
            return text
        texts.append(text)
    if sum(byte > 0x7F for byte in body) > MUCH * len(body):
        raise UnknownCharset("it is in no charset that it declares or looks like")
    return texts[0]


def decode_xml(body: bytes, content_type: str) -> str:
    """As `decode`, without the XML declaration, whose charset the text no longer has."""
    return XML_DECLARATION.sub("", decode(body, content_type))


def unmistakable(body: bytes) -> str | None:
    """The text where the bytes say their charset by a mark, by zeros or by escapes."""
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace")
    start = body[:LOOKED_AT]
    first, second = start[::2].count(0), start[1::2].count(0)
    if abs(first - second) > LEAST_ZEROS * len(start):
        return body.decode("utf-16-be" if first > second else "utf-16-le", "replace")
    if b"\x1b" in body and body.isascii() and (b"\x1b$B" in body or b"\x1b$@" in body):
        return body.decode("iso2022_jp", "replace")
    return None


def _utf8(body: bytes) -> str | None:
    """The text where it is UTF-8, but for a few broken bytes."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken and sum(letter > "\x7f" for letter in text) - broken < LEAST_VALID * broken:
        return None
    return text


def _charsets(body: bytes, content_type: str) -> Iterator[str]:
    """The charsets that the body may be in, the likeliest first."""
    said = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    yield from sorted(filter(None, said), key=LATIN.__eq__)
    if (best := from_bytes(_sample(body)).best()) is not None:
        yield best.encoding
    yield LATIN


def _sample(body: bytes) -> bytes:
    """The lines with letters beyond ASCII: only they tell one charset from another."""
    lines = [line for line in body.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:60_000]


def _is_garbled(text: str) -> bool:
    beyond_ascii = sum(letter > "\x7f" for letter in text)
    replaced = sum(letter == "\ufffd" or "\x80" <= letter < "\xa0" for letter in text)
    if replaced > MAX_REPLACED * max(beyond_ascii, 100):
        return True
    if len(TURNED.findall(text)) > len(CAPITALISED.findall(text)):
        return True
    runs = [len(run) for run in ACCENTED.findall(text)]
    together = sum(length for length in runs if length > 1)
    return sum(runs) >= LEAST_ACCENTED and together > MAX_TOGETHER * sum(runs)
