"""Which outlets are in trouble, as `railwatch status` and the start page of the browser say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.periods import optional_moment

# A daily cron job that missed two turns.
UNANSWERED = timedelta(hours=48)
QUERY = Path(__file__).parent / "datasette" / "queries" / "outlet_health.sql"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an outlet answers. `last_success` is when a source of its last answered well.

    One that is no longer declared is not `watched`, and nothing is expected of it; one that only
    has articles from files is not crawled.
    """

    outlet_id: str
    last_success: datetime | None
    last_entry: datetime | None
    is_crawled: bool
    watched: bool
    complaint: str | None


def standings(
    db: Database, *, stale_days: Mapping[str, int] | None, now: datetime
) -> Iterator[Standing]:
    """Every outlet that was ever crawled or imported, by id.

    `stale_days` says of each declared outlet for how many days it may bring nothing new. Where it
    is not known, all count as declared, and as silent those that the last crawl found to be.
    """
    for row in db.query(QUERY.read_text("utf-8")):
        outlet_id, is_crawled = row["id"], row["sources"] > 0
        watched = stale_days is None or outlet_id in stale_days
        days = None if stale_days is None else stale_days.get(outlet_id)
        yield Standing(
            outlet_id=outlet_id,
            last_success=optional_moment(row["last_success"]),
            last_entry=optional_moment(row["last_entry"]),
            is_crawled=is_crawled,
            watched=watched,
            complaint=complaint(row, now, days) if watched and is_crawled else None,
        )


def complaint(row: Mapping[str, Any], now: datetime, stale_days: int | None) -> str | None:
    """Why an outlet that is crawled counts as stale, or None; `row` is of outlet_health.sql."""
    success = optional_moment(row["last_success"])
    entry = optional_moment(row["last_entry"])
    if row["useless"] == row["sources"]:
        why = f" ({row['source_fault']})" if row["source_fault"] else ""
        return f"all its sources fail{why}"
    if success is None:
        return "never answered"
    if now - success > UNANSWERED:
        return f"no answer for {ago(now - success)}"
    if entry is None:
        return "answers, but has brought no entry"
    if stale_days is not None and now - entry > timedelta(days=stale_days):
        return f"nothing new for {ago(now - entry)}"
    shortfall: str | None = row["shortfall"]
    return shortfall


def ago(span: timedelta) -> str:
    """`3 days`, `5 hours`, `12 minutes`; never negative, should the clock have been set back."""
    minutes = max(0, int(span.total_seconds() // 60))
    for unit, length in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}s"
    return f"{minutes} minutes"
