"""The headline of a page, without the name of the site behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler.plain import plain
from crawler.structured_data import StructuredData, strings

# "Headline - The Paper", "Headline | The Paper"
SITE_NAME = re.compile(r"\s+[|\-–—·»:]\s+[^|–—]{2,40}$")


def page_title(data: StructuredData, tree: LexborHTMLParser) -> str:
    """The headline; empty where the page has none."""
    headings = [plain(node.text(separator=" ")) for node in tree.css("h1")]
    for title in _candidates(data, tree):
        if title:
            return _agreed(title, headings)
    return next((heading for heading in headings if heading), "")


def _candidates(data: StructuredData, tree: LexborHTMLParser) -> Iterator[str]:
    for article in data.articles:
        for key in ("headline", "name"):
            for text in strings(article.get(key)):
                yield plain(text)
    for name in ("og:title", "twitter:title", "dc.title", "title"):
        yield plain(data.first_meta(name))
    if title := tree.css_first("title"):
        yield plain(title.text())


def _agreed(title: str, headings: list[str]) -> str:
    """The title as a heading of the page shows it, where one does; else without the site's name."""
    stem = SITE_NAME.sub("", title)
    for heading in headings:
        if heading and (heading in title or stem in heading):
            return heading
    return title
