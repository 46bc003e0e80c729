"""Outlets: who publishes."""

from __future__ import annotations

import json

from sqlite_utils import Database

from storage.database import write
from storage.records import Outlet


def save_outlet(db: Database, outlet: Outlet) -> None:
    """Store the outlet, or what has changed about it."""
    row = {
        "id": outlet.id,
        "name": outlet.name,
        "kind": outlet.kind,
        "country": outlet.country,
        "languages": json.dumps(outlet.languages),
        "homepage": outlet.homepage,
        "timezone": outlet.timezone,
    }
    stored = next(iter(db.query("SELECT * FROM outlets WHERE id = ?", [outlet.id])), None)
    if stored == row:
        return
    with write(db):
        db.table("outlets").upsert(row, pk="id")
        if stored and (stored["name"], stored["kind"]) != (row["name"], row["kind"]):
            _mark_events(db, outlet.id)


def _mark_events(db: Database, outlet_id: str) -> None:
    """Origins go by an outlet's name and the value of a figure by its kind: they are told anew."""
    db.conn.execute(
        """INSERT INTO merge_pending (article_id, because)
        SELECT id, 'merge_changed' FROM articles WHERE outlet_id = ?
        AND EXISTS (SELECT 1 FROM reports WHERE article_id = articles.id)""",
        [outlet_id],
    )


def load_outlets(db: Database) -> list[Outlet]:
    """All stored outlets, by id."""
    rows = db.query("SELECT * FROM outlets ORDER BY id")
    return [Outlet(**row | {"languages": tuple(json.loads(row["languages"]))}) for row in rows]


def outlet_timezones(db: Database) -> dict[str, str]:
    """The IANA zone of each outlet, by outlet id."""
    return dict(db.conn.execute("SELECT id, timezone FROM outlets"))
