"""How each outlet fares: what `railwatch status` tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from railwatch.browser import FACE
from storage.outlet_health import ago, standings
from storage.periods import from_utc_text, optional_moment, utc_text

# What counts as now, and the habit before it that it is held against.
WEEK, HABIT = timedelta(days=7), timedelta(days=28)
DAY = timedelta(days=1)

WAITING = ("alert", "waiting", "set_aside", "since", "error")


@dataclass(frozen=True, slots=True)
class Found:
    """How an outlet's articles of the last five weeks were found.

    `articles_a_day` is that of the last week, `usual_a_day` that of the four before, since the
    first article in them; None where there is none. The shares are of all five. `dated_by` and
    `body_by` count by their values, "unknown" where that was not noted.
    """

    articles_a_day: float = 0.0
    usual_a_day: float | None = None
    with_date: float | None = None
    with_byline: float | None = None
    with_body: float | None = None
    dated_by: Mapping[str, int] = field(default_factory=dict)
    body_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """One outlet: how it answers (`storage.outlet_health.Standing`), and what it brought."""

    outlet_id: str
    last_success: datetime | None
    last_entry: datetime | None
    articles: int
    failures: int
    failures_by_class: Mapping[str, int]
    found: Found
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
    """Every outlet that was ever crawled or imported, by id, as `storage.outlet_health` has it."""
    failures, found = open_failures(db), recent_articles(db, now=now)
    articles = article_counts(db)
    for one in standings(db, stale_days=stale_days, now=now):
        by_class = failures.get(one.outlet_id, {})
        yield Health(
            outlet_id=one.outlet_id,
            last_success=one.last_success,
            last_entry=one.last_entry,
            articles=articles.get(one.outlet_id, 0),
            failures=sum(by_class.values()),
            failures_by_class=by_class,
            found=found.get(one.outlet_id, Found()),
            watched=one.watched,
            complaint=one.complaint,
        )


def article_counts(db: Database) -> dict[str, int]:
    """How many articles of each outlet are stored."""
    query = "select outlet_id, count(*) as articles from articles group by outlet_id"
    return {row["outlet_id"]: row["articles"] for row in db.query(query)}


def asked(name: str) -> str:
    """The query of this name, from the folder of those that `railwatch serve` shows."""
    return (FACE / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def open_failures(db: Database) -> dict[str, dict[str, int]]:
    """How many failures of each outlet are not mended, by class; by stage where they have none."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in db.query(asked("open_failures")):
        counts[row["outlet_id"]][row["class"]] = row["failures"]
    return counts


def recent_articles(db: Database, *, now: datetime) -> dict[str, Found]:
    """How the latest articles of each outlet that has any were found."""
    bounds = {"habit": now - WEEK - HABIT, "week": now - WEEK, "until": now + DAY}
    told = {name: utc_text(at) for name, at in bounds.items()}
    rows = db.query(asked("recent_articles"), told)
    return {
        outlet_id: found_of(list(group), now - WEEK)
        for outlet_id, group in groupby(rows, itemgetter("outlet_id"))
    }


def found_of(rows: Sequence[Mapping[str, Any]], week: datetime) -> Found:
    """What the rows of one outlet, each of several articles that are alike, come to."""
    total = sum(row["articles"] for row in rows)
    before = [row for row in rows if not row["is_new"]]
    first = min((row["first_at"] for row in before), default=None)
    days = max(1.0, (week - from_utc_text(first)) / DAY) if first else 0

    def count(name: str, value: object = 1) -> int:
        return sum(row["articles"] for row in rows if row[name] == value)

    def counts(name: str) -> dict[str, int]:
        return {value or "unknown": count(name, value) for value in {row[name] for row in rows}}

    return Found(
        articles_a_day=round(count("is_new") / (WEEK / DAY), 2),
        usual_a_day=round(count("is_new", 0) / days, 2) if days else None,
        with_date=round(count("has_date") / total, 3),
        with_byline=round(count("has_byline") / total, 3),
        with_body=round(count("has_body") / total, 3),
        dated_by=counts("dated_by"),
        body_by=counts("body_by"),
    )


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
    last = optional_moment(row["at"])
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
    told = asdict(outlet)
    found = told.pop("found")
    return {**told, **found, **times, "stale": outlet.stale}
