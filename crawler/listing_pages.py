"""Listing pages: the links on them that look like articles."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.entries import Entry, Listing
from crawler.page_guard import PageRefused, page_html
from crawler.plain import plain
from crawler.sites import links_base, same_site, web_address
from storage.word_lists import data_lines

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
    next_page = _next_page(tree, url)
    base = links_base(tree, url)
    tree.strip_tags(["nav", "footer"])
    for link in tree.css("a[href]"):
        address = _address(url, base, link)
        if address and is_article_address(address, pattern):
            text = plain(link.text(separator=" "))
            texts[address] = max(texts.get(address, ""), text, key=len)
    entries = tuple(
        Entry(url=address, summary=text)
        for address, text in texts.items()
        if pattern or len(text) + len(WIDE.findall(text)) >= LEAST_LETTERS
    )
    fault = None if entries else "the listing links no articles"
    return Listing(entries, fault=fault, next_page=next_page)


def _next_page(tree: LexborHTMLParser, url: str) -> str | None:
    """Where the listing goes on: a link that says so to machines, else one that says it to readers.

    "Next" may also lead to another section: it stays in the listing's folder.
    """
    folder = urlsplit(url).path.rstrip("/").rpartition("/")[0]
    base = links_base(tree, url)
    marked = tree.css('link[rel~="next"][href], a[rel~="next"][href]')
    worded = [link for link in tree.css("a[href]") if _link_words(link) & next_words()]
    for link in [*marked, *worded]:
        address = _address(url, base, link)
        if address and urlsplit(address).path.startswith(folder):
            return address
    return None


def _link_words(link: LexborNode) -> set[str]:
    attributes = link.attributes
    labels = (link.text(), attributes.get("aria-label"), attributes.get("title"))
    return {" ".join((label or "").split()).casefold() for label in labels}


@cache
def next_words() -> frozenset[str]:
    """How links to a next page are written."""
    return frozenset(data_lines(Path(__file__).with_name("next_words.txt")))


def _address(url: str, base: str, link: LexborNode) -> str | None:
    """Where a link of the page at `url` leads, if to another page of the same site."""
    address = web_address(base, link.attributes.get("href") or "")
    return address if address != url and same_site(address, url) else None


def is_article_address(address: str, pattern: re.Pattern[str] | None = None) -> bool:
    """Whether an address is built like an article's, or as the outlet's pattern has them."""
    parts = urlsplit(address)
    if pattern is not None:
        return bool(pattern.search(address))
    return bool(ARTICLE_PATH.search(f"{parts.path}?{parts.query}" if parts.query else parts.path))
