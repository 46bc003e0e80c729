"""Where a source goes on: the newest sitemaps of an index, the next page of a listing."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.entries import Entry, Listing

# Of a sitemap index, so many of the newest sitemaps.
MAX_SITEMAPS = 5
MAX_SITEMAP_DEPTH = 2
# Of a listing, so many pages in a run.
MAX_LISTING_PAGES = 5


def followed(listing: Listing, *, depth: int, new: int) -> list[str]:
    """The addresses to read after a list found `depth` steps from its source, with `new` entries.

    A listing is followed until most of a page is known: what it pins on top is known always.
    """
    urls = []
    if depth < MAX_SITEMAP_DEPTH:
        newest = sorted(listing.sitemaps, key=_lastmod, reverse=True)[:MAX_SITEMAPS]
        urls += [entry.url for entry in newest]
    is_mostly_new = new > len(listing.entries) / 2
    if listing.next_page and is_mostly_new and depth + 1 < MAX_LISTING_PAGES:
        urls.append(listing.next_page)
    return urls


def _lastmod(entry: Entry) -> datetime:
    return entry.updated_at or datetime.min.replace(tzinfo=UTC)
