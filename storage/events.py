"""Finding events, and everything that is known of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from storage.folding import fold_name, search_query
from storage.gazetteer import asked_country
from storage.told import told_at

COLUMNS = """id, title, type, factuality, start, "end", start_utc, end_utc, recurrence, origin_id,
    destination_id, location_id, origin, destination, location, countries, latitude, longitude,
    first_reported_at, last_reported_at, reports, outlets, stories, origins, confidence,
    start_conflicting, end_conflicting, pages_gone"""
FLAGS = ("start_conflicting", "end_conflicting", "pages_gone")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What to find; all that is given must hold.

    `since` and `until` are days as the event's own place has them, both included: the event's time
    (a whole month where no more is known) overlaps them, or its first report does, in UTC, where no
    time is known. `place` is a name or alias in any language, or a country's name; `country` a code
    or name; `text` words of the title, the places or the sentences. `ids` are for whoever has found
    them already.
    """

    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    place: str | None = None
    country: str | None = None
    factuality: str | None = None
    text: str | None = None
    limit: int | None = None
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EventDetails:
    """An event with all that leads to it, each list as rows of its table with names filled in.

    `reports` have `outlet`, `url`, `article_title`, `published_at`, `gone_at` (when their page was
    found to be gone), `places`, `organisations` and `quantities`; `figures` are marked
    `conflicting` where reports cannot all be right.
    """

    event: dict[str, Any]
    reports: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    changes: list[dict[str, Any]]


class Order(StrEnum):
    """What the latest events are: those that happened last, or those last told of."""

    HAPPENED = "coalesce(start_utc, first_reported_at)"
    TOLD = "last_reported_at"


def find_events(db: Database, event_filter: EventFilter) -> list[dict[str, Any]]:
    """The events that pass the filter, the latest first; `countries` as a list."""
    return list(iter_events(db, event_filter))


def iter_events(
    db: Database, event_filter: EventFilter, order: Order = Order.HAPPENED
) -> Iterator[dict[str, Any]]:
    """As `find_events`, one by one, so that no more than one need be held."""
    parts = list(conditions(event_filter))
    where = " AND ".join(condition for condition, _ in parts) or "1"
    values = [value for _, given in parts for value in given]
    limit = -1 if event_filter.limit is None else event_filter.limit
    query = f"""
        SELECT {COLUMNS} FROM events WHERE {where}
        ORDER BY {order} DESC, id LIMIT ?
    """
    yield from map(_decoded, db.query(query, [*values, limit]))


def event_details(db: Database, event_id: str) -> EventDetails | None:
    """The event under this id, or under the one to which it leads; None if neither is stored."""
    query = f"""
        SELECT {COLUMNS} FROM events
        WHERE id = coalesce((SELECT new_id FROM event_redirects WHERE old_id = ?1), ?1)
    """
    event = next(iter(db.query(query, [event_id])), None)
    if event is None:
        return None
    key = [event["id"]]
    changes = db.query("SELECT * FROM event_changes WHERE event_id = ? ORDER BY id", key)
    reports, figures = _reports(db, event["id"]), event_figures(db, event["id"])
    return EventDetails(_decoded(event), reports, figures, list(changes))


def event_figures(db: Database, event_id: str) -> list[dict[str, Any]]:
    """The figures of an event as rows of `event_quantities`."""
    query = "SELECT * FROM event_quantities WHERE event_id = ? ORDER BY rowid"
    rows = db.query(query, [event_id])
    return [row | {"conflicting": bool(row["conflicting"])} for row in rows]


def event_end(db: Database, event_id: str) -> dict[str, Any] | None:
    """When and why (`at`, `because`) the event that bore this id came to its end, if it did."""
    query = """
        SELECT at, because FROM event_changes WHERE field = 'id' AND new IS NULL AND event_id IN (
            SELECT ?1 UNION SELECT event_id FROM event_changes WHERE field = 'id' AND old = ?1
        ) ORDER BY id DESC
    """
    return next(iter(db.query(query, [event_id])), None)


def _reports(db: Database, event_id: str) -> list[dict[str, Any]]:
    query = f"""
        SELECT reports.*, outlets.id AS outlet_id, outlets.name AS outlet, articles.url,
            articles.title AS article_title, articles.published_at, articles.wire_credit,
            articles.story_id, gone_at
        FROM reports JOIN articles ON articles.id = reports.article_id
        JOIN outlets ON outlets.id = articles.outlet_id
        LEFT JOIN page_checks ON page_checks.article_id = articles.id
        WHERE event_id = ? ORDER BY {told_at()}, reports.id
    """
    rows = list(db.query(query, [event_id]))
    for row in rows:
        row.pop("component")
        for name in ("countries", "evidence", "time_words"):
            row[name] = json.loads(row[name])
        for name in ("places", "organisations", "quantities"):
            parts = f"SELECT * FROM report_{name} WHERE report_id = ? ORDER BY rowid"
            row[name] = list(db.query(parts, [row["id"]]))
    return rows


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    flags = {name: bool(row[name]) for name in FLAGS}
    return row | flags | {"countries": json.loads(row["countries"])}


def conditions(wanted: EventFilter) -> Iterator[tuple[str, list[Any]]]:
    """Each condition in SQL on `events`, with the values of its question marks."""
    if wanted.since is not None:
        yield not_over_before(wanted.since)
    if wanted.until is not None:
        yield "substr(coalesce(start, first_reported_at), 1, 10) <= ?", [wanted.until.isoformat()]
    if wanted.types:
        yield f"type IN ({', '.join('?' * len(wanted.types))})", list(wanted.types)
    if wanted.ids is not None:
        yield "id IN (SELECT value FROM json_each(?))", [json.dumps(wanted.ids)]
    if wanted.factuality is not None:
        yield "factuality = ?", [wanted.factuality]
    if wanted.country is not None:
        yield in_country(wanted.country)
    if wanted.place is not None:
        yield at_place(wanted.place)
    if wanted.text is not None:
        found = "search_id IN (SELECT rowid FROM events_fts WHERE events_fts MATCH ?)"
        query = search_query(wanted.text)
        yield (found, [query]) if query else ("0", [])


def not_over_before(day: date) -> tuple[str, list[Any]]:
    """That an event's time reaches this day or a later one: a condition and its values."""
    # `2024-06~` sorts behind every day of June
    return """coalesce("end", start, first_reported_at) || '~' >= ?""", [day.isoformat()]


def in_country(name: str) -> tuple[str, list[Any]]:
    """A country by its code or name, or any name in the gazetteer: a condition and its values."""
    code = asked_country(name.upper())
    if code is not None:
        return "instr(countries, ?)", [f'"{code}"']
    found = """EXISTS (
        SELECT 1 FROM places JOIN place_names ON place_id = places.id
        WHERE kind = 'country' AND folded = ? AND instr(countries, '"' || country || '"')
    )"""
    return found, [fold_name(name)]


def is_country(db: Database, name: str) -> bool:
    """Whether a country is known by this code or name; of one that is not, nothing can be found."""
    if asked_country(name.upper()) is not None:
        return True
    query = """
        SELECT 1 FROM places JOIN place_names ON place_id = places.id
        WHERE kind = 'country' AND folded = ?
    """
    return any(True for _ in db.query(query, [fold_name(name)]))


def at_place(name: str) -> tuple[str, list[Any]]:
    """A place under any of its names, `Khasan` also as `Khasan station`, or a country: likewise."""
    if asked_country(name) is not None:
        return in_country(name)
    # `khasan station` lies between `khasan ` and `khasan!`, which an index can tell
    named = "folded = ?1 OR folded >= ?1 || ' ' AND folded < ?1 || '!'"
    found = f"""id IN (
        SELECT event_id FROM reports JOIN report_places ON report_places.report_id = reports.id
        WHERE {named} OR place_id IN (SELECT place_id FROM place_names WHERE {named})
    )"""
    return found.replace("?1", "?"), [fold_name(name)] * found.count("?1")
