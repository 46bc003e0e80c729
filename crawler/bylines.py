"""Who wrote a piece: the persons of its byline; where none signed, the agency it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.byline_places import marked_names, signed_lines, source_lines, told_names
from crawler.byline_words import any_of, byline_words, phrases
from crawler.labelled import labelled
from crawler.plain import plain
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
LEAD = re.compile(rf"^(?:{phrases('lead')})(?!\w)\s*[:：]?\s*", re.IGNORECASE)
# "Ann Lee in Seoul", "구현모 기자", "박준석 기자 외 1명": what follows a name
TRAIL = re.compile(
    rf"\s+in\s+[A-Z].*$|\s*(?:{phrases('trail')})(?:\s*외\s*\d+\s*명)?\s*$|\s+\S+@\S+$|\s*\(.*\)$"
    r"|\s+https?://.*$|\s+[Ff]or\s+\S+\.[A-Za-z]{2,}$"
)
# "Ann Lee Transport Correspondent", "Bo Kim Reporter in Ostwald": a name of two words or more,
# none of them a desk's.
DESK = rf"(?:{any_of('desks')})\b"
ROLE = rf"\b(?:{any_of('roles')})s?\b"
BEFORE_ROLE = re.compile(rf"^((?:(?!{DESK})\S+\s+){{2,}}?)(?:{DESK}\s+)*{ROLE}.*", re.IGNORECASE)
PARTING = re.compile(rf"\s*(?:,|;|/|\||·|•|、|\b(?:{phrases('between')})\b|&|\n|\s[-–—]\s)\s*")
# No name at all: an address, a number, a desk.
NO_NAME = re.compile(rf"https?:|www\.|@|\d|{ROLE}|{any_of('no_name')}", re.IGNORECASE)
# "Ann Lee Ann Lee": once for readers, once for those who have the page read to them.
TWICE = re.compile(r"(\S.*\S) \1")
# What a page shows where names stand may also be a sentence: a headline, a caption.
SENTENCE_MARKS = re.compile(r'[!?:;"„“”«»…]')
MAX_NAME_WORDS = 6
# A body is known by its words or letters (AP, dpa); one word alone may be one.
BODY = re.compile(any_of("body"), re.IGNORECASE)
LETTERS = re.compile(r"^[A-Z]{2,6}$|^[a-z]{2,4}$")
ONE_WORD = re.compile(r"^[a-z-]{2,12}$", re.IGNORECASE)
# The account that WordPress makes for the site itself.
SITE_ACCOUNT = re.compile(r"/author/admin/?$")
MAX_LENGTH = 60
# Longer ones are no bylines, and would take long to look through.
MAX_ENTRY = 1_000


def page_byline(
    data: StructuredData,
    tree: LexborHTMLParser,
    *,
    byline_css: str | None,
    publisher: str,
    text: str = "",
) -> str | None:
    """Those who signed, joined by commas, or None where only the publisher itself is named.

    `text` is the article's own, where it is known. Often machines are told of the first author
    only: then all are taken that the page shows marked one by one.
    """
    own = {_key(name) for name in _publishers(data, publisher)}
    signed: list[str] = []
    bodies: list[str] = []
    words: list[str] = []
    for names, has_all in _places(data, tree, byline_css, text):
        if signed and not has_all:
            continue
        found = dict.fromkeys(part for name in names for part in _split(name))
        others = [name for name in found if _key(name) not in own]
        persons = [name for name in others if not (is_body(name) or ONE_WORD.match(name))]
        if set(signed) < set(persons):
            signed = persons
        bodies = bodies or [name for name in others if is_body(name)]
        words = words or others
        if signed and has_all:
            break
    return ", ".join(signed or bodies or words) or None


def is_body(name: str) -> bool:
    """Whether a name is that of a publication, an agency or an office."""
    return bool(BODY.search(name) or LETTERS.match(name))


def _places(
    data: StructuredData, tree: LexborHTMLParser, byline_css: str | None, text: str
) -> Iterator[tuple[list[str], bool]]:
    """The places where a byline may stand, the surest first, and whether one has all the names."""
    if byline_css:
        yield [node.text(separator=" ") for node in tree.css(byline_css)], True
    for key in ("author", "creator"):
        for article in data.articles:
            yield list(_names(article.get(key), data)), False
    for name in META:
        yield data.meta.get(name, []), False
    yield next(filter(None, map(_names_only, marked_names(tree))), []), True
    yield next(filter(None, map(_names_only, told_names(tree))), []), False
    yield [labelled(tree, byline_words()["labels"]) or ""], False
    yield signed_lines(tree, text), False


def signers(data: StructuredData, tree: LexborHTMLParser, text: str) -> list[str]:
    """Whoever the page names as its author, to machines or to readers, and its lines of source."""
    named = chain.from_iterable(names for names, _ in _places(data, tree, None, text))
    return [*(part for name in named for part in _split(name)), *source_lines(tree, text)]


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
    if len(text) > MAX_ENTRY:
        return
    if twice := TWICE.fullmatch(text):
        text = twice[1]
    # "The Paper (www.paper.example)": the publication.
    if text.startswith(("http", "www.", "@")) or "(www." in text:
        return
    for part in PARTING.split(LEAD.sub("", TRAIL.sub("", text))):
        name = BEFORE_ROLE.sub(r"\1", TRAIL.sub("", LEAD.sub("", part))).strip(" .:-–—()[]")
        if 1 < len(name) <= MAX_LENGTH and not NO_NAME.search(name):
            yield name


def _names_only(lines: Iterable[str]) -> list[str]:
    """The names in what a page shows its readers, without the sentences that stand there too."""
    names = [name for line in lines for name in _split(line)]
    return [name for name in names if _is_written_as_name(name) or is_agency(name)]


def _is_written_as_name(text: str) -> bool:
    """Whether every word begins as those of a name do: "Michelle de Oliveira"."""
    words = text.split()
    if SENTENCE_MARKS.search(text) or len(words) > MAX_NAME_WORDS:
        return False
    return all(not word[0].islower() or word in byline_words()["particles"] for word in words)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+|^the|\b(?:com|de|org|nachrichten|online|news)\b", "", name.casefold())
