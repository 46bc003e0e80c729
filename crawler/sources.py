"""A source of any kind, read into what it lists. Runs in the worker."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.charsets import UnknownCharset
from crawler.entries import Listing
from crawler.feeds import parse_feed
from crawler.inflate import Broken, gunzip, is_gzip
from crawler.listing_pages import parse_listing_page
from crawler.outlet_spec import OutletSpec
from crawler.sitemaps import parse_sitemap

# The format of sitemaps allows 50,000 addresses in 50 MB; news sitemaps have 1,000.
MAX_BYTES = 8 * 1024 * 1024


def parse_listing(
    body: bytes, *, kind: str, url: str, content_type: str, spec: OutletSpec
) -> Listing:
    """What a source of this kind lists, or what is wrong with it. It may be a gzipped file."""
    try:
        body = gunzip(body, max_size=MAX_BYTES) if is_gzip(body) else body
        return _read(body, kind, url, content_type, spec)
    except (Broken, UnknownCharset) as error:
        return Listing(fault=f"not a {kind} ({error})")


def _read(body: bytes, kind: str, url: str, content_type: str, spec: OutletSpec) -> Listing:
    """Raises UnknownCharset."""
    zone, pattern = spec.timezone, spec.article_pattern
    match kind:
        case "feed":
            return parse_feed(body, url=url, content_type=content_type, timezone=zone)
        case "sitemap":
            listed = parse_sitemap(body, url=url, content_type=content_type, timezone=zone)
            if listed.fault:  # feeds count as sitemaps too, says their protocol
                fed = parse_feed(body, url=url, content_type=content_type, timezone=zone)
                listed = listed if fed.fault else fed
            return _articles_only(listed, spec)
        case "listing":
            return parse_listing_page(
                body, url=url, content_type=content_type, article_pattern=pattern
            )
    raise ValueError(f"no kind of source: {kind}")


def _articles_only(listing: Listing, spec: OutletSpec) -> Listing:
    """A sitemap may list sections and pictures too: the outlet's pattern tells its articles."""
    if spec.article_pattern is None or not listing.entries:
        return listing
    pattern = re.compile(spec.article_pattern)
    entries = tuple(entry for entry in listing.entries if pattern.search(entry.url))
    fault = None if entries else "the sitemap lists no articles"
    return replace(listing, entries=entries, fault=fault)
