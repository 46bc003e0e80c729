"""The headline of a page, without the name of the site behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler.plain import plain
from crawler.structured_data import StructuredData, strings

# "Headline - The Paper", "Headline | The Paper", "머리기사-정치ㅣ한국일보"
SITE_NAME = re.compile(r"\s+[|\-–—·»:]\s+[^|–—]{2,40}$|\s*[|ㅣ｜]\s*[^|]{2,40}$")


def page_title(data: StructuredData, tree: LexborHTMLParser) -> str:
    """The headline; empty where the page has none."""
    headings = [plain(node.text()) for node in tree.css("h1")]
    for article in data.articles:
        for headline in strings(article.get("headline")):
            if title := plain(headline):
                return _whole(title, headings)
    for title in _other_titles(data, tree, headings):
        if title:
            return title
    return ""


def _other_titles(
    data: StructuredData, tree: LexborHTMLParser, headings: list[str]
) -> Iterator[str]:
    for name in ("og:title", "twitter:title", "dc.title", "title"):
        yield _without_site(plain(data.first_meta(name)), headings)
    yield from headings
    if title := tree.css_first("title"):
        yield _without_site(plain(title.text()), headings)


def _whole(title: str, headings: list[str]) -> str:
    """JSON-LD may cut a headline to the length search engines take; the page has it whole."""
    stem = title.rstrip(".…").rstrip()
    longer = (heading for heading in headings if heading.startswith(stem))
    return next(longer, title) if stem != title else title


def _without_site(title: str, headings: list[str]) -> str:
    return title if title in headings else SITE_NAME.sub("", title)
