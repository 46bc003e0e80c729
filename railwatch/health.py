"""How each outlet fares: what `railwatch status` tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from railwatch.browser import FACE
from storage.periods import from_utc_text, utc_text

# A daily cron job that missed two turns.
UNANSWERED = timedelta(hours=48)

WAITING = ("alert", "waiting", "set_aside", "since", "error")


@dataclass(frozen=True, slots=True)
class Health:
    """One outlet. `last_success` is when a source of its last answered well.

    One that is no longer declared is not `watched`, and nothing is expected of it.
    """

    outlet_id: str
    last_success: datetime | None
    last_entry: datetime | None
    articles: int
    failures: int
    watched: bool
    complaint: str | None

    @property
    def stale(self) -> bool:
        return self.complaint is not None

    @property
    def state(self) -> str:
        """In words: what there is to complain of, if anything."""
        return self.complaint or ("well" if self.watched else "not watched")


def outlet_health(
    db: Database, *, stale_days: Mapping[str, int], now: datetime
) -> Iterator[Health]:
    """Every outlet that was ever crawled or imported, by id.

    `stale_days` says of each declared outlet for how many days it may bring nothing new.
    """
    query = (FACE / "queries" / "outlet_health.sql").read_text(encoding="utf-8")
    for row in db.query(query):
        watched = row["id"] in stale_days
        expected = watched and row["sources"]
        silent = timedelta(days=stale_days.get(row["id"], 0))
        success, entry = moment(row["last_success"]), moment(row["last_entry"])
        yield Health(
            outlet_id=row["id"],
            last_success=success,
            last_entry=entry,
            articles=row["articles"],
            failures=row["failures"],
            watched=watched,
            complaint=complaint(success, entry, now, silent) if expected else None,
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
    return None if text is None else from_utc_text(text)


def last_runs(db: Database, *, limit: int = 5) -> list[dict[str, Any]]:
    """The rows of the last runs, the latest first."""
    return list(db.query("select * from runs order by id desc limit ?", [limit]))


def run_line(run: Mapping[str, Any]) -> str:
    """A run in one line, naming only what it had."""
    counts = ("articles_new", "articles_changed", "reports", "events", "failures")
    told = (f"{run[name]} {name.replace('_', ' ')}" for name in counts if run[name])
    outcome = run["outcome"] or "not finished"
    return f"{run['started_at']} {run['command']}: " + ", ".join([outcome, *told])


def overdue(db: Database, max_age: timedelta, *, now: datetime) -> str | None:
    """The complaint where no crawl has come to its end for so long, or None."""
    query = """
        select max(finished_at) as at from runs
        where command in ('run', 'crawl', 'demo') and outcome in ('ok', 'some_failed')
    """
    [row] = db.query(query)
    last = moment(row["at"])
    if last is None:
        return "no run has ever finished"
    return f"no run has finished for {ago(now - last)}" if now - last > max_age else None


def waiting_messages(db: Database) -> list[dict[str, Any]]:
    """The alerts with messages not delivered: how many wait, how many are set aside, and of the
    first since when and why.
    """
    # With one min() SQLite takes the other columns from the row that has it.
    query = """
        select alert, count(*) - count(set_aside_at) as waiting, count(set_aside_at) as set_aside,
            queued_at as since, error, min(id) as first_id
        from alerts where delivered_at is null group by alert order by alert
    """
    return [{name: row[name] for name in WAITING} for row in db.query(query)]


def health_report(
    db: Database, outlets: Sequence[Health], complaints: Sequence[str]
) -> dict[str, Any]:
    """All of it as one object for programs; times are UTC, `healthy` is what the exit code says."""
    return {
        "healthy": not complaints,
        "complaints": list(complaints),
        "outlets": [outlet_report(outlet) for outlet in outlets],
        "runs": last_runs(db),
        "alerts_waiting": waiting_messages(db),
    }


def outlet_report(outlet: Health) -> dict[str, Any]:
    times = {
        name: None if at is None else utc_text(at)
        for name, at in (("last_success", outlet.last_success), ("last_entry", outlet.last_entry))
    }
    return {**asdict(outlet), **times, "stale": outlet.stale}
