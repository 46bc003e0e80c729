"""Happenings as outlets tell them, and what merging makes of them."""

from __future__ import annotations

from storage.merge import merge_events
from tests.storage_samples import (
    BIHAR,
    CUSTOMS,
    KHASAN,
    NORTH_KOREA,
    NOW,
    PATNA,
    RIA,
    RUSSIA,
    TUMANGANG,
    quantity,
    report,
    rows,
    tell,
)

# Five outlets on 16 December 2024; the figures differ as they did in the papers.
KHASAN_STORY = [
    (
        "korea-gazette",
        "2024-12-16 12:00",
        report(
            start="2024-12-16T15:30+10:00",
            origin=KHASAN,
            destination=TUMANGANG,
            quantities=[
                quantity("passengers", 2, scope="this_train"),
                quantity("passengers", 1200, "about", scope="cumulative"),
            ],
            sources=[CUSTOMS, RIA],
        ),
    ),
    (
        "moskva-post",
        "2024-12-16 11:00",
        report(
            start="2024-12-16",
            origin=RUSSIA,
            destination=NORTH_KOREA,
            quantities=[quantity("passengers", 2, scope="this_train")],
            sources=[RIA, CUSTOMS],
        ),
    ),
    (
        "han-herald",
        "2024-12-16 14:00",
        report(
            start="2024-12-16",
            origin="Hasan station",
            destination=TUMANGANG,
            quantities=[
                quantity("passengers", 3, scope="this_train"),
                quantity("passengers", 1200, "at_least", scope="cumulative"),
            ],
        ),
    ),
    (
        "amur-wire",
        "2024-12-10 08:00",
        report(factuality="planned", start="2024-12-16", origin=KHASAN, destination=TUMANGANG),
    ),
    (
        "border-times",
        "2024-12-17 03:00",
        report(
            start="2024-12",
            origin=TUMANGANG,
            destination=KHASAN,
            quantities=[quantity("passengers", 2, scope="this_train")],
        ),
    ),
]


def tell_story(db, story=KHASAN_STORY):
    """Have outlets tell reports: (outlet, moment of publication, report) each."""
    for outlet_id, published, told in story:
        tell(db, outlet_id, told, published=published)


def merged(db):
    """Merge, and tell the outlets of each event."""
    merge_events(db, now=NOW)
    told = {}
    query = "SELECT event_id, outlet_id FROM reports JOIN articles ON article_id = articles.id"
    for event_id, outlet_id in db.conn.execute(query):
        told.setdefault(event_id, []).append(outlet_id)
    return sorted(sorted(outlets) for outlets in told.values())


def two_reports(db, one, other, *, days=("2024-12-16 10:00", "2024-12-16 12:00")):
    """The outlets of each event that two reports make, told on these days."""
    tell(db, "first-post", one, published=days[0])
    tell(db, "second-post", other, published=days[1])
    return merged(db)


def crash(start="2024-11-01", killed=None, **options):
    """A derailment near Patna."""
    figures = [quantity("killed", killed)] if killed else []
    options.setdefault("locations", [PATNA, BIHAR])
    return report("derailment", start=start, quantities=figures, **options)


def stored(db):
    """Events, figures, what can be searched, and which report is whose."""
    tables = [("events", "id"), ("event_quantities", "event_id, rowid"), ("events_fts", "rowid")]
    own = [[dict(row) for row in rows(db, name, order)] for name, order in tables]
    return [*own, rows_of_reports(db)]


def rows_of_reports(db):
    return list(db.query("SELECT id, event_id, component FROM reports ORDER BY id"))
