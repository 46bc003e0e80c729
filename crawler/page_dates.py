"""When a page was published and last changed, and how that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from crawler.marked_dates import Marked, marked_dates
from crawler.moments import has_clock, parse_moment
from crawler.structured_data import StructuredData, strings
from crawler.visible_dates import visible_date

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


class FoundIn(StrEnum):
    """Where a date was found, the surest first."""

    JSON_LD = "json_ld"
    META = "meta"
    TIME_TAG = "time_tag"
    FEED = "feed"
    VISIBLE = "visible"
    URL = "url"
    MODIFIED = "modified"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class PageDates:
    published_at: datetime | None = None
    modified_at: datetime | None = None
    found_in: FoundIn = FoundIn.NOWHERE


def page_dates(
    data: StructuredData,
    tree: LexborHTMLParser,
    *,
    url: str,
    timezone: str,
    fetched_at: datetime,
    language: str | None = None,
    listed_at: datetime | None = None,
) -> PageDates:
    """The page's dates in UTC; `listed_at` is what its source said of publication.

    A place that tells the time of day completes a surer one that tells only the day, if it is of
    that day. Where nothing tells of publication, the time of the last change stands for it. A date
    that lies ahead of `fetched_at` counts only where there is no other.
    """
    marked = list(marked_dates(tree))
    modified = _first(_modified(data, marked), timezone)
    day_only: PageDates | None = None
    ahead: PageDates | None = None

    def fits(moment: datetime) -> bool:
        return day_only is None or _same_day(moment, day_only.published_at, timezone)

    for found_in, text in _published(data, marked):
        moment = parse_moment(text, timezone)
        if moment is None or not fits(moment):
            continue
        found = PageDates(moment, modified, found_in)
        if moment > fetched_at + FUTURE:
            ahead = ahead or found
        elif has_clock(text):
            return found
        else:
            day_only = day_only or found
    if listed_at is not None and fits(listed_at):
        found = PageDates(listed_at, modified, FoundIn.FEED)
        if listed_at <= fetched_at + FUTURE:
            return found
        ahead = ahead or found
    shown = visible_date(tree, language=language, timezone=timezone)
    if day_only is not None:
        tells_hour = shown is not None and shown != _midnight(shown, timezone) and fits(shown)
        return PageDates(shown, modified, FoundIn.VISIBLE) if tells_hour else day_only
    dates = _untold(shown, _url_day(url, timezone), modified)
    return dates if dates.published_at or not ahead else ahead


def _midnight(moment: datetime, timezone: str) -> datetime:
    """The midnight with which its day began in the zone: what a bare day is read as."""
    return moment.astimezone(ZoneInfo(timezone)).replace(hour=0, minute=0, second=0)


def _same_day(moment: datetime, day: datetime | None, timezone: str) -> bool:
    """Whether a moment is of a day, which is its midnight in the zone, there or in UTC."""
    zone = ZoneInfo(timezone)
    there = day.astimezone(zone).date() if day else None
    return there in (moment.astimezone(zone).date(), moment.astimezone(UTC).date())


def _untold(
    shown: datetime | None, in_url: datetime | None, modified: datetime | None
) -> PageDates:
    """The dates of a page that tells machines nothing of its publication."""
    # A page shows other dates too (today's, of related pieces): the address decides the day.
    if shown is not None and (in_url is None or abs(shown - in_url) < timedelta(days=2)):
        return PageDates(shown, modified, FoundIn.VISIBLE)
    if in_url is not None:
        return PageDates(in_url, modified, FoundIn.URL)
    return PageDates(modified, modified, FoundIn.MODIFIED if modified else FoundIn.NOWHERE)


def _url_day(url: str, timezone: str) -> datetime | None:
    found = URL_DAY.search(url)
    return parse_moment("-".join(found.groups()), timezone) if found else None


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


def _modified(data: StructuredData, marked: list[Marked]) -> Iterator[str]:
    for article in data.articles:
        yield from strings(article.get("dateModified"))
    for name in MODIFIED_META:
        yield from data.meta.get(name, [])
    yield from (text for text, is_change in marked if is_change)


def _first(texts: Iterator[str], timezone: str) -> datetime | None:
    moments = (parse_moment(text, timezone) for text in texts)
    return next((moment for moment in moments if moment is not None), None)
