"""Listing pages: the links on them that look like articles."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.entries import Entry, Listing
from crawler.page_guard import PageRefused, page_html
from crawler.plain import plain
from crawler.sites import same_site

# /news/2024/12/16/x, /story-123456, /a-long-slug-of-words, /123456.html: an article, no section.
ARTICLE_PATH = re.compile(
    r"\d{5,}|/\d{4}/\d{1,2}/|\d{4}-\d{2}-\d{2}|(?:[^/-]+-){3}[^/]+|\w{8,}\.s?html?$"
)
# A headline is longer than the name of a section: letters, or half as many of Han, kana, Hangul.
LEAST_LETTERS = 16
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def parse_listing_page(
    body: bytes, *, url: str, content_type: str, article_pattern: str | None
) -> Listing:
    """The articles linked from a listing page of the same site, in their order on the page."""
    try:
        html = page_html(body, content_type=content_type)
    except PageRefused as error:
        return Listing(fault=str(error))
    pattern = re.compile(article_pattern) if article_pattern else None
    texts: dict[str, str] = {}
    tree = LexborHTMLParser(html)
    tree.strip_tags(["nav", "footer"])
    for link in tree.css("a[href]"):
        address = _address(url, link.attributes.get("href") or "")
        if address and _is_article(address, pattern):
            text = plain(link.text(separator=" "))
            texts[address] = max(texts.get(address, ""), text, key=len)
    entries = tuple(
        Entry(url=address, summary=text)
        for address, text in texts.items()
        if pattern or len(text) + len(WIDE.findall(text)) >= LEAST_LETTERS
    )
    return Listing(entries, fault=None if entries else "the listing links no articles")


def _address(base: str, href: str) -> str | None:
    try:
        address = urljoin(base, href.strip()).partition("#")[0]
    except ValueError:
        return None
    is_other = address.startswith("http") and address != base and same_site(address, base)
    return address if is_other else None


def _is_article(address: str, pattern: re.Pattern[str] | None) -> bool:
    parts = urlsplit(address)
    if pattern is not None:
        return bool(pattern.search(address))
    return bool(ARTICLE_PATH.search(f"{parts.path}?{parts.query}" if parts.query else parts.path))
