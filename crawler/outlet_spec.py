"""The record of an outlet: who publishes, where it lists its articles, how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from storage.records import Outlet

SOURCE_KINDS = {"feeds": "feed", "sitemaps": "sitemap", "listings": "listing"}
# Of an outlet whose declaration does not say; one of this machine may then stand still.
STALE_DAYS = 60
# In seconds between two requests: a host that asks for more would never be read to the end.
LONGEST_DELAY = 120.0
LIST_FIELDS = ("languages", *SOURCE_KINDS, "sites")


class OutletError(Exception):
    """An outlet is wrongly declared; the message names the outlet and the field."""


@dataclass(frozen=True, slots=True)
class OutletSpec:
    """An outlet and how it is read.

    `feeds`, `sitemaps` and `listings` are where it lists its articles; at least one is needed.
    `article_pattern` is a regular expression that the addresses of articles match (for listings
    and sitemaps that list other pages too). `body_css` and `byline_css` help where the general
    extraction is measurably worse. `sites` are further domains its articles lie on. `delay` is in
    seconds between two requests and can only be longer than ours. `stale_days` is how old the
    newest entry may be. `browser` has its pages shown by a browser first, for those that scripts
    fill. `local` allows private addresses and asks for no contact.
    """

    id: str
    name: str
    kind: str
    country: str
    languages: tuple[str, ...]
    timezone: str
    homepage: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    article_pattern: str | None = None
    body_css: str | None = None
    byline_css: str | None = None
    sites: tuple[str, ...] = ()
    min_articles: int = 1
    store_text: bool = True
    delay: float = 0
    stale_days: int = STALE_DAYS
    browser: bool = False
    local: bool = False

    def sources(self) -> Iterator[tuple[str, str]]:
        """The address and kind of each source."""
        for field, kind in SOURCE_KINDS.items():
            for url in getattr(self, field):
                yield url, kind

    def to_outlet(self) -> Outlet:
        """The outlet as it is stored."""
        names = [field.name for field in fields(Outlet)]
        return Outlet(**{name: getattr(self, name) for name in names})
