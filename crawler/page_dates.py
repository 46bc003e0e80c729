"""When a page was published and last changed, and how that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from crawler.around_headline import circles, in_sentence, is_apart
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
# A page with more such marks in one place is a list.
MAX_MARKED = 20
# How the time of a change is called in markup; WordPress has "published updated" for both.
CHANGED = re.compile(r"^(?!.*(?:publi|entry-date)).*(?:modif|updat)", re.IGNORECASE)
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
    language: str | None = None,
    listed_at: datetime | None = None,
) -> PageDates:
    """The page's dates in UTC; `listed_at` is what its source said of publication.

    A place that tells the time of day completes a surer one that tells only the day, if it is of
    that day. Where nothing tells of publication, the time of the last change stands for it.
    """
    modified = _first(_modified(data), timezone)
    day_only: PageDates | None = None

    def fits(moment: datetime) -> bool:
        return day_only is None or _same_day(moment, day_only.published_at, timezone)

    for found_in, text in _published(data, tree):
        moment = parse_moment(text, timezone)
        if moment is None or not fits(moment):
            continue
        if has_clock(text):
            return PageDates(moment, modified, found_in)
        day_only = day_only or PageDates(moment, modified, found_in)
    if listed_at is not None and fits(listed_at):
        return PageDates(listed_at, modified, FoundIn.FEED)
    if day_only is not None:
        return day_only
    shown = visible_date(tree, language=language, timezone=timezone)
    return _untold(shown, _url_day(url, timezone), modified)


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


def _published(data: StructuredData, tree: LexborHTMLParser) -> Iterator[tuple[FoundIn, str]]:
    for article in data.articles:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for text in strings(article.get(key)):
                yield FoundIn.JSON_LD, text
    for name in PUBLISHED_META:
        for text in data.meta.get(name, []):
            yield FoundIn.META, text
    for text in _marked(tree):
        yield FoundIn.TIME_TAG, text


def _marked(tree: LexborHTMLParser) -> Iterator[str]:
    """The dates that the markup around the headline marks as such, but for those of a change."""
    for circle in circles(tree):
        for tag in circle.css("time[datetime], [itemprop=datePublished]")[:MAX_MARKED]:
            attributes = tag.attributes
            names = f"{attributes.get('itemprop')} {attributes.get('class')}"
            if not (CHANGED.search(names) or is_apart(tag, circle) or in_sentence(tag, circle)):
                yield attributes.get("datetime") or attributes.get("content") or tag.text()


def _modified(data: StructuredData) -> Iterator[str]:
    for article in data.articles:
        yield from strings(article.get("dateModified"))
    for name in MODIFIED_META:
        yield from data.meta.get(name, [])


def _first(texts: Iterator[str], timezone: str) -> datetime | None:
    moments = (parse_moment(text, timezone) for text in texts)
    return next((moment for moment in moments if moment is not None), None)
