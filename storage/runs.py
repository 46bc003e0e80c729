"""Runs of a command, and what failed in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.database import write, write_along
from storage.folding import clean_text
from storage.periods import utc_text
from storage.records import FailureClass


def start_run(db: Database, command: str, *, now: datetime) -> int:
    """Note that a command has started; the number of its run."""
    with write(db):
        added = db.conn.execute(
            "INSERT INTO runs (command, started_at) VALUES (?, ?)", [command, utc_text(now)]
        )
        return int(added.lastrowid or 0)


def finish_run(
    db: Database,
    run_id: int,
    *,
    outcome: str,
    now: datetime,
    articles_new: int | None = None,
    articles_changed: int | None = None,
    reports: int | None = None,
    events: int | None = None,
    failures: int | None = None,
    error: str | None = None,
) -> None:
    """Note how a run ended. A run without this row's `finished_at` was killed."""
    row = {
        "outcome": outcome,
        "finished_at": utc_text(now),
        "articles_new": articles_new,
        "articles_changed": articles_changed,
        "reports": reports,
        "events": events,
        "failures": failures,
        "error": error,
    }
    with write(db):
        db.table("runs").update(run_id, row)


def save_failure(
    db: Database,
    *,
    run_id: int | None,
    stage: str,
    outlet_id: str | None,
    url: str | None,
    reason: str,
    now: datetime,
    failure_class: FailureClass | None = None,
) -> int:
    """Note one thing that went wrong while the rest went on; the number of its row.

    What has failed there before and has not worked since keeps its one line, with the latest
    reason and `retried_at`: a page that fails in every run is one failure, not thousands. So does
    what is wrong with a whole outlet, one of a class at a time.
    """
    row = {
        "run_id": run_id,
        "stage": stage,
        "outlet_id": outlet_id,
        "url": None if url is None else clean_text(url),
        "reason": clean_text(reason),
        "class": failure_class,
    }
    with write(db):
        still_open = _open_failure(db, row)
        if still_open is None:
            added = db.table("failures").insert({**row, "at": utc_text(now)})
            return int(added.last_rowid or 0)
        db.table("failures").update(still_open, {**row, "retried_at": utc_text(now)})
        return still_open


def _open_failure(db: Database, row: dict[str, Any]) -> int | None:
    """The open failure that is met again; of those without an address one of an earlier run."""
    query = """
        SELECT max(id) FROM failures WHERE url IS :url AND resolved_at IS NULL
        AND stage = :stage AND outlet_id IS :outlet_id
        AND (url IS NOT NULL OR (class = :class AND run_id IS NOT :run_id))
    """
    found: int | None = db.conn.execute(query, row).fetchone()[0]
    return found


def resolve_outlet_failures(
    db: Database,
    outlet_id: str,
    classes: Iterable[FailureClass],
    *,
    stage: str,
    but: Iterable[int],
    now: datetime,
) -> None:
    """Note that what was wrong with the outlet as a whole is so no more, the failures `but` aside.

    Those of an older Railwatch, which knew no classes, are over too.
    """
    query = """
        UPDATE failures SET resolved_at = ? WHERE outlet_id = ? AND stage = ? AND url IS NULL
        AND resolved_at IS NULL AND (class IS NULL OR class IN (SELECT value FROM json_each(?)))
        AND id NOT IN (SELECT value FROM json_each(?))
    """
    lists = json.dumps(list(classes)), json.dumps(list(but))
    with write(db):
        db.conn.execute(query, [utc_text(now), outlet_id, stage, *lists])


def give_up_failures(
    db: Database, outlet_id: str, *, stage: str, before: datetime, now: datetime
) -> None:
    """Close what failed on a page of the outlet and was last tried before then.

    Nothing asks for the page any more: no run would find that it works again. The reason says so.
    """
    query = """
        UPDATE failures SET resolved_at = ?, reason = reason || ' (given up: not asked for again)'
        WHERE outlet_id = ? AND stage = ? AND url IS NOT NULL AND resolved_at IS NULL
        AND coalesce(retried_at, at) < ? AND url NOT IN (SELECT url FROM sources)
    """
    with write(db):
        db.conn.execute(query, [utc_text(now), outlet_id, stage, utc_text(before)])


def resolve_failures(db: Database, url: str, *, stage: str, now: datetime) -> None:
    """Note that what failed at `url` in this stage has since worked."""
    query = """
        UPDATE failures SET resolved_at = ? WHERE url = ? AND stage = ? AND resolved_at IS NULL
    """
    with write_along(db):
        db.conn.execute(query, [utc_text(now), clean_text(url), stage])
