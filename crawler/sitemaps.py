"""Sitemaps, news sitemaps, sitemap indexes and plain lists of addresses."""

from __future__ import annotations

import re

from lxml import etree

from crawler.ampersands import with_ampersands_escaped
from crawler.charsets import decode_xml
from crawler.entries import Entry, Listing, has_address
from crawler.moments import parse_moment
from crawler.plain import plain
from crawler.sites import web_address
from storage.urls import is_web

# An entity declared in a DOCTYPE can grow without bound; no sitemap needs one.
DOCTYPE = re.compile("<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def parse_sitemap(body: bytes, *, url: str, content_type: str, timezone: str) -> Listing:
    """The articles and further sitemaps that the sitemap at `url` lists."""
    text = decode_xml(body, content_type)
    if addresses := _plain_list(text):
        return Listing(tuple(Entry(web_address(url, address)) for address in addresses))
    if DOCTYPE.search(text[:4096]):
        return Listing(fault="not a sitemap (it declares a document type)")
    root = _parse(text)
    name = None if root is None else _split(root)[1]
    if root is None or name not in ("urlset", "sitemapindex"):
        return Listing(fault="not a sitemap (no urlset or sitemapindex in it)")
    entries = tuple(_entry(element, url, timezone) for element in root if _is_entry(element))
    fault = None if has_address(entries) else "the sitemap has no entries with an address"
    if name == "sitemapindex":
        return Listing(sitemaps=tuple(entry for entry in entries if entry.url), fault=fault)
    return Listing(entries, fault=fault)


def _plain_list(text: str) -> list[str]:
    """The addresses of a sitemap that is a text with one a line; none of any other."""
    lines = text.split()
    return lines if all(map(is_web, lines)) else []


def _parse(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True
    )
    markup = with_ampersands_escaped(text).strip().encode("utf-8", "replace")
    try:
        return etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        return None


def _split(element: etree._Element) -> tuple[str, str]:
    """The namespace of a tag, or the prefix that nobody declared, and its name."""
    tag = element.tag if isinstance(element.tag, str) else ""
    start = max(tag.rfind("}"), tag.rfind(":")) + 1  # "{http://...}title", "news:title"
    return tag[:start], tag[start:]


def _is_entry(element: etree._Element) -> bool:
    return _split(element)[1] in ("url", "sitemap")


def _entry(element: etree._Element, base: str, timezone: str) -> Entry:
    """What the element tells itself and in its `news`; its pictures and videos have titles too."""
    said = _texts(element)
    news = next((_texts(child) for child in element if _split(child)[1] == "news"), {})
    return Entry(
        url=web_address(base, said.get("loc", "")),
        title=plain(news.get("title")) or None,
        summary=plain(news.get("keywords")),
        published_at=parse_moment(news.get("publication_date"), timezone),
        updated_at=parse_moment(said.get("lastmod"), timezone),
        published_as=plain(news.get("publication_date")),
    )


def _texts(element: etree._Element) -> dict[str, str]:
    """The texts of the children of an element that are of its own namespace, by their names."""
    space = _split(element)[0]
    names = ((_split(child), child) for child in element)
    return {name: child.text or "" for (of, name), child in names if of == space}
