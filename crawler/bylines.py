"""Who wrote a piece: the persons of its byline, not "By Staff" and not the agency."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
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
)
LINKS = '[rel~="author"], [itemprop="author"] [itemprop="name"], [itemprop="author"]'
LEAD = re.compile(r"^(?:by|von|par|por|di|door|av|текст|автор|фото)\s*[:\s]\s*", re.IGNORECASE)
PARTING = re.compile(r"\s*(?:,|;|/|\||·|•|\band\b|\bund\b|\bet\b|\by\b|&|\n)\s*")
# Not a person: a desk, an agency, an address.
NO_PERSON = re.compile(
    r"https?://|www\.|\.(?:com|org|net|ru|kr|cn|jp)\b|@|\d{2,}"
    r"|\b(?:staff|reporters?|newsroom|editors?|editorial|desk|admin|redaktion|redacción|rédaction"
    r"|редакция|agency|agence|agentur|correspondents?|team|online|news|press)\b",
    re.IGNORECASE,
)
MAX_LENGTH = 60


def page_byline(
    data: StructuredData, tree: LexborHTMLParser, *, byline_css: str | None, publisher: str
) -> str | None:
    """The persons who signed, joined by commas, or None where none is named."""
    for names in _candidates(data, tree, byline_css):
        persons = list(
            dict.fromkeys(person for name in names for person in _persons(name, publisher))
        )
        if persons:
            return ", ".join(persons)
    return None


def _candidates(
    data: StructuredData, tree: LexborHTMLParser, byline_css: str | None
) -> Iterable[list[str]]:
    if byline_css:
        yield [node.text(separator=" ") for node in tree.css(byline_css)]
    for article in data.articles:
        yield list(_names(article.get("author"), data))
    for article in data.articles:
        yield list(_names(article.get("creator"), data))
    for name in META:
        yield data.meta.get(name, [])
    yield [node.text(separator=" ") for node in tree.css(LINKS)]


def _names(author: Any, data: StructuredData) -> Iterable[str]:
    for item in author if isinstance(author, list) else [author]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            node = item if "name" in item else data.nodes.get(str(item.get("@id")), item)
            if "Organization" not in strings(node.get("@type")):
                yield from strings(node.get("name"))


def _persons(name: str, publisher: str) -> Iterable[str]:
    """The persons in one entry of a byline: "By Ann Lee and Bo Kim" are two."""
    text = LEAD.sub("", plain(html.unescape(name)))
    for part in PARTING.split(text):
        part = part.strip(" .-–—()[]")
        is_name = 1 < len(part) <= MAX_LENGTH and not NO_PERSON.search(part)
        if is_name and part.casefold() != publisher.casefold():
            yield part
