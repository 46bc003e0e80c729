"""Who wrote a piece: the persons of its byline, else the agency, else the publication itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.byline_names import Name, is_body, is_person_name, is_written_as_name, split_names
from crawler.byline_places import marked_names, signed_lines, source_lines, told_names
from crawler.byline_words import byline_words
from crawler.labelled import labelled
from crawler.structured_data import StructuredData, strings
from crawler.wire_credits import is_agency

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
# The account that WordPress makes for the site itself.
SITE_ACCOUNT = re.compile(r"/author/admin/?$")


@dataclass(frozen=True, slots=True)
class Place:
    """The names in a place where a byline may stand, and whether that place has all of them."""

    names: list[Name]
    has_all: bool


def byline(places: Iterable[Place], data: StructuredData, *, publisher: str) -> str | None:
    """The persons who signed, joined by commas; where none did, the agency, or at last the
    publication itself where the page names it as the author. None where it names nobody.

    Often machines are told of the first author only: then all are taken that the page shows marked
    one by one.
    """
    own = {_key(name) for name in _publishers(data, publisher)}
    signed: list[str] = []
    bodies: list[str] = []
    publication: str | None = None
    for place in places:
        if signed and not place.has_all:
            continue
        others = []
        for name in place.names:
            if _key(name.text) in own:
                publication = publication or name.text
            else:
                others.append(name)
        persons = list(dict.fromkeys(name.text for name in others if is_person_name(name)))
        if set(signed) < set(persons):
            signed = persons
        bodies = bodies or list(dict.fromkeys(one.text for one in others if is_body(one.text)))
        if signed and place.has_all:
            break
    return ", ".join(signed or bodies) or publication


def byline_places(
    data: StructuredData, tree: LexborHTMLParser, *, byline_css: str | None, text: str
) -> Iterator[Place]:
    """The places where a byline may stand, the surest first. `text` is the article's own."""
    if byline_css:
        yield Place(_all_split(node.text(separator=" ") for node in tree.css(byline_css)), True)
    for key in ("author", "creator"):
        for article in data.articles:
            yield Place(list(authors(article.get(key), data)), False)
    for tag in META:
        yield Place(_all_split(data.meta.get(tag, [])), False)
    yield Place(next(filter(None, map(_names_only, marked_names(tree))), []), True)
    yield Place(next(filter(None, map(_names_only, told_names(tree))), []), False)
    yield Place(_all_split([labelled(tree, byline_words()["labels"]) or ""]), False)
    yield Place(_all_split(signed_lines(tree, text)), False)


def signers(places: Iterable[Place], tree: LexborHTMLParser, text: str) -> list[str]:
    """Whoever the page names as its author, to machines or to readers, and its lines of source."""
    return [*(name.text for place in places for name in place.names), *source_lines(tree, text)]


def authors(author: Any, data: StructuredData) -> Iterator[Name]:
    """The names in what JSON-LD states as an article's `author`; `data` has what it refers to."""
    for item in _items(author, data):
        is_person = isinstance(item, dict) and "Person" in strings(item.get("@type"))
        for entry in _called(item):
            yield from (Name(part, is_person) for part in split_names(entry, is_person=is_person))


def _items(author: Any, data: StructuredData) -> Iterator[Any]:
    """What stands for an author, one by one, each looked up where it is but a reference."""
    for item in author if isinstance(author, list) else [author]:
        is_reference = isinstance(item, dict) and len(item) == 1
        yield data.nodes.get(str(item.get("@id")), item) if is_reference else item


def _called(item: Any) -> list[str]:
    if not isinstance(item, dict):
        return strings(item)
    parts = [*strings(item.get("givenName")), *strings(item.get("familyName"))]
    return strings(item.get("name")) or [" ".join(parts)]


def _publishers(data: StructuredData, publisher: str) -> Iterator[str]:
    """What the publication calls itself: such a name is no person's and no agency's."""
    yield publisher
    yield from data.meta.get("og:site_name", [])
    yield from data.meta.get("application-name", [])
    for article in data.articles:
        author, published_by = article.get("author"), article.get("publisher")
        if not (isinstance(author, dict) and SITE_ACCOUNT.search(str(author.get("@id", "")))):
            author = []
        for item in (*_items(published_by, data), *_items(author, data)):
            yield from _called(item)


def _all_split(entries: Iterable[str]) -> list[Name]:
    return [Name(part) for entry in entries for part in split_names(entry)]


def _names_only(lines: Iterable[str]) -> list[Name]:
    """The names in what a page shows its readers, without the sentences that stand there too."""
    names = _all_split(lines)
    return [name for name in names if is_written_as_name(name.text) or is_agency(name.text)]


def _key(name: str) -> str:
    return re.sub(r"[\W_]+|^the|\b(?:com|de|org|nachrichten|online|news)\b", "", name.casefold())
