"""Where a page shows its readers who wrote, for pages that do not tell machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.byline_words import byline_words
from crawler.page_head import is_byline
from crawler.plain import plain

MAX_LENGTH = 120
# A line that holds names and nothing else: "Mathatisi Sebusi/Mohalenyane Phakela".
# Possessive, or a line of many words would be taken apart in every way there is.
NAME = r"[^\W\d_]{2,}+(?:[ ’'.-]++[^\W\d_]++){1,2}"
ONLY_NAMES = re.compile(rf"{NAME}(?:\s*(?:/|,|&|\band\b)\s*{NAME})*")
# How many lines above the text are looked at.
HEAD_LINES = 3


def named_elements(tree: LexborHTMLParser) -> list[str]:
    """The names in the first element below the headline whose class says that it has them."""
    for node in _below_headline(tree):
        if _tells_author(node.attributes.get("class") or ""):
            text = plain(node.text(separator=" "))
            if 3 < len(text) <= MAX_LENGTH:
                return [plain(part.text(separator=" ")) for part in node.css("li, a")] or [text]
    return []


def signed_lines(tree: LexborHTMLParser, text: str) -> list[str]:
    """The lines on top of the text that hold nothing but names: "By Ann Lee", "Ann Lee"."""
    top = [*_lines_above(tree, text[:40]), *text.split("\n\n", HEAD_LINES)[:HEAD_LINES]]
    return [line for line in top if is_byline(line) or _is_names(line)]


def _lines_above(tree: LexborHTMLParser, opening: str) -> list[str]:
    """The last lines before the one with which the text begins."""
    lines: list[str] = []
    for node in tree.css("p"):
        line = plain(node.text())
        if opening and line.startswith(opening):
            return lines[-HEAD_LINES:]
        lines.append(line)
    return []


def _below_headline(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The elements with a class, from the headline on."""
    is_below = tree.css_first("h1") is None
    for node in tree.css("h1, [class]"):
        is_below = is_below or node.tag == "h1"
        if is_below:
            yield node


def _tells_author(classes: str) -> bool:
    parts = set(re.split(r"[^a-z]+", classes.lower()))
    words = byline_words()
    return not parts.isdisjoint(words["classes"]) and parts.isdisjoint(words["other_classes"])


def _is_names(line: str) -> bool:
    """Whether every word is a capitalised part of a name."""
    if len(line) > MAX_LENGTH or not ONLY_NAMES.fullmatch(line):
        return False
    return all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", line) if word != "and")
