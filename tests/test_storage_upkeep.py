"""Backups are whole whatever writes meanwhile, and upkeep deletes nothing of worth."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta

import pytest

from storage.database import DatabaseUnusable, damage, open_database
from storage.integrity import faults
from storage.merge import merge_events
from storage.runs import finish_run, resolve_failures, save_failure, start_run
from storage.seen import save_seen
from storage.upkeep import backup, tidy
from tests.storage_samples import KHASAN, NOW, report, rows, spoil_articles, tell

FORK = multiprocessing.get_context("fork")


def write_on(path, wrote):
    db = open_database(path)
    for at in range(10_000):
        tell(db, "wire", report(origin=KHASAN, start="2024-12-16"), path=f"{at}")
        wrote.send(at)


def test_backup_is_whole_while_another_process_writes(tmp_path):
    path, copy = tmp_path / "railwatch.db", tmp_path / "copy.db"
    here, there = FORK.Pipe()
    writer = FORK.Process(target=write_on, args=(path, there))
    writer.start()
    here.recv()
    db = open_database(path, read_only=True)
    counts = []
    try:
        for _ in range(8):
            here.recv()
            backup(db, copy)
            copied = open_database(copy, read_only=True)
            assert list(faults(copied)) == []
            counts.append(copied.table("articles").count)
            copied.close()
    finally:
        writer.kill()
        writer.join()
        db.close()
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_backup_can_be_opened_as_the_database_it_was(railwatch, tmp_path):
    db = open_database(tmp_path / "railwatch.db")
    tell(db, "wire", report(origin=KHASAN, start="2024-12-16"))
    merge_events(db, now=NOW)
    db.close()
    for _ in range(2):  # the second replaces the first
        assert railwatch("backup", "safe.db").code == 0
    assert sorted(path.name for path in tmp_path.glob("*safe*")) == ["safe.db"]
    assert railwatch("check", "--db", "safe.db").code == 0
    assert railwatch("events", "--db", "safe.db").out == railwatch("events").out


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("railwatch.db", "is the database itself"),
        ("letter.txt", "is not a backup of Railwatch"),
        ("none/copy.db", "there is no folder"),
    ],
)
def test_backup_over_something_else_is_refused_and_leaves_it_alone(
    railwatch, tmp_path, target, said
):
    open_database(tmp_path / "railwatch.db").close()
    (tmp_path / "letter.txt").write_text("Dear reader")
    ended = railwatch("backup", target)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert (tmp_path / "letter.txt").read_text() == "Dear reader"


def test_backup_that_fails_keeps_the_one_before(tmp_path, db):
    copy = tmp_path / "copy.db"
    backup(db, copy)
    before = copy.read_bytes()
    spoil_articles(db)
    damaged = open_database(tmp_path / "railwatch.db", read_only=True)
    assert damage(damaged)
    with pytest.raises(DatabaseUnusable, match="damaged"):
        backup(damaged, copy)
    damaged.close()
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_upkeep_shrinks_the_file_and_search_goes_on(railwatch, tmp_path):
    path = tmp_path / "railwatch.db"
    db = open_database(path)
    tell(db, "wire", report(origin=KHASAN, start="2024-12-16"))
    merge_events(db, now=NOW)
    db.execute("CREATE TABLE spare (text TEXT)")
    db.execute("INSERT INTO spare VALUES (?)", ["x" * 2_000_000])
    db.execute("DROP TABLE spare")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    before = path.stat().st_size
    assert railwatch("vacuum").code == 0
    assert path.stat().st_size < before - 1_500_000
    assert railwatch("check").code == 0
    assert "Khasan" in railwatch("events", "--text", "khasan").out


def test_upkeep_forgets_old_runs_and_entries_but_nothing_of_an_article(db):
    tell(db, "wire", report(origin=KHASAN), text="first words " * 30)
    tell(db, "wire", report(origin=KHASAN), text="mended words " * 30)
    [stored] = rows(db, "articles")
    other = "https://wire.example/cricket"
    for url, outcome in ((stored["url"], "stored"), (other, "not_rail")):
        told = {"outlet_id": "wire", "title": None, "published_at": None}
        save_seen(db, url=url, **told, seen_at=NOW, outcome=outcome)
    mended, failing = (start_run(db, "run", now=NOW) for _ in range(2))
    for run_id, url in ((mended, "https://a.example/"), (failing, "https://b.example/")):
        where = {"stage": "crawl", "outlet_id": "wire", "reason": "404"}
        save_failure(db, run_id=run_id, url=url, **where, now=NOW)
        finish_run(db, run_id, outcome="ok", now=NOW)
    resolve_failures(db, "https://a.example/", stage="crawl", now=NOW)
    tidy(db, now=NOW + timedelta(days=99), forget_days=100)
    assert len(rows(db, "runs")) == 2
    assert tidy(db, now=NOW + timedelta(days=101), forget_days=100).forgotten == 3
    assert [row["id"] for row in rows(db, "runs")] == [failing]
    assert [row["url"] for row in rows(db, "failures")] == ["https://b.example/"]
    assert [row["outcome"] for row in rows(db, "seen")] == ["stored"]
    assert len(rows(db, "article_versions")) == 1
