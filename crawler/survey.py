"""Look a news site over: which feeds, news sitemaps and listings it has, and what they bring."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawler.identity import require_contact
from crawler.run import CrawlSettings, in_own_process
from crawler.sites import is_loopback


@dataclass(frozen=True, slots=True)
class Tried:
    """An address that was asked as a source of this kind. `fault` says why it is of no use."""

    url: str
    kind: str
    entries: int = 0
    newest: datetime | None = None
    fault: str | None = None

    def told(self) -> str:
        """One line for people."""
        if self.fault:
            return f"{self.kind} {self.url}: {self.fault}"
        dated = f", the newest of {self.newest:%Y-%m-%d}" if self.newest else ""
        return f"{self.kind} {self.url}: {self.entries} articles{dated}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found. `url` is where the front page lies after redirects; `fault` why it is not
    read; `language` that of the headlines, or None.
    """

    url: str
    fault: str | None = None
    name: str = ""
    locale: str = ""
    language: str | None = None
    tried: tuple[Tried, ...] = ()

    def working(self, kind: str) -> tuple[str, ...]:
        """The addresses of the sources of this kind that bring articles."""
        return tuple(one.url for one in self.tried if one.kind == kind and not one.fault)


def survey_site(url: str, *, settings: CrawlSettings) -> Survey:
    """Ask the site at `url` for its front page, robots.txt and whatever may list its articles.

    Raises ContactMissing for a site on the web without a contact, CrawlBroke where the process
    itself fails.
    """
    host = urlsplit(url).hostname or ""
    if not is_loopback(host):
        require_contact(settings.contact, outlet=host)
    job = {"url": url, "is_local": is_loopback(host), "settings": asdict(settings)}
    found = json.loads(
        in_own_process("crawler.survey_process", job, seconds=2 * settings.outlet_seconds)
    )
    tried = tuple(Tried(**one | {"newest": _moment(one["newest"])}) for one in found["tried"])
    return Survey(**found | {"tried": tried})


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
