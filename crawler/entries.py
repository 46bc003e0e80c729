"""Entries: what a source says of one article, before its page is seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed, news sitemap or listing.

    `title` is the headline where the source gives it; a listing's link text stands in `summary`,
    since it changes with the page around it. `text` is the whole article where a feed carries it.
    `url` is empty where the source gives no address of the web. `published_as` is how the source
    writes the time of publication.
    """

    url: str
    title: str | None = None
    summary: str = ""
    text: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    published_as: str = ""

    @property
    def changed_at(self) -> datetime | None:
        return self.updated_at or self.published_at


def has_address(entries: Iterable[Entry]) -> bool:
    """Whether any of the entries can be asked for."""
    return any(entry.url for entry in entries)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says of itself, to be told when it is asked for again."""

    etag: str | None = None
    last_modified: str | None = None


NO_ANSWER = Answer()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists: entries, further sitemaps to read, and what is wrong with it.

    `next_page` is where a listing goes on. `hub` is a WebSub hub that announces new entries. The
    source asks not to be read again before `ttl`, nor in the hours of the day (UTC) `skip_hours`.
    """

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()
    fault: str | None = None
    next_page: str | None = None
    hub: str | None = None
    ttl: timedelta = timedelta(0)
    skip_hours: tuple[int, ...] = ()

    def newest(self, now: datetime) -> datetime | None:
        """When the latest entry changed, of those that tell it and are not of the future."""
        dates = [entry.changed_at for entry in self.entries if entry.changed_at]
        return max((date for date in dates if date <= now), default=None)
