"""What is wrong with a database is said in one sentence, and what is stored stays whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3

import pytest
from sqlite_utils import Database

from storage.database import DatabaseUnusable, damage, open_database, write
from storage.integrity import faults
from storage.lock import AlreadyRunning, run_lock
from storage.merge import merge_events
from storage.migrations import MIGRATIONS
from storage.periods import utc_text
from tests.storage_samples import (
    KHASAN,
    NOW,
    TUMANGANG,
    quantity,
    report,
    rows,
    spoil_articles,
    tell,
)

FORK = multiprocessing.get_context("fork")


def said(path, **options):
    with pytest.raises(DatabaseUnusable) as told:
        open_database(path, **options).close()
    return str(told.value).replace(str(path), "FILE")


@pytest.mark.parametrize("options", [{"read_only": True}, {"create": False}])
def test_missing_database_is_named_and_not_made(tmp_path, options):
    path = tmp_path / "none.db"
    assert said(path, **options) == "there is no database at FILE; `railwatch run` makes one."
    assert not path.exists()


def test_file_of_noise_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "noise.db"
    path.write_bytes(b"no database at all, " * 400)
    assert said(path) == "FILE is not an SQLite database; name another."
    assert path.read_bytes() == b"no database at all, " * 400


def test_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.db"
    other = Database(path)
    other.table("cats").insert({"name": "Tom"})
    other.close()
    assert said(path) == "FILE is a database, but not one that Railwatch made; name another."


def test_database_of_a_newer_railwatch_is_refused(tmp_path):
    path = tmp_path / "newer.db"
    db = open_database(path)
    step = {"migration_set": "railwatch", "name": "m999_later", "applied_at": "2030-01-01"}
    db.table("_sqlite_migrations").insert(step)
    db.close()
    assert said(path).startswith("FILE was made by a newer Railwatch (m999_later")


def test_database_of_an_older_railwatch_is_brought_up_to_date(tmp_path):
    path = tmp_path / "older.db"
    db = open_database(tmp_path / "now.db")
    expected = {row["name"]: row["sql"] for row in rows(db, "sqlite_master")}
    db.close()
    older = Database(path)
    older.execute("PRAGMA application_id = 1380010316")
    MIGRATIONS.apply(older, stop_before="m004_events")
    older.close()
    assert said(path, read_only=True).startswith("FILE is of an older Railwatch")
    db = open_database(path)
    assert {row["name"]: row["sql"] for row in rows(db, "sqlite_master")} == expected
    db.close()


TIMES = {
    "articles.published_at": ("2024-12-16T10:00:00Z", None),
    "articles.fetched_at": ("2024-12-16T10:00:00Z",),
    "reports.start": ("2024", "2024-12", "2024-12-16", "2024-12-16T15:30+10:00", None),
    "events.start_utc": ("2024-12-16T05:30:00Z", None),
    "event_changes.at": ("2024-12-16T05:30:00Z",),
}
NO_TIMES = (
    "",
    "soon",
    "now",
    "2024-13-45",
    "2024-02-30T10:00:00Z",
    "2024-12-16T24:30:00Z",
    "2024-1",
)


@pytest.mark.parametrize("column", TIMES)
def test_table_takes_no_time_that_is_none(tmp_path, column):
    db = open_database(tmp_path / "rail.db")
    tell(db, "patna-post", report(start="2024-12-16", origin=KHASAN))
    merge_events(db, now=NOW)
    tell(db, "patna-post", report("fire", start="2024-12-16", origin=KHASAN), read_by="2")
    merge_events(db, now=NOW)
    table, name = column.split(".")
    for time in TIMES[column]:
        assert db.execute(f"UPDATE {table} SET {name} = ?", [time]).rowcount > 0
    for time in NO_TIMES:
        with pytest.raises(sqlite3.DatabaseError, match="CHECK"):
            db.execute(f"UPDATE {table} SET {name} = ?", [time])
    db.close()


def test_time_that_an_older_railwatch_took_for_one_is_found(tmp_path):
    db = open_database(tmp_path / "rail.db")
    tell(db, "patna-post", report(start="2024-12-16", origin=KHASAN))
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("UPDATE reports SET start = '2024-13-45'")
    db.execute("PRAGMA ignore_check_constraints = OFF")
    [fault] = faults(db)
    assert "reports" in str(fault)
    db.close()


def test_damaged_page_is_found(tmp_path):
    path = tmp_path / "damaged.db"
    db = open_database(path)
    tell(db, "patna-post", report(origin=KHASAN))
    assert damage(db) is None
    spoil_articles(db)
    db.close()
    db = open_database(path)
    assert damage(db) is not None
    db.close()


def test_schema_that_cannot_be_read_is_refused(tmp_path):
    path = tmp_path / "damaged.db"
    open_database(path).close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\x07" * 3000)
    assert said(path).startswith("FILE is damaged")


def test_database_in_a_folder_that_is_not_there_is_refused(tmp_path):
    message = said(tmp_path / "no" / "folder.db")
    assert message == "FILE cannot be opened; check the rights of the file and its folder."


def test_full_disk_loses_nothing_that_was_stored(tmp_path):
    path = tmp_path / "full.db"
    db = open_database(path)
    tell(db, "patna-post", report(origin=KHASAN))
    before = rows(db, "reports")
    [pages] = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseUnusable, match="the disk is full"):
        tell(db, "patna-news", report(origin=KHASAN), text="many words " * 20_000)
    assert rows(db, "reports") == before
    db.execute("PRAGMA max_page_count = 1000000")
    tell(db, "patna-news", report(origin=KHASAN), text="many words " * 20_000)
    assert len(rows(db, "reports")) == 2
    db.close()


def test_analysts_connection_cannot_write(tmp_path):
    path = tmp_path / "rail.db"
    open_database(path).close()
    db = open_database(path, read_only=True)
    with pytest.raises(DatabaseUnusable, match="cannot be written to"), write(db):
        db.execute("DELETE FROM articles")
    db.close()


def tell_and_die(path, step):
    """Do a small run, and be killed at the n-th statement of it."""
    db = open_database(path)
    left = iter(range(step))

    def kill_at_last(_statement):
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    db.conn.set_trace_callback(kill_at_last)
    small_run(db)


def small_run(db):
    figures = [quantity("passengers", 2)]
    told = report(start="2024-12-16", origin=KHASAN, destination=TUMANGANG, quantities=figures)
    tell(db, "first-post", told)
    tell(db, "second-post", told)
    merge_events(db, now=NOW)


def test_run_that_is_killed_anywhere_leaves_whole_rows_and_the_next_completes_it(tmp_path):
    complete = open_database(tmp_path / "complete.db")
    small_run(complete)
    expected = [rows(complete, table) for table in ("reports", "events", "event_quantities")]
    complete.close()
    # 390 statements or so, of six transactions
    for step in range(1, 390, 13):
        path = tmp_path / f"killed-{step}.db"
        child = FORK.Process(target=tell_and_die, args=(path, step))
        child.start()
        child.join()
        db = open_database(path)
        assert damage(db) is None
        orphans = (
            "SELECT count(*) FROM reports WHERE id NOT IN (SELECT report_id FROM report_places)"
        )
        assert db.execute(orphans).fetchone() == (0,)
        small_run(db)
        found = [rows(db, table) for table in ("reports", "events", "event_quantities")]
        assert found == expected
        db.close()


def count_up(path):
    db = open_database(path)
    for _ in range(50):
        with write(db):
            [count] = db.execute("SELECT max(failures) FROM runs").fetchone()
            db.execute("UPDATE runs SET failures = ?", [count + 1])


def test_two_processes_that_read_and_then_write_never_find_the_database_locked(tmp_path):
    path = tmp_path / "rail.db"
    db = open_database(path)
    db.table("runs").insert({"command": "run", "started_at": utc_text(NOW), "failures": 0})
    writers = [FORK.Process(target=count_up, args=(path,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert rows(db, "runs")[0]["failures"] == 100
    db.close()


def tell_and_fail(db):
    with write(db):
        tell(db, "amur-wire", report(origin=KHASAN))
        raise ZeroDivisionError


def test_write_inside_a_write_is_one_transaction(db):
    with pytest.raises(ZeroDivisionError):
        tell_and_fail(db)
    assert rows(db, "articles") == []


def test_part_that_fails_inside_a_larger_write_leaves_nothing_of_its_own(db):
    with write(db):
        tell(db, "patna-post", report(origin=KHASAN))
        with pytest.raises(ZeroDivisionError):
            tell_and_fail(db)
    assert len(rows(db, "reports")) == 1


def hold_lock(path, held):
    with run_lock(path):
        held.send("held")
        signal.pause()


def test_second_copy_is_told_who_runs_and_a_killed_one_blocks_nobody(tmp_path):
    path = tmp_path / "rail.db"
    here, there = FORK.Pipe()
    first = FORK.Process(target=hold_lock, args=(path, there))
    first.start()
    assert here.recv() == "held"
    with pytest.raises(AlreadyRunning) as told, run_lock(path):
        pass
    assert str(told.value) == f"another railwatch (process {first.pid}) is at work on {path}."
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with pytest.raises(AlreadyRunning), run_lock(link):
        pass
    first.kill()
    first.join()
    with run_lock(path):
        pass


def test_tables_refuse_words_outside_the_closed_lists(db):
    tell(db, "patna-post", report(origin=KHASAN))
    for statement in (
        "UPDATE reports SET type = 'rumour'",
        "UPDATE reports SET factuality = 'perhaps'",
        "UPDATE outlets SET kind = 'blog'",
        "UPDATE reports SET article_id = 'none'",
        "UPDATE report_places SET role = 'via'",
        "UPDATE articles SET text = 5.5, title = x'00'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(statement)
