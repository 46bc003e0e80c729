"""Entries: what a source says of one article, before its page is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed, news sitemap or listing.

    `title` is the headline where the source gives it; a listing's link text stands in `summary`,
    since it changes with the page around it. `text` is the whole article where a feed carries it.
    """

    url: str
    title: str | None = None
    summary: str = ""
    text: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def changed_at(self) -> datetime | None:
        return self.updated_at or self.published_at


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists: entries, further sitemaps to read, and what is wrong with it."""

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()
    fault: str | None = None
