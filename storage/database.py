"""Open the one SQLite file that Railwatch keeps, and write to it in whole transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.migrations import MIGRATIONS

BUSY_SECONDS = 30
# So many pages of 4 kB stand beside the file before all waits until they are in it. An article that
# comes in changes more than a hundred: with SQLite's own 1,000 each eighth waited for the disk.
WAL_PAGES = 4_000
# What a transaction has changed goes to the disk twice where it has no room here: SQLite's own 2 MB
# hold the pages of a few articles. Storing one takes a tenth less of the processor.
CACHE_KIB = 16_000
# The file's own signature ("RAIL"), so that another program's database is never taken for ours.
APPLICATION_ID = 0x5241494C
# Result codes that mean the file or the disk is at fault, not our SQL (primary code, low byte).
FAULTS = {
    sqlite3.SQLITE_BUSY: "is held by another program; try again when it has finished",
    sqlite3.SQLITE_READONLY: "cannot be written to; check the rights of the file and its folder",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
    sqlite3.SQLITE_CORRUPT: "is damaged; put back a backup, or move it away and crawl afresh",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the rights of the file and its folder",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; name another",
    sqlite3.SQLITE_PERM: "cannot be opened; check the rights of the file",
}
# In WAL mode a reader too keeps files beside the database.
NO_ROOM_BESIDE = (
    "cannot be opened, since nothing may be written in its folder; check the rights, "
    "or copy it to a folder of your own"
)


class DatabaseUnusable(Exception):
    """The database cannot be used; the message is one plain sentence for the user."""


def open_database(
    path: Path, *, create: bool = True, read_only: bool = False, as_it_is: bool = False
) -> Database:
    """The database at `path`, with every migration applied, in WAL mode, foreign keys on.

    A missing file is made unless `create` is false or `read_only` true. Read-only, one of an older
    Railwatch is refused unless `as_it_is`. Raises DatabaseUnusable for one that is missing,
    damaged, foreign, of a newer Railwatch, or not writable.
    """
    if not path.exists() and (read_only or not create):
        raise DatabaseUnusable(f"there is no database at {path}; `railwatch run` makes one.")
    with faults_named(path):
        db = Database(_connect(path, read_only=read_only))
        try:
            _check_origin(db, path)
            _prepare(db, path, read_only=read_only, as_it_is=as_it_is)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def write(db: Database) -> Iterator[Database]:
    """A transaction that holds the write lock from its start; inside another it joins that one.

    What fails inside another, and is caught there, leaves nothing of its own behind.

    Raises DatabaseUnusable when the disk is full, the file damaged, read-only or held too long.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield db
        return
    with faults_named(db):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            db.conn.rollback()
            raise


@contextmanager
def write_along(db: Database) -> Iterator[Database]:
    """As `write`, but inside another it is a plain part of that one, and stands or falls with it.

    For what is written many times in one transaction: a savepoint has the full-text tables write
    out what they hold, which costs more than the rows.
    """
    if db.conn.in_transaction:
        yield db
    else:
        with write(db):
            yield db


def read_rows(db: Database, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """All rows of a query by column name; without the savepoint that `db.query` makes for each.

    Within a transaction a savepoint has the full-text tables write out what they hold.
    """
    found = db.conn.execute(query, parameters)
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def insert_rows(db: Database, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the same columns, without asking first what columns the table has."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    db.conn.executemany(statement, (tuple(row.values()) for row in rows))


def is_empty(path: Path) -> bool:
    """Whether the file has no tables yet, as one of a run that was ended at once.

    Raises DatabaseUnusable.
    """
    with faults_named(path), closing(_connect(path, read_only=True)) as conn:
        return not Database(conn).table_names()


def damage(db: Database) -> str | None:
    """What SQLite's own check of every page finds wrong, or None. Reads the whole file."""
    try:
        [found] = db.conn.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    uri = path.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rwc")
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)


def _check_origin(db: Database, path: Path) -> None:
    """Refuse a file that Railwatch did not make, or that a newer Railwatch has changed."""
    [application_id] = db.conn.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID and db.table_names():
        raise DatabaseUnusable(
            f"{path} is a database, but not one that Railwatch made; name another."
        )
    known = {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}
    newer = {migration.name for migration in MIGRATIONS.applied(db)} - known
    if newer:
        raise DatabaseUnusable(
            f"{path} was made by a newer Railwatch ({max(newer)} is not known here); update first."
        )


def _prepare(db: Database, path: Path, *, read_only: bool, as_it_is: bool) -> None:
    db.conn.execute("PRAGMA foreign_keys = ON")
    if read_only:
        if not db.table_names():
            raise DatabaseUnusable(f"there is nothing in {path} yet; `railwatch run` fills it.")
        if MIGRATIONS.pending(db) and not as_it_is:
            raise DatabaseUnusable(
                f"{path} is of an older Railwatch; `railwatch process` updates it."
            )
        return
    db.enable_wal()
    db.conn.execute("PRAGMA synchronous = NORMAL")
    db.conn.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    db.conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    if MIGRATIONS.pending(db):
        with write(db):  # the lock first: two copies may start on a new file at once
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            MIGRATIONS.apply(db)


@contextmanager
def faults_named(where: Path | Database) -> Iterator[None]:
    """Raise DatabaseUnusable for what SQLite says of this file or its disk."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        is_folder = code == sqlite3.SQLITE_READONLY_DIRECTORY
        fault = NO_ROOM_BESIDE if is_folder else FAULTS.get(code & 0xFF)
        if fault is None:
            raise
        path = where if isinstance(where, Path) else file_of(where)
        raise DatabaseUnusable(f"{path} {fault}.") from error


def file_of(db: Database) -> Path:
    """Where the database lies."""
    [(_, _, name)] = [row for row in db.conn.execute("PRAGMA database_list") if row[1] == "main"]
    return Path(name or ":memory:")
