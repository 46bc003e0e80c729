"""Where a source goes on: the newest sitemaps of an index, the next page of a listing."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
        urls += _newest_first(listing.sitemaps)[:MAX_SITEMAPS]
    is_mostly_new = new > len(listing.entries) / 2
    if listing.next_page and is_mostly_new and depth + 1 < MAX_LISTING_PAGES:
        urls.append(listing.next_page)
    return urls


def _newest_first(sitemaps: Iterable[Entry]) -> list[str]:
    """Those without a date come last, by turns from both ends: their numbers may go up or down."""
    dated = {entry.url: entry.updated_at for entry in sitemaps if entry.updated_at}
    undated = sorted((entry.url for entry in sitemaps if not entry.updated_at), key=_numbers)
    by_turns = (url for pair in zip(reversed(undated), undated, strict=True) for url in pair)
    return list(dict.fromkeys([*sorted(dated, key=dated.__getitem__, reverse=True), *by_turns]))


def _numbers(url: str) -> list[int]:
    """sitemap-2026-11.xml, sitemap12.xml: the addresses of an index differ in little else."""
    return [int(number) for number in re.findall(r"\d{1,9}", url)]
