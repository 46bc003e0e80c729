"""Keeping the one file well: a copy of it while others write, and room that is no longer needed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from storage.database import (
    APPLICATION_ID,
    DatabaseUnusable,
    damage,
    faults_named,
    file_of,
    open_database,
    write,
)
from storage.periods import utc_text
from storage.whole_files import replacing

SEARCH_TABLES = ("articles_fts", "events_fts")


@dataclass(frozen=True, slots=True)
class Tidied:
    """What an upkeep did: bytes of the file before and after, and rows that were forgotten."""

    before: int
    after: int
    forgotten: int


def backup(db: Database, target: Path) -> None:
    """Write a copy of the database, as it is at this moment, to `target`; others may write on.

    An earlier backup there is replaced once the new one is whole and checked. Raises
    DatabaseUnusable where `target` is another kind of file, the database itself, or has no room.
    """
    _check_target(db, target)
    with replacing(target) as part:
        with faults_named(target):
            _copy(db, part)
        _check_copy(part, target)
    for rest in ("-wal", "-shm"):  # of the backup that stood here: they would spoil this one
        target.with_name(target.name + rest).unlink(missing_ok=True)


def tidy(db: Database, *, now: datetime, forget_days: int | None = None) -> Tidied:
    """Merge the search index, give free pages back to the disk and empty the write-ahead log.

    With `forget_days`, entries turned down, finished runs and mended failures older than that are
    deleted first. Articles, their versions, reports and events stay in any case.
    """
    path = file_of(db)
    before = path.stat().st_size
    with faults_named(path):
        before_changes = db.conn.total_changes
        if forget_days is not None:
            _forget(db, utc_text(now - timedelta(days=forget_days)))
        forgotten = db.conn.total_changes - before_changes
        with write(db):
            for table in SEARCH_TABLES:
                db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        db.conn.execute("VACUUM")
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Tidied(before, path.stat().st_size, forgotten)


def _check_target(db: Database, target: Path) -> None:
    if not target.parent.is_dir():
        raise DatabaseUnusable(f"there is no folder {target.parent} for the backup; make it first.")
    if not target.exists():
        return
    if target.samefile(file_of(db)):
        raise DatabaseUnusable(f"{target} is the database itself; name another file.")
    if target.stat().st_size and not _is_ours(target):
        raise DatabaseUnusable(f"{target} is not a backup of Railwatch; name another file.")


def _is_ours(path: Path) -> bool:
    """Whether the file bears our signature: bytes 68 to 71 of an SQLite file."""
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:] == APPLICATION_ID.to_bytes(4, "big")


def _copy(db: Database, part: Path) -> None:
    """In one step: a step holds one state of the database, and in WAL mode no writer waits."""
    with closing(sqlite3.connect(part)) as copy:
        db.conn.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file that needs no other beside it
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _check_copy(part: Path, target: Path) -> None:
    with closing(open_database(part, read_only=True, as_it_is=True)) as copy:
        if found := damage(copy):
            raise DatabaseUnusable(f"the copy for {target} came out damaged ({found}).")


def _forget(db: Database, day: str) -> None:
    """Runs that an open failure points to stay, and so does what was stored."""
    statements = (
        "DELETE FROM failures WHERE resolved_at < ?",
        """DELETE FROM runs WHERE finished_at < ?
        AND id NOT IN (SELECT run_id FROM failures WHERE run_id IS NOT NULL)""",
        """DELETE FROM seen WHERE seen_at < ?
        AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.url = seen.url)""",
    )
    with write(db):
        for statement in statements:
            db.conn.execute(statement, [day])
