"""Who wrote a piece: the persons of its byline; where none signed, the agency it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.byline_places import named_elements, signed_lines
from crawler.byline_words import any_of, byline_words, phrases
from crawler.labelled import labelled
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
LEAD = re.compile(rf"^(?:{phrases('lead')})(?!\w)\s*[:：]?\s*", re.IGNORECASE)
# "Ann Lee in Seoul", "구현모 기자", "박준석 기자 외 1명": what follows a name
TRAIL = re.compile(
    rf"\s+in\s+[A-Z].*$|\s*(?:{phrases('trail')})(?:\s*외\s*\d+\s*명)?\s*$|\s+\S+@\S+$|\s*\(.*\)$"
    r"|\s+https?://.*$"
)
PARTING = re.compile(rf"\s*(?:,|;|/|\||·|•|、|\b(?:{phrases('between')})\b|&|\n|\s[-–—]\s)\s*")
# No name at all: an address, a number, a desk.
NO_NAME = re.compile(rf"https?:|www\.|@|\d|{any_of('no_name')}", re.IGNORECASE)
# A body is known by its words or letters (AP, dpa); one word alone may be one.
BODY = re.compile(any_of("body"), re.IGNORECASE)
LETTERS = re.compile(r"^[A-Z]{2,6}$|^[a-z]{2,4}$")
ONE_WORD = re.compile(r"^[a-z-]{2,12}$", re.IGNORECASE)
# The account that WordPress makes for the site itself.
SITE_ACCOUNT = re.compile(r"/author/admin/?$")
MAX_LENGTH = 60


def page_byline(
    data: StructuredData,
    tree: LexborHTMLParser,
    *,
    byline_css: str | None,
    publisher: str,
    text: str = "",
) -> str | None:
    """Those who signed, joined by commas, or None where only the publisher itself is named.

    `text` is the article's own, where it is known.
    """
    own = {_key(name) for name in _publishers(data, publisher)}
    bodies: list[str] = []
    words: list[str] = []
    for names in _candidates(data, tree, byline_css, text):
        found = dict.fromkeys(part for name in names for part in _split(name))
        others = [name for name in found if _key(name) not in own]
        persons = [name for name in others if not (is_body(name) or ONE_WORD.match(name))]
        if persons:
            return ", ".join(persons)
        bodies = bodies or [name for name in others if is_body(name)]
        words = words or others
    return ", ".join(bodies or words) or None


def is_body(name: str) -> bool:
    """Whether a name is that of a publication, an agency or an office."""
    return bool(BODY.search(name) or LETTERS.match(name))


def _candidates(
    data: StructuredData, tree: LexborHTMLParser, byline_css: str | None, text: str
) -> Iterator[list[str]]:
    """The places where a byline may stand, the surest first."""
    if byline_css:
        yield [node.text(separator=" ") for node in tree.css(byline_css)]
    for key in ("author", "creator"):
        for article in data.articles:
            yield list(_names(article.get(key), data))
    for name in META:
        yield data.meta.get(name, [])
    yield [name for node in tree.css(LINKS) if len(name := node.text(separator=" ")) < 200]
    yield named_elements(tree)
    yield [labelled(tree, byline_words()["labels"]) or ""]
    yield signed_lines(tree, text)


def signers(data: StructuredData) -> list[str]:
    """The names that the page gives machines as its authors, one by one."""
    named = [name for article in data.articles for name in _names(article.get("author"), data)]
    named += data.meta.get("author", [])
    return [part for name in named for part in _split(name)]


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
        author = article.get("author")
        if isinstance(author, dict) and SITE_ACCOUNT.search(str(author.get("@id", ""))):
            yield from _names(author, data)


def _split(names: str) -> Iterable[str]:
    """The names in one entry of a byline: "By Ann Lee and Bo Kim" are two."""
    text = plain(names)
    # "The Paper (www.paper.example)": the publication.
    if text.startswith(("http", "www.", "@")) or "(www." in text:
        return
    for part in PARTING.split(LEAD.sub("", TRAIL.sub("", text))):
        name = TRAIL.sub("", LEAD.sub("", part)).strip(" .:-–—()[]")
        if 1 < len(name) <= MAX_LENGTH and not NO_NAME.search(name):
            yield name


def _key(name: str) -> str:
    return re.sub(r"[\W_]+|^the|\b(?:com|de|org|nachrichten|online|news)\b", "", name.casefold())
