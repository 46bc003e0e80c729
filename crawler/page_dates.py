"""When a page was published and last changed, and how that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from crawler.marked_dates import Marked, marked_dates
from crawler.moments import has_clock, parse_moment, told_offset
from crawler.structured_data import StructuredData, strings
from crawler.visible_dates import for_machines, visible_date
from storage.records import FoundIn, Precision

PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "publishdate",
    "publish-date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "cxenseparse:recs:publishtime",
    "og:published_time",
    "originalpublicationdate",
    "article_date_original",
    "apub:time",
    "publication_date",
    "citation_publication_date",
    "datecreated",
)
MODIFIED_META = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
)
# Clocks differ, and some sites write local time as UTC; beyond this a date is in the future.
FUTURE = timedelta(hours=14)
# https://paper.example/news/2024/12/16/story, /20241216/story, /t20241216_1.html; eight digits at
# the end are a number.
URL_DAY = re.compile(
    r"/t?(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|(?<=[/-]\d\d)(?:\D|$))"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A time in UTC, where it was told, whether with its hour, and the offset told with it.

    `precision` is None where nobody knows any more how it was written.
    """

    at: datetime
    found_in: FoundIn
    precision: Precision | None = None
    offset: str | None = None


@dataclass(frozen=True, slots=True)
class PageDates:
    published: Told | None = None
    modified: Told | None = None

    @property
    def published_at(self) -> datetime | None:
        return self.published.at if self.published else None

    def fields(self) -> dict[str, Any]:
        """What an Article has of them."""
        published, modified = self.published, self.modified
        return {
            "published_at": self.published_at,
            "dated_by": published.found_in if published else FoundIn.NOWHERE,
            "published_precision": published and published.precision,
            "published_offset": published and published.offset,
            "modified_at": modified and modified.at,
            "modified_by": modified and modified.found_in,
            "modified_offset": modified and modified.offset,
        }


def told(
    text: str | None, found_in: FoundIn, timezone: str, languages: Sequence[str] = ()
) -> Told | None:
    """What a date for machines tells, or None. It may be one as people write it."""
    text = for_machines(text, languages, timezone)
    moment = parse_moment(text, timezone)
    if text is None or moment is None:
        return None
    precision = Precision.TIME if has_clock(text) else Precision.DAY
    return Told(moment, found_in, precision, told_offset(text, timezone))


def page_dates(
    data: StructuredData,
    tree: LexborHTMLParser,
    *,
    url: str,
    timezone: str,
    fetched_at: datetime,
    languages: Sequence[str] = (),
    listed_at: datetime | None = None,
    listed_as: str = "",
    changed_at: datetime | None = None,
) -> PageDates:
    """The page's dates in UTC; `listed_at` is when its source said it was published, in the words
    `listed_as` where they are known, `changed_at` when it said that it was changed.

    A place that tells the time of day completes a surer one that tells only the day, if it is of
    that day. Where nothing tells of publication, the time of the last change stands for it, the
    page's before its source's. A date that lies ahead of `fetched_at` counts only where there is no
    other. `languages` are those that the page may be in, the likeliest first.
    """
    marked = list(marked_dates(tree))
    modified = _first(_modified(data, marked), timezone, languages)
    day_only: Told | None = None
    ahead: Told | None = None

    def fits(moment: datetime) -> bool:
        return day_only is None or _same_day(moment, day_only.at, timezone)

    def is_ahead(found: Told | None) -> bool:
        return found is not None and found.at > fetched_at + FUTURE

    published = _published(data, marked)
    stated = [told(text, found_in, timezone, languages) for found_in, text in published]
    if listed_at is not None:
        stated.append(listed(listed_at, listed_as, timezone))
    for found in stated:
        if found is None or not fits(found.at):
            continue
        if is_ahead(found):
            ahead = ahead or found
        elif found.precision is not Precision.DAY:
            return PageDates(found, modified)
        else:
            day_only = day_only or found
    shown = told(
        visible_date(tree, languages=languages, timezone=timezone), FoundIn.VISIBLE, timezone
    )
    if day_only is not None:
        tells_hour = shown is not None and shown.precision is Precision.TIME and fits(shown.at)
        return PageDates(shown if tells_hour else day_only, modified)
    others = shown, _url_day(url, timezone), modified
    changed = Told(changed_at, FoundIn.FEED) if changed_at else None
    timely = _untold(*(None if is_ahead(one) else one for one in others))
    return PageDates(timely or changed or ahead or _untold(*others), modified)


def listed(at: datetime, words: str, timezone: str) -> Told:
    """A time that a source lists, with what its words tell of it, if they are known."""
    return told(words, FoundIn.FEED, timezone) or Told(at, FoundIn.FEED)


def _same_day(moment: datetime, day: datetime, timezone: str) -> bool:
    """Whether a moment is of a day, which is its midnight in the zone, there or in UTC."""
    zone = ZoneInfo(timezone)
    there = day.astimezone(zone).date()
    return there in (moment.astimezone(zone).date(), moment.astimezone(UTC).date())


def _untold(shown: Told | None, in_url: Told | None, modified: Told | None) -> Told | None:
    """The publication of a page that tells machines nothing of it."""
    # A page shows other dates too (today's, of related pieces): the address decides the day.
    if shown is not None and (in_url is None or abs(shown.at - in_url.at) < timedelta(days=2)):
        return shown
    if in_url is not None:
        return in_url
    return replace(modified, found_in=FoundIn.MODIFIED) if modified else None


def _url_day(url: str, timezone: str) -> Told | None:
    found = URL_DAY.search(url)
    return told("-".join(found.groups()), FoundIn.URL, timezone) if found else None


def _published(data: StructuredData, marked: list[Marked]) -> Iterator[tuple[FoundIn, str]]:
    for article in data.articles:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for text in strings(article.get(key)):
                yield FoundIn.JSON_LD, text
    for name in PUBLISHED_META:
        for text in data.meta.get(name, []):
            yield FoundIn.META, text
    for text, is_change in marked:
        if not is_change:
            yield FoundIn.TIME_TAG, text


def _modified(data: StructuredData, marked: list[Marked]) -> Iterator[tuple[FoundIn, str]]:
    for article in data.articles:
        for text in strings(article.get("dateModified")):
            yield FoundIn.JSON_LD, text
    for name in MODIFIED_META:
        for text in data.meta.get(name, []):
            yield FoundIn.META, text
    for text, is_change in marked:
        if is_change:
            yield FoundIn.TIME_TAG, text


def _first(
    texts: Iterator[tuple[FoundIn, str]], timezone: str, languages: Sequence[str]
) -> Told | None:
    moments = (told(text, found_in, timezone, languages) for found_in, text in texts)
    return next((moment for moment in moments if moment is not None), None)
