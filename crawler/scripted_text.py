"""The article of a page that scripts fill: its markup as a string among what they are given."""

from __future__ import annotations

import json
import re

from selectolax.lexbor import LexborHTMLParser

# A string of JSON or JavaScript, which may hold quotes. Possessive: each letter is looked at once.
STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
# "<p>" in it, as it is or as \u003cp
PARAGRAPH = re.compile(r"(?:<|\\u003c)p[\s>\\]", re.IGNORECASE)
# Fewer paragraphs are those of a notice.
LEAST_PARAGRAPHS = 3


def scripted_markup(tree: LexborHTMLParser) -> str:
    """The longest piece of markup with paragraphs that a script of the page holds, or nothing."""
    pieces = (
        string.group()
        for script in tree.css("script")
        for string in STRING.finditer(script.text() or "")
        if len(PARAGRAPH.findall(string.group())) >= LEAST_PARAGRAPHS
    )
    return _unquoted(max(pieces, key=len, default='""'))


def _unquoted(string: str) -> str:
    try:
        text: str = json.loads(string, strict=False)
    except ValueError:  # JavaScript has more ways to write a letter
        return ""
    return text
