"""A database of every released Railwatch is taken on as it is: one of each lies in `databases/`."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from storage.articles import save_article
from storage.database import open_database
from storage.integrity import faults
from storage.merge import merge_events, rebuild_events
from storage.outlets import save_outlet
from storage.records import Place
from tests.storage_samples import NOW, PATNA, article, outlet, report, rows, tell

RELEASED = sorted((Path(__file__).parent / "databases").glob("*.db.gz"))
KEPT = ("outlets", "articles", "article_versions", "seen", "reports", "runs", "failures")


@pytest.mark.parametrize("packed", RELEASED, ids=lambda path: path.name.removesuffix(".db.gz"))
def test_database_of_a_released_railwatch_is_brought_up_to_date_and_loses_nothing(tmp_path, packed):
    path = tmp_path / "railwatch.db"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    fresh = open_database(tmp_path / "fresh.db")
    db = open_database(path)
    kept = {table: len(rows(db, table)) for table in KEPT}
    assert all(kept.values())
    assert tables(db) == tables(fresh)
    merge_events(db, now=NOW)
    assert list(faults(db)) == []
    assert {table: len(rows(db, table)) for table in KEPT} == kept
    events = rows(db, "events", "id")
    assert min(event["origins"] for event in events) > 0
    assert min(figure["origins"] for figure in rows(db, "event_quantities")) > 0
    assert rebuild_events(db, now=NOW) == 0
    assert rows(db, "events", "id") == events
    db.close()
    fresh.close()


@pytest.mark.parametrize("packed", RELEASED, ids=lambda path: path.name.removesuffix(".db.gz"))
def test_backup_before_an_upgrade_is_of_the_old_railwatch(railwatch, tmp_path, packed):
    (tmp_path / "railwatch.db").write_bytes(gzip.decompress(packed.read_bytes()))
    assert railwatch("backup", "before.db").code == 0
    assert railwatch("check", "--db", "before.db").code == 2
    open_database(tmp_path / "before.db").close()
    assert railwatch("check", "--db", "before.db").code == 0


@pytest.mark.parametrize("packed", RELEASED, ids=lambda path: path.name.removesuffix(".db.gz"))
def test_story_of_a_released_railwatch_takes_one_more_print(tmp_path, packed):
    path = tmp_path / "railwatch.db"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    db = open_database(path)
    [story] = db.query("SELECT * FROM stories WHERE articles > 1")
    [first] = db.query("SELECT * FROM articles WHERE id = ?", [story["id"]])
    save_outlet(db, outlet("late-post"))
    told = article("late-post", text=first["text"])
    told = replace(told, published_at=datetime.fromisoformat(first["published_at"]))
    save_article(db, replace(told, fetched_at=datetime.fromisoformat(first["fetched_at"])))
    [(count,)] = db.execute("SELECT max(articles) FROM stories").fetchall()
    assert count == story["articles"] + 1
    merge_events(db, now=NOW)
    assert list(faults(db)) == []
    db.close()


THAI = "รถไฟขบวนหนึ่งตกรางใกล้สถานีลำปางเมื่อคืนวันศุกร์ เจ้าหน้าที่การรถไฟกล่าวว่ามีผู้บาดเจ็บหลายคน"
LAMPANG = Place("p-lampang", "Lampang", "station", "TH", 18.28, 99.47, aliases=("สถานีลำปาง",))


def test_thai_of_an_older_railwatch_is_found_after_an_upgrade(tmp_path):
    path = tmp_path / "railwatch.db"
    db = open_database(path)
    told = report("derailment", start="2024-12-15", locations=[LAMPANG])
    tell(db, "lampang-news", told, text=THAI)
    tell(db, "patna-post", report("derailment", start="2024-12-15", locations=[PATNA]))
    merge_events(db, now=NOW)
    as_it_should_be = stored_words(db)
    forget_vowels(db)
    assert stored_words(db) != as_it_should_be
    db.close()
    db = open_database(path)
    merge_events(db, now=NOW)
    assert stored_words(db) == as_it_should_be
    assert list(faults(db)) == []
    assert rows(db, "event_changes") == []
    db.close()


def stored_words(db):
    """What is derived from the words of articles and places."""
    tables = ("articles_fts", "events_fts", "story_bands", "place_names", "report_keys")
    orders = ("rowid", "rowid", "1, 2", "1, 2", "1, 2, 3, 4, 5, 6")
    found = {table: rows(db, table, order) for table, order in zip(tables, orders, strict=True)}
    return found | {"folded": [row["folded"] for row in rows(db, "report_places")]}


def forget_vowels(db):
    """Make the database one from before `m023`: without its tables' new parts, and vowels."""
    db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm023%'")
    db.execute("ALTER TABLE article_versions DROP COLUMN extractor_version")
    db.execute("ALTER TABLE merge_pending DROP COLUMN offset_start")
    db.execute("UPDATE articles_fts SET text = 'รถไฟขบวนหนงตกราง' WHERE text LIKE '%ร%'")
    db.execute("UPDATE events_fts SET text = 'สถานลาปาง' WHERE text LIKE '%ถ%'")
    db.execute(
        "UPDATE story_bands SET hash = hash + 1 WHERE article_id IN "
        "(SELECT id FROM articles WHERE text LIKE '%ร%')"
    )
    db.execute("UPDATE place_names SET folded = 'สถานลาปาง' WHERE folded LIKE '%ถ%'")
    db.execute("UPDATE OR IGNORE report_keys SET key = 'accident สถานลาปาง' WHERE key LIKE '%ถ%'")


def tables(db):
    return {name: [column.name for column in db.table(name).columns] for name in db.table_names()}
