"""What a page writes behind a label: "Author: Ann Lee", "Date: 2 March 2026"."""

from __future__ import annotations

from collections.abc import Collection

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.plain import plain

LABELS = "strong, b, dt, th, label"
MAX_LENGTH = 120


def labelled(tree: LexborHTMLParser, labels: Collection[str]) -> str | None:
    """The text behind the first label that is one of these (in small letters), or None."""
    for node in tree.css(LABELS):
        if plain(node.text()).rstrip(" :：").casefold() in labels and (text := _following(node)):
            return text
    return None


def _following(node: LexborNode) -> str:
    """The text after a label; empty where that is too long for a name or a date."""
    after = node.next
    while after is not None and not plain(after.text()):
        after = after.next
    text = plain(after.text()) if after is not None else ""
    return text.lstrip(" :：") if len(text) <= MAX_LENGTH else ""
