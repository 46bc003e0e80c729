"""What is derived within reports and places, reckoned again: moments in UTC, names as looked up."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from sqlite_utils import Database

from storage.folding import fold_name
from storage.gazetteer import names_of
from storage.periods import utc_bounds


def wrong_reports(db: Database) -> Iterator[tuple[str, str]]:
    """What does not hold of a report, and its id."""
    query = """SELECT id, start, "end", timezone, start_utc, end_utc FROM reports
        WHERE coalesce(start, "end", start_utc, end_utc) IS NOT NULL"""
    for key, start, end, timezone, *stored in db.conn.execute(query):
        if tuple(stored) != utc_bounds(start, end, timezone):
            yield "reports whose moments in UTC are not those of their times", key
    query = "SELECT report_id, name, folded FROM report_places"
    for key, name, folded in db.conn.execute(query):
        if folded != fold_name(name):
            yield "reports whose places are looked up by other names", key


def wrong_places(db: Database) -> Iterator[tuple[str, str]]:
    """Places that are not found by their names, or by others."""
    known: dict[str, set[str]] = defaultdict(set)
    for name, key in db.conn.execute("SELECT folded, place_id FROM place_names"):
        known[key].add(name)
    for key, name, aliases in db.conn.execute("SELECT id, name, aliases FROM places"):
        if known[key] != names_of((name, *json.loads(aliases))):
            yield "places that are looked up by other names", key
