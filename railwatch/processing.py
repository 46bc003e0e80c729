"""The second stage: read what the first has stored, and merge reports into events."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from extractor.pipeline import build_nlp
from extractor.version import EXTRACTOR_VERSION
from railwatch.app import now
from railwatch.progress import tracked
from railwatch.reading import Reading, Unread, readings
from storage.articles import unread_articles
from storage.merge import merge_events
from storage.outlets import outlet_timezones
from storage.reports import save_reports
from storage.runs import resolve_failures, save_failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Processed:
    """What a processing stage did. `events` is how many events merging touched."""

    articles: int = 0
    reports: int = 0
    events: int = 0
    failures: int = 0


def process_articles(db: Database, *, run_id: int, everything: bool = False) -> Processed:
    """Read the articles this extractor has not read yet (or all), then merge the reports.

    An article that cannot be read becomes a row in `failures` and stays unread.
    """
    articles = reports = failures = 0
    total = count_unread(db, everything=everything)
    if total:
        log.info("reading %d articles", total)
        pending = tracked(unread(db, everything=everything), total=total, label="reading")
        for reading in readings(build_nlp(), pending):
            articles += 1
            reports += len(reading.reports)
            failures += keep(db, reading, run_id=run_id)
    events = merge_events(db, now=now())
    return Processed(articles, reports, events, failures)


def unread(db: Database, *, everything: bool) -> Iterator[Unread]:
    """The articles to read, each with the zone of its outlet."""
    zones = outlet_timezones(db)
    found = unread_articles(db, extractor_version=EXTRACTOR_VERSION, all=everything)
    for article_id, article in found:
        yield Unread(article_id, article, zones.get(article.outlet_id))


def count_unread(db: Database, *, everything: bool) -> int:
    """How many articles there are to read."""
    articles = db.table("articles")
    if everything:
        return int(articles.count)
    return int(articles.count_where("extractor_version is not ?", [EXTRACTOR_VERSION]))


def keep(db: Database, reading: Reading, *, run_id: int) -> int:
    """Store what a reading brought. 1 where it failed, else 0."""
    article = reading.article
    if reading.error is None:
        save_reports(
            db, reading.id, reading.reports, extractor_version=EXTRACTOR_VERSION, now=now()
        )
        resolve_failures(db, article.url, now=now())
        return 0
    reason = f"{type(reading.error).__name__}: {reading.error}"
    log.warning("could not read %s: %s", article.url, reason)
    save_failure(
        db,
        run_id=run_id,
        stage="extract",
        outlet_id=article.outlet_id,
        url=article.url,
        reason=reason,
        now=now(),
    )
    return 1
