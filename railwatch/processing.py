"""The second stage: read what the first has stored, and merge reports into events."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from extractor.version import EXTRACTOR_VERSION
from railwatch.app import now
from railwatch.progress import tracked
from railwatch.reading import Reading, Unread
from railwatch.reading_apart import read_all
from storage.merge import merge_events
from storage.outlets import outlet_timezones
from storage.reports import save_reports
from storage.runs import resolve_failures
from storage.unread import count_unread, unread_articles

if TYPE_CHECKING:
    from railwatch.runs import Run

log = logging.getLogger(__name__)

# The zone of an outlet for which nobody has told one.
UNTOLD = "UTC"


def process_into(run: Run, *, everything: bool = False) -> None:
    """Read the articles this extractor has not read yet (or all), then merge the reports.

    An article that cannot be read becomes a row in `failures` and stays unread.
    """
    total = count_unread(run.db, extractor_version=EXTRACTOR_VERSION, all=everything)
    if total:
        log.info("reading %d articles", total)
        articles = tracked(unread(run.db, everything=everything), total=total, label="reading")
        for reading in read_all(articles, total=total):
            keep(run, reading)
    run.events += merge_events(run.db, now=now())
    log.info("%d articles read: %d reports, %d events touched", total, run.reports, run.events)


def unread(db: Database, *, everything: bool) -> Iterator[Unread]:
    """The articles to read, each with the zone of its outlet, if that is known.

    Times are put back into that zone, where midnight stands for a day whose hour is not known; of
    an outlet without one, into the offset in which they were told.
    """
    zones = outlet_timezones(db)
    found = unread_articles(db, extractor_version=EXTRACTOR_VERSION, all=everything)
    for article_id, article in found:
        zone = zones[article.outlet_id]
        told_in = article.published_offset if zone == UNTOLD else None
        if article.published_at is not None:
            where = zone_of(told_in) if told_in else ZoneInfo(zone)
            article = replace(article, published_at=article.published_at.astimezone(where))
        yield Unread(article_id, article, None if told_in else zone)


def zone_of(offset: str) -> tzinfo | None:
    """`+09:00` as a zone."""
    return datetime.fromisoformat(f"1970-01-01T00:00{offset}").tzinfo


def keep(run: Run, reading: Reading) -> None:
    """Store what a reading brought, or why it failed."""
    error = reading.error or refused(run.db, reading)
    if error is None:
        run.reports += len(reading.reports)
        resolve_failures(run.db, reading.article.url, stage="extract", now=now())
    else:
        note_failure(run, reading, f"{type(error).__name__}: {error}")


def refused(db: Database, reading: Reading) -> ValueError | None:
    """Save the reports; why the store would not have them, if it would not."""
    try:
        save_reports(
            db,
            reading.id,
            reading.reports,
            mentions=reading.mentions,
            extractor_version=EXTRACTOR_VERSION,
            now=now(),
        )
    except ValueError as error:
        return error
    return None


def note_failure(run: Run, reading: Reading, reason: str) -> None:
    article = reading.article
    log.warning("could not read %s: %s", article.url, reason)
    run.fail("extract", reason, at=now(), outlet_id=article.outlet_id, url=article.url)
