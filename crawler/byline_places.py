"""Where a page shows its readers who wrote, for pages that do not tell machines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, islice, takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.around_headline import is_apart
from crawler.byline_names import is_written_as_name
from crawler.byline_words import any_of, byline_words, phrases
from crawler.page_head import begins_as_byline, is_byline
from crawler.plain import plain
from crawler.wire_credits import source_line

MAX_LENGTH = 120
# The elements around a name that may hold its co-authors: bylines of four with their roles.
MAX_GROUP = 300
# The first elements that tell authors; those farther down are about other pieces.
MAX_TRIED = 8
MAX_LOOKED_AT = 100
# How many elements below the headline a line "By Ann Lee" is looked for in.
NEAR_HEADLINE = 150
MARKS = "a[href], [rel], [itemprop]"
LINES = "span, div, p, li, address, small"
CALLED = "[class], [data-testid]"
# A line that holds names and nothing else: "Mathatisi Sebusi/Mohalenyane Phakela".
# Possessive, or a line of many words would be taken apart in every way there is.
NAME = r"[^\W\d_]{2,}+(?:[ ’'.-]++[^\W\d_]++){1,2}"
ONLY_NAMES = re.compile(rf"{NAME}(?:\s*(?:/|,|&|\band\b)\s*{NAME})*")
# What stands behind the names in such a line: "By Ann Lee | China Daily | Updated: 2026-03-02".
BEHIND = re.compile(rf"[|｜·•].*$|\s(?:{phrases('behind')})\b.*$", re.IGNORECASE)
# How many lines above the text are looked at.
HEAD_LINES = 3
# "article__author", "articleAuthor", "textauthor"
CLASS_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
COMPOUND = re.compile(r"(?:author|byline)s?$")
# The page about an author: "/autoren/ida-brenner", "https://paper.example/author/77/".
AUTHOR_PAGE = re.compile(rf"/(?:{any_of('author_paths')})/[^/?#]", re.IGNORECASE)
BOUNDS = {"article", "main", "body"}
FRAMES = {"nav", "blockquote"}
# Where a name is the photographer's, unless it leads to an author's page: a portrait.
PICTURES = {"figure", "figcaption"}
HEADINGS = {"h2", "h3", "h4"}
MAX_NAME = 40
# A shorter headline is known by its words and by where it leads: on this site, or to a long name.
LEAST_TOLD = 3
ARTICLE = re.compile(r"/(?!/)|https?://[^/]+/.*?-[^/]*-[^/]*-")
# A mark that no text has, between the texts of one element.
PIECE = "\x1f"


def marked_names(tree: LexborHTMLParser) -> Iterator[list[str]]:
    """The names below the headline that are marked one by one, each with those beside it."""
    for node in _own(node for node in _below_headline(tree, MARKS) if _signs(node)):
        yield _signed_in(_around(node)) or _signed_in(node)


def told_names(tree: LexborHTMLParser) -> Iterator[list[str]]:
    """What the elements below the headline hold whose classes say that it is the authors."""
    for node in _own(node for node in _below_headline(tree, CALLED) if _tells_author(node)):
        yield _pieces(node)


def _own(nodes: Iterator[LexborNode]) -> Iterator[LexborNode]:
    """The first few that are neither empty nor about another piece."""
    near = islice(nodes, MAX_LOOKED_AT)
    short = (node for node in near if 1 < _length(node) <= MAX_LENGTH)
    return islice((node for node in short if not _is_elsewhere(node)), MAX_TRIED)


def signed_lines(tree: LexborHTMLParser, text: str) -> list[str]:
    """The lines on top of the text that hold nothing but names: "By Ann Lee", "Ann Lee".

    Where there are none, what the line of source or the text itself tells of its reporters.
    """
    top = [*_lines_above(tree, text[:40]), *text.split("\n\n", HEAD_LINES)[:HEAD_LINES]]
    found = [line for line in top if is_byline(line) or _is_names(line)]
    return found or list(islice(chain(_signed_below(tree), _told_in(text)), 1))


def _told_in(text: str) -> Iterator[str]:
    """The reporters in the first paragraph or the last: "(서울=연합뉴스) 홍길동 기자 ="."""
    first, last = text[:MAX_LENGTH], text.rpartition("\n\n")[2]
    for name, said in (("opening", first), ("ending", last)):
        if len(said) <= MAX_LENGTH:
            yield from _names_told(name, said)


def _names_told(name: str, text: str) -> Iterator[str]:
    """What the patterns of a list find in a text."""
    matches = (pattern.search(text) for pattern in _patterns(name))
    return (match["names"] for match in matches if match)


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, byline_words()[name]))


def source_lines(tree: LexborHTMLParser, text: str) -> Iterator[str]:
    """The elements between headline and text that tell the agency which the text is from."""
    for node in islice(_below_headline(tree, LINES), NEAR_HEADLINE):
        line = plain(node.text(separator=" "))
        if line.startswith(text[:40]):
            return
        if len(line) <= MAX_LENGTH and source_line(line) and not _is_elsewhere(node):
            yield line


def _signed_below(tree: LexborHTMLParser) -> Iterator[str]:
    """The elements right below the headline that say "By Ann Lee" and nothing else."""
    for node in islice(_below_headline(tree, LINES), NEAR_HEADLINE):
        line = _text(node)
        if len(line) <= MAX_LENGTH:
            line = plain(line)
            told = next(_names_told("source_and_author", line), "")
            if not told and begins_as_byline(line):
                line = BEHIND.sub("", line).rstrip()
                told = line if is_byline(line) else ""
            if told and not _is_elsewhere(node):
                yield told


def _lines_above(tree: LexborHTMLParser, opening: str) -> list[str]:
    """The last lines before the one with which the text begins."""
    above: list[LexborNode] = []
    for node in tree.css("p"):
        if opening and plain(node.text()).startswith(opening):
            near = above[-HEAD_LINES:]
            return [plain(one.text()) for one in near if not _is_elsewhere(one)]
        above.append(node)
    return []


def _below_headline(tree: LexborHTMLParser, selector: str) -> Iterator[LexborNode]:
    """The elements of a kind from the headline on."""
    is_below = tree.css_first("h1") is None
    for node in tree.css(f"h1, {selector}"):
        if node.tag == "h1":
            is_below = True
        elif is_below:
            yield node


def _signs(node: LexborNode) -> bool:
    """Whether an element is marked as one author, or leads to the page about one."""
    said = node.attributes
    if "author" in (said.get("rel") or "").split() or said.get("itemprop") == "author":
        return True
    return node.tag == "a" and bool(AUTHOR_PAGE.search(said.get("href") or ""))


def _tells_author(node: LexborNode) -> bool:
    """Whether an element is called after authors, and not after a box about them."""
    said = node.attributes
    return _names_authors(f"{said.get('class') or ''} {said.get('data-testid') or ''}")


@lru_cache(maxsize=4096)
def _names_authors(said: str) -> bool:
    # Not "[grid-area:authors]", which is a rule of style.
    named = " ".join(name for name in said.split() if "[" not in name)
    parts = _class_parts(named)
    words = byline_words()
    if not parts.isdisjoint(words["other_classes"]):
        return False
    return not parts.isdisjoint(words["classes"]) or any(COMPOUND.search(part) for part in parts)


def _is_elsewhere(node: LexborNode) -> bool:
    """Whether an element belongs to a picture, to the page's frame or to another piece."""
    around = list(_ancestors(node))
    frames = FRAMES if _signs(node) else FRAMES | PICTURES
    if any(one.tag in frames or _is_of_readers(one) for one in around):
        return True
    if any(one.tag == "a" and not _signs(one) for one in around):
        return True
    boxes = list(takewhile(lambda one: one.css_first("h1") is None, around))
    if len(boxes) < len(around) and is_apart(node, around[len(boxes)]):
        return True
    small = takewhile(_is_small, boxes)
    return any(_is_other_headline(link) for one in small for link in one.css("a[href]"))


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    around = node.parent
    while around is not None:
        yield around
        around = around.parent


def _is_small(node: LexborNode) -> bool:
    return _length(node) <= MAX_GROUP


def _is_of_readers(node: LexborNode) -> bool:
    """Whether an element holds what readers wrote, and not the article too."""
    parts = _class_parts(node.attributes.get("class") or "")
    is_so_called = not parts.isdisjoint(byline_words()["reader_classes"])
    return is_so_called and node.css_first("h1") is None


def _class_parts(names: str) -> set[str]:
    return {part.lower() for part in CLASS_PART.findall(names)}


def _is_other_headline(link: LexborNode) -> bool:
    """Whether a link leads to another piece: its text is longer than a name, or a heading."""
    if _signs(link) or (link.attributes.get("href") or "").startswith("mailto:"):
        return False
    if link.css_first("h2, h3, h4") is not None or (link.parent and link.parent.tag in HEADINGS):
        return True
    text = _text(link)
    is_headline = len(text.split()) >= LEAST_TOLD and not is_written_as_name(text)
    leads_on = ARTICLE.match(link.attributes.get("href") or "") is not None
    return len(text) > MAX_NAME or (is_headline and leads_on)


def _around(node: LexborNode) -> LexborNode:
    """The largest element around a name that is still but a byline."""
    for parent in takewhile(_is_small, _ancestors(node)):
        if parent.tag in BOUNDS or parent.css_first("h1, h2") is not None:
            break
        node = parent
    return node


def _signed_in(node: LexborNode) -> list[str]:
    """The names in an element that are marked one by one."""
    marked = [one for one in node.css(MARKS) if _signs(one)]
    return [name for one in marked if 1 < len(name := plain(one.html)) <= MAX_LENGTH]


def _pieces(node: LexborNode) -> list[str]:
    """The texts of an element one by one, the whole where each is but one word."""
    pieces = [plain(piece) for piece in node.text(separator=PIECE).split(PIECE)]
    return pieces if any(" " in piece for piece in pieces) else [plain(node.html)]


def _text(node: LexborNode) -> str:
    """The text of an element, as its reader sees it."""
    return " ".join(node.text(separator=" ").split())


def _length(node: LexborNode) -> int:
    return len(_text(node))


def _is_names(line: str) -> bool:
    """Whether every word is a capitalised part of a name."""
    if len(line) > MAX_LENGTH or not ONLY_NAMES.fullmatch(line):
        return False
    return all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", line) if word != "and")
