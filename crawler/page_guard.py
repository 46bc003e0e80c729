"""Bytes of a page turned into HTML that a parser can take: bounded, decoded, free of traps."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, html_to_unicode, resolve_encoding

from storage.folding import clean_text

MAX_BYTES = 4_000_000
# libxml2 takes quadratic time over the attributes of one tag: 200,000 stop it for a minute.
MAX_ATTRIBUTES = 1_000
# Beyond this depth libxml2 drops the text without a word, and other parsers hang.
MAX_DEPTH = 250
# Real pages have up to 10,000; a million small elements take half a minute and a gigabyte.
MAX_TAGS = 50_000
# A tag of this length is looked at; a shorter one cannot hold 1,000 attributes. What stands in
# scripts looks like tags and is none.
LONG_TAG = re.compile(r"<(script|style|textarea)\b|<[a-z][^<>]{2000,}", re.IGNORECASE)
END_TAGS = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea")
}
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
NESTING_TAG = re.compile(
    r"<(/?)(?:div|span|section|article|ul|ol|li|table|tr|td|b|i|em|strong|font|a|p|blockquote|main"
    r"|dl|dd|details|fieldset|figure|pre|center|header|footer|nav|aside|address|dir|form)\b",
    re.IGNORECASE,
)
XML_DECLARATION = re.compile(r"^\s*<\?xml\s[^>]*>")
# Of a text decoded with the right charset, hardly a character is the replacement character.
MAX_REPLACED = 0.01


class PageRefused(Exception):
    """A page that is not parsed; the message says why."""


def page_html(page: bytes | str, *, content_type: str = "") -> str:
    """The page as clean HTML text. Raises PageRefused for a bomb or an empty page."""
    if len(page) > MAX_BYTES:
        raise PageRefused(f"the page is larger than {MAX_BYTES // 1_000_000} MB")
    html = clean_text(page if isinstance(page, str) else decode(page, content_type))
    if not html.strip():
        raise PageRefused("the page is empty")
    _refuse_traps(html)
    return html


def decode(body: bytes, content_type: str) -> str:
    """The text of a body in the charset it declares, or in the one it is really in.

    What is valid UTF-8 is UTF-8, whatever is declared. A declared charset that does not fit (a
    windows-1251 page served as UTF-8) is passed over for what the page's own meta tag says, and
    that for what its bytes look like.
    """
    with suppress(UnicodeDecodeError):
        return body.removeprefix(BOM_UTF8).decode("utf-8")
    _, text = html_to_unicode(content_type or None, body, auto_detect_fun=_detected)
    if not _is_garbled(text):
        return text
    for encoding in (_declared_in_page(body), _detected(body)):
        if encoding:
            other = body.decode(encoding, "replace")
            if not _is_garbled(other):
                return other
    return text


def decode_xml(body: bytes, content_type: str) -> str:
    """As `decode`, without the XML declaration, whose charset the text no longer has."""
    return XML_DECLARATION.sub("", decode(body, content_type))


def _declared_in_page(body: bytes) -> str | None:
    declared = html_body_declared_encoding(body)
    return resolve_encoding(declared) if declared else None


def _detected(body: bytes) -> str | None:
    best = from_bytes(_sample(body)).best()
    return best.encoding if best else None


def _sample(body: bytes) -> bytes:
    """The lines with letters beyond ASCII: only they tell one charset from another."""
    lines = [line for line in body.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:60_000]


def _is_garbled(text: str) -> bool:
    beyond_ascii = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") > MAX_REPLACED * max(beyond_ascii, 100)


def _long_tags(html: str) -> Iterator[str]:
    """The tags of remarkable length, those in scripts passed over."""
    at = 0
    while found := LONG_TAG.search(html, at):
        at = found.end()
        if not found[1]:
            yield found.group()
        elif closing := END_TAGS[found[1].lower()].search(html, at):
            at = closing.end()
        else:
            return


def _refuse_traps(html: str) -> None:
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise PageRefused(f"the page has more than {MAX_TAGS:,} tags")
    for tag in _long_tags(html):
        bare = QUOTED.sub(" ", tag)
        if max(len(bare.split()), bare.count("=")) > MAX_ATTRIBUTES:
            raise PageRefused(f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes")
    if tags <= MAX_DEPTH * 8:
        return
    depth = deepest = 0
    for closing in NESTING_TAG.findall(html):
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    # Tags that may stay open (<p>, <li>) count as nested here: hence the generous factor.
    if deepest > MAX_DEPTH * 8:
        raise PageRefused("the page is nested too deeply")
