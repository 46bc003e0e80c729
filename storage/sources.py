"""Where an outlet lists its articles: validators, and when to ask again.

Failures are temporary (the host hangs, 5xx, 429), soft (the answer is no feed) or hard (404, 410,
403): the harder, the longer the pause, doubled with each failure in a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from storage.database import write
from storage.folding import clean_optional
from storage.ids import short_hash
from storage.pauses import pause_after
from storage.periods import from_utc_text, optional_utc_text, utc_text


class SourceStatus(StrEnum):
    NEW = "new"
    OK = "ok"
    UNCHANGED = "unchanged"
    TEMPORARY = "temporary"
    SOFT = "soft"
    HARD = "hard"


# Pause after the first failure, and the longest; each further failure doubles it.
PAUSES = {
    SourceStatus.TEMPORARY: (timedelta(minutes=10), timedelta(hours=6)),
    SourceStatus.SOFT: (timedelta(hours=1), timedelta(days=1)),
    SourceStatus.HARD: (timedelta(hours=6), timedelta(days=7)),
}
# A host may ask for any pause; one of years would be a mistake.
LONGEST_RETRY_AFTER = timedelta(days=7)
# A part of a source (a sitemap of an index, a page of a listing) has no pace of its own.
PART = timedelta(0)
# A part that nothing has led to for so long is forgotten.
PART_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a feed, sitemap or listing. `failures` counts those in a row since
    `succeeded_at`, its last check that worked.

    `check_every` is how long it usually waits for its next check, or PART; `hub` the WebSub hub
    that announces its entries, `skip_hours` the hours of the day (UTC) in which it wants no visits.
    """

    url: str
    outlet_id: str
    kind: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    status: SourceStatus = SourceStatus.NEW
    failures: int = 0
    next_check_at: datetime | None = None
    check_every: timedelta | None = None
    hub: str | None = None
    skip_hours: tuple[int, ...] = ()
    succeeded_at: datetime | None = None


def load_source(db: Database, url: str) -> SourceState | None:
    """The stored state of the source at `url`, its very address, or None."""
    rows = list(db.query("SELECT * FROM sources WHERE url = ?", [url]))
    return _to_state(rows[0]) if rows else None


def save_source(db: Database, state: SourceState) -> None:
    """Store the state of a source."""
    row = {
        "id": short_hash(state.url),
        "outlet_id": state.outlet_id,
        "url": state.url,
        "kind": state.kind,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "checked_at": optional_utc_text(state.checked_at),
        "status": state.status.value,
        "failures": state.failures,
        "next_check_at": optional_utc_text(state.next_check_at),
        "check_every": None
        if state.check_every is None
        else int(state.check_every.total_seconds()),
        "hub": clean_optional(state.hub),
        "skip_hours": json.dumps(state.skip_hours),
        "succeeded_at": optional_utc_text(state.succeeded_at),
    }
    with write(db):
        db.table("sources").upsert(row, pk="id")


def due_parts(db: Database, outlet_id: str, *, now: datetime) -> list[SourceState]:
    """The outlet's parts of sources that failed and may be asked again by themselves."""
    query = """
        SELECT * FROM sources WHERE outlet_id = ? AND check_every = ? AND next_check_at <= ?
        ORDER BY next_check_at, id
    """
    values = [outlet_id, int(PART.total_seconds()), utc_text(now)]
    return [_to_state(row) for row in db.query(query, values)]


def forget_source(db: Database, url: str) -> None:
    """Keep no state of the source at `url`."""
    with write(db):
        db.conn.execute("DELETE FROM sources WHERE url = ?", [url])


def forget_old_parts(db: Database, outlet_id: str, *, now: datetime) -> None:
    """Forget the parts that no source has led to for long: sitemaps of an index come and go."""
    values = [outlet_id, int(PART.total_seconds()), utc_text(now - PART_KEPT)]
    with write(db):
        db.conn.execute(
            "DELETE FROM sources WHERE outlet_id = ? AND check_every = ? AND checked_at < ?", values
        )


def next_check(
    state: SourceState,
    status: SourceStatus,
    *,
    now: datetime,
    interval: timedelta = timedelta(0),
    retry_after: timedelta | None = None,
) -> SourceState:
    """The state after a check at `now` that ended in `status`.

    A check that worked is repeated after `interval`; one that failed after its pause, and never
    before `retry_after`. Validators are the caller's to set.
    """
    checked = replace(state, checked_at=now, status=status)
    if status not in PAUSES:
        return replace(checked, failures=0, succeeded_at=now, next_check_at=now + interval)
    first, longest = PAUSES[status]
    failures = state.failures + 1
    pause = pause_after(failures, first=first, longest=longest)
    asked = min(retry_after or timedelta(0), LONGEST_RETRY_AFTER)
    return replace(checked, failures=failures, next_check_at=now + max(pause, asked))


def is_due(state: SourceState, *, now: datetime) -> bool:
    """Whether the source may be asked at `now`.

    A last check in the future (the clock was set back) does not hold it off.
    """
    if state.next_check_at is None or (state.checked_at is not None and state.checked_at > now):
        return True
    return state.next_check_at <= now


def next_due(db: Database, outlet_ids: Iterable[str]) -> datetime | None:
    """When the first source of these outlets is to be asked again, or None if none ever was."""
    query = """
        SELECT min(next_check_at) FROM sources
        WHERE outlet_id IN (SELECT value FROM json_each(?))
    """
    [text] = db.conn.execute(query, [json.dumps(list(outlet_ids))]).fetchone()
    return from_utc_text(text) if text else None


def _to_state(row: dict[str, Any]) -> SourceState:
    every = row["check_every"]
    moments = {name: row[name] for name in ("checked_at", "next_check_at", "succeeded_at")}
    return SourceState(
        url=row["url"],
        outlet_id=row["outlet_id"],
        kind=row["kind"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        status=SourceStatus(row["status"]),
        failures=int(row["failures"]),
        check_every=None if every is None else timedelta(seconds=every),
        hub=row["hub"],
        skip_hours=tuple(json.loads(row["skip_hours"])),
        **{name: from_utc_text(text) if text else None for name, text in moments.items()},
    )
