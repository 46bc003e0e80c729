"""Sitemaps, news sitemaps and sitemap indexes, gzipped or not."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from crawler.entries import Entry, Listing
from crawler.inflate import Broken, gunzip, is_gzip
from crawler.moments import parse_moment
from crawler.plain import plain

# The format allows 50,000 addresses in 50 MB; news sitemaps have 1,000.
MAX_BYTES = 8 * 1024 * 1024
# An entity declared in a DOCTYPE can grow without bound; no sitemap needs one.
DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def parse_sitemap(body: bytes, *, timezone: str) -> Listing:
    """The articles and further sitemaps that a sitemap lists."""
    try:
        body = gunzip(body, max_size=MAX_BYTES) if is_gzip(body) else body
    except Broken as error:
        return Listing(fault=f"not a sitemap ({error})")
    if DOCTYPE.search(body[:4096]):
        return Listing(fault="not a sitemap (it declares a document type)")
    root = _parse(body)
    if root is None or _tag(root) not in ("urlset", "sitemapindex"):
        return Listing(fault="not a sitemap (no urlset or sitemapindex in it)")
    found = [_entry(element, timezone) for element in root if _tag(element) in ("url", "sitemap")]
    entries = tuple(entry for entry in found if entry is not None)
    if not entries:
        return Listing(fault="the sitemap has no entries")
    return Listing(sitemaps=entries) if _tag(root) == "sitemapindex" else Listing(entries)


def _parse(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        return etree.fromstring(body.strip(), parser)
    except etree.XMLSyntaxError:
        return None


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _entry(element: etree._Element, timezone: str) -> Entry | None:
    texts = {_tag(child): child.text or "" for child in element.iter() if not len(child)}
    if not texts.get("loc", "").strip():
        return None
    return Entry(
        url=texts["loc"].strip(),
        title=plain(texts.get("title")) or None,
        summary=plain(texts.get("keywords")),
        published_at=parse_moment(texts.get("publication_date"), timezone),
        updated_at=parse_moment(texts.get("lastmod"), timezone),
    )
