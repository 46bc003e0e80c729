"""A source of any kind, read into what it lists. Runs in the worker."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.entries import Listing
from crawler.feeds import parse_feed
from crawler.listing_pages import parse_listing_page
from crawler.outlet_spec import OutletSpec
from crawler.sitemaps import parse_sitemap


def parse_listing(
    body: bytes, *, kind: str, url: str, content_type: str, spec: OutletSpec
) -> Listing:
    """What a source of this kind lists, or what is wrong with it."""
    match kind:
        case "feed":
            return parse_feed(body, url=url, content_type=content_type, timezone=spec.timezone)
        case "sitemap":
            return _articles_only(
                parse_sitemap(body, url=url, content_type=content_type, timezone=spec.timezone),
                spec,
            )
        case "listing":
            pattern = spec.article_pattern
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
