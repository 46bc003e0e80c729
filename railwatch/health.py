"""How each outlet fares: what `railwatch status` tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from railwatch.browser import FACE

# A daily cron job that missed two turns.
UNANSWERED = timedelta(hours=48)
# For an outlet that is no longer declared, as long as for any other.
SILENT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Health:
    """One outlet. `last_success` is when a source of its last answered well."""

    outlet_id: str
    last_success: datetime | None
    last_entry: datetime | None
    articles: int
    failures: int
    complaint: str | None

    @property
    def stale(self) -> bool:
        return self.complaint is not None


def outlet_health(
    db: Database, *, stale_days: Mapping[str, int], now: datetime
) -> Iterator[Health]:
    """Every outlet that was ever crawled or imported, by id.

    `stale_days` says of an outlet for how many days it may bring nothing new.
    """
    query = (FACE / "queries" / "outlet_health.sql").read_text(encoding="utf-8")
    for row in db.query(query):
        silent = timedelta(days=stale_days.get(row["id"], SILENT_DAYS))
        success, entry = moment(row["last_success"]), moment(row["last_entry"])
        yield Health(
            outlet_id=row["id"],
            last_success=success,
            last_entry=entry,
            articles=row["articles"],
            failures=row["failures"],
            complaint=complaint(success, entry, now, silent) if row["sources"] else None,
        )


def complaint(
    success: datetime | None, entry: datetime | None, now: datetime, silent: timedelta
) -> str | None:
    """Why an outlet that is crawled counts as stale, or None."""
    if success is None:
        return "never answered"
    if now - success > UNANSWERED:
        return f"no answer for {ago(now - success)}"
    if entry is None:
        return "answers, but has brought no entry"
    if now - entry > silent:
        return f"nothing new for {ago(now - entry)}"
    return None


def ago(span: timedelta) -> str:
    """`3 days`, `5 hours`, `12 minutes`; never negative, should the clock have been set back."""
    minutes = max(0, int(span.total_seconds() // 60))
    for unit, length in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}s"
    return f"{minutes} minutes"


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def last_runs(db: Database, *, limit: int = 5) -> Iterator[str]:
    """A line for each of the last runs, the latest first."""
    for run in db.query("select * from runs order by id desc limit ?", [limit]):
        counts = ("articles_new", "articles_changed", "reports", "events", "failures")
        told = (f"{run[name]} {name.replace('_', ' ')}" for name in counts if run[name])
        outcome = run["outcome"] or "not finished"
        yield f"{run['started_at']} {run['command']}: " + ", ".join([outcome, *told])
