"""The dates that the markup around a headline marks as such: `<time datetime="...">`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.around_headline import circles, in_sentence, is_apart, up_to
from crawler.plain import plain
from crawler.written_dates import tells_change

MARKS = "time[datetime], [itemprop=datePublished]"
# A page with more such marks in one place is a list.
MAX_MARKED = 20
# How the time of a change is called in markup; WordPress has "published updated" for both.
CHANGED = re.compile(r"^(?!.*(?:publi|entry-date)).*(?:modif|updat)", re.IGNORECASE)
# What stands before a date and is no label of it.
NO_LABEL = "h1", "h2", "h3", "h4", "script", "style", "-comment"
# "By Ann Lee | Updated: ": the label is what stands last.
PARTS = re.compile(r"[\d|·•;()–—]")
MAX_LABEL = 40
# An element around a date alone, with its label.
MAX_AROUND = 120


class Marked(NamedTuple):
    """A date as it is marked, and whether it is that of a change."""

    text: str
    is_change: bool


def marked_dates(tree: LexborHTMLParser) -> Iterator[Marked]:
    """The dates of the page's own article, those next to the headline first."""
    for circle in circles(tree):
        for tag in circle.css(MARKS)[:MAX_MARKED]:
            if not (is_apart(tag, circle) or in_sentence(tag, circle)):
                said = tag.attributes
                text = said.get("datetime") or said.get("content") or tag.text()
                yield Marked(text, _is_change(tag, circle))


def _is_change(tag: LexborNode, circle: LexborNode) -> bool:
    """Whether a date is called that of a change: by its markup or by the words before it."""
    own_label = PARTS.split(tag.text())[0]
    if CHANGED.search(_names(tag)) or tells_change(own_label) or tells_change(_label(tag, circle)):
        return True
    around = (node for node in up_to(tag, circle) if node.mem_id != tag.mem_id)
    return any(CHANGED.search(_names(node)) and _is_alone(node) for node in around)


def _names(node: LexborNode) -> str:
    said = node.attributes
    return " ".join(said.get(name) or "" for name in ("itemprop", "class", "id"))


def _is_alone(node: LexborNode) -> bool:
    """Whether an element holds one date and little else."""
    return len(node.text()) <= MAX_AROUND and len(node.css(MARKS)) == 1


def _label(tag: LexborNode, circle: LexborNode) -> str:
    """The words right before a date; empty where another date or a text stands there."""
    for node in up_to(tag, circle):
        before = node.prev
        while before is not None and before.tag not in NO_LABEL:
            if before.tag == "time" or before.css_first(MARKS) is not None:
                return ""
            if text := plain(before.text()):
                label = PARTS.split(text)[-1]
                return "" if len(label) > MAX_LABEL or text.endswith((".", "!", "?")) else label
            before = before.prev
    return ""
