"""Bytes of a page turned into HTML that a parser can take: bounded, decoded, free of traps."""

from __future__ import annotations

import re

from crawler.charsets import UnknownCharset, decode
from storage.folding import clean_text

MAX_BYTES = 4_000_000
# libxml2 takes quadratic time over the attributes of one tag: 200,000 stop it for a minute.
MAX_ATTRIBUTES = 1_000
# Beyond this depth libxml2 drops the text without a word, and other parsers hang.
MAX_DEPTH = 250
# Real pages have up to 10,000; a million small elements take half a minute and a gigabyte.
MAX_TAGS = 50_000
# A tag of this length is looked at; a shorter one cannot hold 1,000 attributes.
LEAST_LENGTH = 2_000
# A tag ends at the first ">" that is in no quoted value. What stands in scripts looks like tags
# and is none. Possessive throughout: each letter is looked at once; case is passed over in names
# alone, since that is slow.
VALUE = r"=\s*+(?:\"[^\"]*+\"|'[^']*+')"
TAG = re.compile(
    r"<(?:(?=[sStT])((?i:script|style|textarea))\b(?:[^<]++|<(?!/(?i:\1)))*+"
    rf"|([a-zA-Z][^>=\"']*+(?:(?:{VALUE}|[=\"'])[^>=\"']*+)*+))"
)
QUOTED = re.compile(VALUE)
BETWEEN_ATTRIBUTES = re.compile(r"[\s/]+")
NESTING_TAG = re.compile(
    r"<(/?)(?:div|span|section|article|ul|ol|li|table|tr|td|b|i|em|strong|font|a|p|blockquote|main"
    r"|dl|dd|details|fieldset|figure|pre|center|header|footer|nav|aside|address|dir|form)\b",
    re.IGNORECASE,
)


class PageRefused(Exception):
    """A page that is not parsed; the message says why."""


def page_html(page: bytes | str, *, content_type: str = "") -> str:
    """The page as clean HTML text. Raises PageRefused for a bomb, an empty or unreadable page."""
    if len(page) > MAX_BYTES:
        raise PageRefused(f"the page is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        html = clean_text(page if isinstance(page, str) else decode(page, content_type))
    except UnknownCharset as error:
        raise PageRefused("the page is in no charset that it could be read in") from error
    if not html.strip():
        raise PageRefused("the page is empty")
    _refuse_traps(html)
    return html


def _long_tags(html: str) -> list[str]:
    """The tags of remarkable length, those in scripts passed over."""
    return [tag for _, tag in TAG.findall(html) if len(tag) >= LEAST_LENGTH]


def _refuse_traps(html: str) -> None:
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise PageRefused(f"the page has more than {MAX_TAGS:,} tags")
    for tag in _long_tags(html):
        bare = QUOTED.sub("= ", tag)
        if max(len(BETWEEN_ATTRIBUTES.split(bare)), bare.count("=")) > MAX_ATTRIBUTES:
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
