"""Who wrote a piece: the persons of its byline; where none signed, the agency it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.plain import plain
from crawler.structured_data import StructuredData, strings

META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "cxenseparse:author",
    "dable:author",
)
LINKS = (
    '[rel~="author"], [itemprop="author"] [itemprop="name"], [itemprop="author"], '
    '[class~="byline"], [class~="author-name"], [class~="author"]'
)
# "By Ann Lee", "Von Ben Ott", "Текст: Фёдор Лисин"
LEAD = re.compile(
    r"^(?:by|von|par|por|di|door|av|text|story|written by|текст|автор)\b\s*:?\s*", re.IGNORECASE
)
# "Ann Lee in Seoul", "구현모 기자", "박준석 기자 외 1명", "松岡大地記者": what follows a name
TRAIL = re.compile(
    r"\s+in\s+[A-Z].*$|\s*(?:기자|특파원|記者|记者)(?:\s*외\s*\d+\s*명)?\s*$|\s+\S+@\S+$|\s*\(.*\)$|\s+https?://.*$"
)
PARTING = re.compile(r"\s*(?:,|;|/|\||·|•|、|\band\b|\bund\b|\bet\b|\by\b|\bи\b|&|\n)\s*")
# No name at all: an address, a number, a desk.
NO_NAME = re.compile(
    r"https?:|www\.|@|\d{2,}|^admin$"
    r"|\b(?:staff|reporters?|newsroom|editors?|editorial|desk|redaktion|redacción|rédaction"
    r"|redazione|редакция|корреспондент|developer|webmaster|image|photo|foto|getty)\b",
    re.IGNORECASE,
)
# The name of a body, not of a person: AP, dpa, Associated Press, ntv.com.tr.
BODY = re.compile(
    r"\b(?:agency|agence|agentur|ajansı|press|news|online|team|group|times|post|tv|media"
    r"|reuters|bloomberg|yonhap|xinhua|tass|интерфакс|тасс|риа)\b|^[A-Z]{2,6}$|^[a-z-]{2,12}$"
    r"|\.(?:com|org|net|ru|kr|cn|jp|de|tr)\b|新聞|通讯社|통신",
    re.IGNORECASE,
)
MAX_LENGTH = 60


def page_byline(
    data: StructuredData, tree: LexborHTMLParser, *, byline_css: str | None, publisher: str
) -> str | None:
    """Those who signed, joined by commas, or None where only the publisher itself is named."""
    own = {_key(name) for name in _publishers(data, publisher)}
    bodies: list[str] = []
    for names in _candidates(data, tree, byline_css):
        found = dict.fromkeys(part for name in names for part in _split(name))
        others = [name for name in found if _key(name) not in own]
        persons = [name for name in others if not BODY.search(name)]
        if persons:
            return ", ".join(persons)
        bodies = bodies or others
    return ", ".join(bodies) or None


def _candidates(
    data: StructuredData, tree: LexborHTMLParser, byline_css: str | None
) -> Iterator[list[str]]:
    """The places where a byline may stand, the surest first."""
    if byline_css:
        yield [node.text(separator=" ") for node in tree.css(byline_css)]
    for key in ("author", "creator"):
        for article in data.articles:
            yield list(_names(article.get(key), data))
    for name in META:
        yield data.meta.get(name, [])
    yield [text for node in tree.css(LINKS) if len(text := node.text(separator=" ")) < 200]


def _names(author: Any, data: StructuredData) -> Iterator[str]:
    for item in author if isinstance(author, list) else [author]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            node = item if len(item) > 1 else data.nodes.get(str(item.get("@id")), item)
            parts = [*strings(node.get("givenName")), *strings(node.get("familyName"))]
            yield from strings(node.get("name")) or [" ".join(parts)]


def _publishers(data: StructuredData, publisher: str) -> Iterator[str]:
    """What the publication calls itself: such a name signs nothing."""
    yield publisher
    yield from data.meta.get("og:site_name", [])
    yield from data.meta.get("application-name", [])
    for article in data.articles:
        yield from _names(article.get("publisher"), data)


def _split(names: str) -> Iterable[str]:
    """The names in one entry of a byline: "By Ann Lee and Bo Kim" are two."""
    text = plain(names)
    if text.startswith(("http", "www.", "@")):
        return
    for part in PARTING.split(LEAD.sub("", TRAIL.sub("", text))):
        name = TRAIL.sub("", LEAD.sub("", part)).strip(" .:-–—()[]")
        if 1 < len(name) <= MAX_LENGTH and not NO_NAME.search(name):
            yield name


def _key(name: str) -> str:
    return re.sub(r"[\W_]+|^the|\b(?:com|de|org|nachrichten|online|news)\b", "", name.casefold())
