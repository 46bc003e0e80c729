"""Where a source goes on: the newest sitemaps of an index, the next page of a listing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawler.entries import Entry, Listing

# Of a sitemap index, so many of the newest sitemaps.
MAX_SITEMAPS = 5
MAX_SITEMAP_DEPTH = 2
# So many of them by their dates, as long as there are others that have none.
MOST_DATED = 3
# Of a listing, so many pages in a run.
MAX_LISTING_PAGES = 5
NO_WORD = re.compile(r"[\W\d_]+")


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
    """Those called news come first, those that list no articles last."""
    ranked: list[list[Entry]] = [[], [], []]
    for entry in sitemaps:
        ranked[_rank(entry.url)].append(entry)
    return [url for entries in ranked for url in _by_date(entries)]


def _rank(url: str) -> int:
    name = NO_WORD.sub(" ", urlsplit(url).path.casefold())
    if any(news.search(name) for news in _names()["news"]):
        return 0
    return 2 if any(other.search(name) for other in _names()["others"]) else 1


@cache
def _names() -> dict[str, list[re.Pattern[str]]]:
    text = Path(__file__).with_name("sitemap_names.toml").read_text("utf-8")
    return {kind: list(map(re.compile, words)) for kind, words in tomllib.loads(text).items()}


def _by_date(sitemaps: list[Entry]) -> list[str]:
    """The newest few, then those without a date, by turns from both ends: their numbers may go up
    or down.
    """
    dated = {entry.url: entry.updated_at for entry in sitemaps if entry.updated_at}
    newest = sorted(dated, key=dated.__getitem__, reverse=True)
    undated = sorted((entry.url for entry in sitemaps if not entry.updated_at), key=_numbers)
    by_turns = (url for pair in zip(reversed(undated), undated, strict=True) for url in pair)
    return list(dict.fromkeys([*newest[:MOST_DATED], *by_turns, *newest[MOST_DATED:]]))


def _numbers(url: str) -> list[int]:
    """sitemap-2026-11.xml, sitemap12.xml: the addresses of an index differ in little else."""
    return [int(number) for number in re.findall(r"\d{1,9}", url)]
