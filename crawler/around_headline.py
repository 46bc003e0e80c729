"""What stands around a page's headline: its date does, and those of other pieces do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.page_head import SENTENCE_END, date_words
from crawler.plain import plain
from crawler.shown_headlines import headline_nodes
from storage.folding import fold
from storage.word_lists import any_line

CIRCLES = 5
APART_NAMES = Path(__file__).with_name("apart_names.txt")
# The last circle: beyond it are the page's frame and other pieces.
BOUNDS = {"article", "main"}
APART, FRAME = {"nav", "aside"}, {"header", "footer"}
# An <article> without the headline is a teaser, unless it has so many letters.
LEAST_ARTICLE = 500
# A longer block tells something, whatever its words.
MAX_SENTENCE = 1_000
# So many words in small letters make a sentence.
LEAST_TOLD = 2


def circles(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The headline and what holds it, in widening circles; the whole page where there is none."""
    part = next(iter(headline_nodes(tree)), tree.body)
    for number in range(CIRCLES):
        if part is None or part.tag == "html" or (part.tag == "body" and number > 1):
            return
        yield part
        if part.tag in BOUNDS:
            return
        part = part.parent


def is_apart(node: LexborNode, circle: LexborNode) -> bool:
    """Whether a node of a circle is of the page's frame, a comment or another piece."""
    in_frame = False
    for around in up_to(node, circle):
        names = f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}"
        if around.tag in APART or any_line(APART_NAMES).search(names):
            return True
        if around.tag == "article":
            has_headline = around.css_first("h1") is not None
            return has_headline or len(around.text()) < LEAST_ARTICLE
        in_frame |= around.tag in FRAME and around.css_first("h1") is None
    return in_frame and circle.tag != "article"


def in_sentence(node: LexborNode, circle: LexborNode) -> bool:
    """Whether a date stands within a sentence of the text: it is of what is told."""
    blocks = (around.text() for around in up_to(node, circle) if around.tag in ("p", "li"))
    return any(len(text) > MAX_SENTENCE or is_sentence(plain(text)) for text in blocks)


def up_to(node: LexborNode, circle: LexborNode) -> Iterator[LexborNode]:
    """A node and what holds it, up to a circle and without it."""
    around: LexborNode | None = node
    while around is not None and around.mem_id != circle.mem_id:
        yield around
        around = around.parent


def is_sentence(text: str) -> bool:
    """Whether a text that holds a date tells something, rather than when it came out."""
    words = re.findall(r"[^\W\d_]+", text)
    told = [word for word in words if word[0] == word[0].lower() and fold(word) not in date_words()]
    return text.endswith(SENTENCE_END) and len(told) >= LEAST_TOLD
