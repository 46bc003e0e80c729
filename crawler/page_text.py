"""The body of an article: its paragraphs, without what stands around them."""

from __future__ import annotations

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from crawler.plain import plain
from storage.folding import clean_text

MAX_CHARACTERS = 200_000


def page_text(html: str, tree: LexborHTMLParser, *, body_css: str | None) -> str:
    """The paragraphs parted by blank lines; empty where there is no article."""
    if body_css:
        paragraphs = [plain(node.text(separator=" ")) for node in tree.css(body_css)]
        if text := "\n\n".join(filter(None, paragraphs)):
            return text[:MAX_CHARACTERS]
    found = trafilatura.extract(
        html, fast=True, include_comments=False, include_tables=False, deduplicate=False
    )
    return _paragraphs(found or "")[:MAX_CHARACTERS]


def gate_text(html: str) -> str:
    """All text a reader sees on the page, found cheaply: enough to tell what it is about."""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    tree.strip_tags(["script", "style", "noscript", "nav", "footer", "header", "aside", "form"])
    return clean_text(tree.body.text(separator="\n"))


def _paragraphs(text: str) -> str:
    lines = [line.strip() for line in clean_text(text).split("\n")]
    return "\n\n".join(line for line in lines if line)
