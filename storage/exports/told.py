"""What every format tells of an event: its row, its figures, its sources, its lasting id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from storage.events import EventFilter, Order, event_figures, iter_events
from storage.figures import said
from storage.told import told_at


def told_events(
    db: Database, event_filter: EventFilter, order: Order = Order.HAPPENED
) -> Iterator[dict[str, Any]]:
    """The events that pass the filter, one by one, each with its `figures`."""
    for event in iter_events(db, event_filter, order):
        yield event | {"figures": figures(db, event["id"])}


def figures(db: Database, event_id: str) -> list[dict[str, Any]]:
    """The figures of an event as rows of `event_quantities`, without its id."""
    return [
        {name: value for name, value in row.items() if name != "event_id"}
        for row in event_figures(db, event_id)
    ]


def figures_text(rows: list[dict[str, Any]]) -> str:
    """`passengers (cumulative) 1200 [1200–1250, conflicting]; killed at least 3`."""
    return "; ".join(_figure(row) for row in rows)


def _figure(row: dict[str, Any]) -> str:
    scope = f" ({row['scope']})" if row["scope"] else ""
    unit = f" {row['unit']}" if row["unit"] else ""
    spread = "" if row["low"] == row["high"] else f"{row['low']:g}–{row['high']:g}"
    marks = ", ".join(part for part in (spread, "conflicting" * row["conflicting"]) if part)
    told = f"{row['role']}{scope} {said(row)}{row['value']:.15g}{unit}"
    return told + (f" [{marks}]" if marks else "")


def lasting_id(db: Database, event_id: str) -> str:
    """The first id the event ever had: a feed reader or calendar must know it again."""
    # one that it lost and has again leads nowhere; one that is another event's by now was never its
    query = """
        SELECT old FROM event_changes
        WHERE event_id = :id AND field = 'id' AND (
            old = :id OR EXISTS (
                SELECT 1 FROM event_redirects WHERE old_id = event_changes.old AND new_id = :id
            )
        )
        ORDER BY id LIMIT 1
    """
    return next((str(row["old"]) for row in db.query(query, {"id": event_id})), event_id)


def updated_at(db: Database, event: dict[str, Any]) -> str:
    """When the event last changed, was last told of or got its last report (UTC)."""
    # a report may be found late, dated before others: it came no earlier than its page was fetched
    query = """
        SELECT max(at) AS at FROM (
            SELECT at FROM event_changes WHERE event_id = :id UNION ALL
            SELECT fetched_at FROM reports JOIN articles ON articles.id = reports.article_id
            WHERE event_id = :id
        )
    """
    [row] = db.query(query, {"id": event["id"]})
    return max(str(row["at"] or ""), str(event["last_reported_at"]))


def sources(db: Database, event_id: str) -> list[dict[str, Any]]:
    """Who tells of the event, the earliest first: `outlet`, `url`, `words`.

    The words are the sentence in quotes, or the headline where no sentence may be kept.
    """
    query = f"""
        SELECT outlets.name AS outlet, articles.url,
            iif(sentence = '', articles.title, '“' || sentence || '”') AS words
        FROM reports JOIN articles ON articles.id = reports.article_id
        JOIN outlets ON outlets.id = articles.outlet_id
        WHERE event_id = ? ORDER BY {told_at()}, reports.id
    """
    return list(db.query(query, [event_id]))
