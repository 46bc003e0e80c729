"""The headline as the page shows it, to tell the right one of several that it states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.plain import plain
from storage.folding import fold

# A word of an alphabet, or one letter of a script that is written without spaces.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
# Where a trail of links ("Home > Sport > Cup final won") ends in an <h1> for search engines.
TRAIL_TAGS = {"nav", "ol", "ul", "li"}
TRAIL_CLASS = "crumb"
BOUNDS = {"article", "main", "body"}
# Pages have a few; one with thousands is no reason to take long.
MAX_HEADINGS = 50
# Below half, a title that is shared says something else than the headline does.
SAME = 0.5


def shown_headlines(tree: LexborHTMLParser) -> list[str]:
    """The headings that readers take for the headline; empty where there are none.

    Where the only <h1> ends a trail of links, that is the first smaller heading of the article.
    """
    return _texts(headline_nodes(tree))


def headline_nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    """The elements of these headings."""
    shown = [node for node in _top_headings(tree) if not _in_trail(node)]
    smaller = None if shown else tree.css_first("article h2, main h2, header h2")
    return [smaller] if smaller else shown


def all_headings(tree: LexborHTMLParser) -> list[str]:
    """Every <h1>, those for search engines last."""
    headings = _top_headings(tree)
    shown = [node for node in headings if not _in_trail(node)]
    return _texts([*shown, *headings])


def shown_in(title: str, headings: list[str]) -> bool:
    """Whether a heading is the title, or has it whole beside a rubric."""
    words = _spaced(title)
    return any(words in _spaced(heading) for heading in headings)


def told_in(title: str, headings: list[str]) -> bool:
    """Whether a heading says the same, in other words or more of them."""
    words = set(_words(title))
    return any(len(words & set(_words(heading))) >= SAME * len(words) for heading in headings)


@lru_cache(maxsize=1)  # a page's headings are asked about by several
def _top_headings(tree: LexborHTMLParser) -> list[LexborNode]:
    """Every <h1>, those within the article before those of the page's frame."""
    return [*tree.css("article h1, main h1"), *tree.css("h1")][:MAX_HEADINGS]


def _texts(nodes: Iterable[LexborNode]) -> list[str]:
    texts = dict.fromkeys(_heading(node.html) for node in nodes)
    return [text for text in texts if text]


@lru_cache(maxsize=8)  # a page's headings are asked about by several
def _heading(markup: str | None) -> str:
    return plain(markup)


def _in_trail(node: LexborNode) -> bool:
    """Whether a heading is part of a trail of links."""
    around: LexborNode | None = node
    while around is not None and around.tag not in BOUNDS:
        classes = around.attributes.get("class") or ""
        if around.tag in TRAIL_TAGS or TRAIL_CLASS in classes.lower():
            return True
        around = around.parent
    return False


def _spaced(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
