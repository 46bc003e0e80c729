"""Markup that came where text was expected, turned into text."""

from __future__ import annotations

import html

from selectolax.lexbor import LexborHTMLParser

from storage.folding import clean_text


def shown(text: str) -> str:
    """The text as a terminal may show it: what gives it orders, or cannot be seen, is �."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def plain(markup: str | None) -> str:
    """One line of text without tags, entities, controls and doubled spaces."""
    text = markup or ""
    if "<" in text:
        tree = LexborHTMLParser(text)
        tree.strip_tags(["script", "style", "svg"])
        text = tree.body.text(separator=" ") if tree.body else ""
    return " ".join(clean_text(html.unescape(text)).split())
