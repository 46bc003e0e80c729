"""The newsroom's articles, saved and merged outlet by outlet: the same events in any order."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from storage.articles import save_articles
from storage.database import insert_rows, open_database, write
from storage.merge import merge_events
from storage.records import Article
from tests.merge_samples import stored
from tests.storage_samples import NOW, rows

WHOLE = ("outlets", "places", "place_names", "organisations")
PARTS = ("report_quantities", "report_places", "report_organisations")


@pytest.mark.parametrize("seed", range(4))
def test_newsroom_saved_outlet_by_outlet_gives_the_same_events_in_any_order(demo, tmp_path, seed):
    source = open_database(demo.db_path, read_only=True)
    outlets = sorted(row["id"] for row in rows(source, "outlets"))
    random.Random(seed).shuffle(outlets)
    db = open_database(tmp_path / "railwatch.db")
    with write(db):
        copy(source, db, WHOLE)
    for outlet_id in outlets:
        save_outlet_of(source, db, outlet_id)
        merge_events(db, now=NOW)
    assert len(rows(db, "events")) > 50
    assert stored(db) == stored(source)
    for opened in (db, source):
        opened.close()


def copy(source, db, tables, where="1"):
    for table in tables:
        insert_rows(db, table, list(source.query(f"SELECT * FROM {table} WHERE {where}")))


def save_outlet_of(source, db, outlet_id):
    """Save the outlet's articles, and their reports as the extractor left them, not yet merged."""
    found = source.query("SELECT * FROM articles WHERE outlet_id = ?", [outlet_id])
    save_articles(db, [to_article(row) for row in found])
    own = f"article_id IN (SELECT id FROM articles WHERE outlet_id = '{outlet_id}')"
    unmerged = {"event_id": None, "component": None}
    reports = [row | unmerged for row in source.query(f"SELECT * FROM reports WHERE {own}")]
    with write(db):
        insert_rows(db, "reports", reports)
        copy(source, db, PARTS, f"report_id IN (SELECT id FROM reports WHERE {own})")


def to_article(row):
    moments = {
        name: row[name] and datetime.fromisoformat(row[name])
        for name in ("published_at", "fetched_at")
    }
    return Article(row["url"], row["outlet_id"], row["title"], row["text"], **moments)
