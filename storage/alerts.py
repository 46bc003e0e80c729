"""The outbox of alerts: which events to tell of, once each, and again when they change.

A message is stored in the transaction that finds it, and marked when it is delivered, so that a
run that dies loses none. Each alert's messages wait in one line; one that fails holds up the rest,
until its target has turned it down so often that it is set aside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from storage.database import write
from storage.events import at_place, event_details, in_country, not_over_before
from storage.ids import short_hash
from storage.pauses import pause_after
from storage.periods import utc_text

# How long a failed target is left alone: not at all at first, then twice as long each time.
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)
# So often a target that is up may turn a message down: with the pauses, over about a day.
MOST_REFUSALS = 10
# Changes of an event that come from the news; those of our reading or merging are none.
NEWS = ("new_report", "article_changed")
# The columns of a report that a message has.
REPORT = ("outlet", "url", "article_title", "published_at", "factuality", "sentence")


@dataclass(frozen=True, slots=True)
class AlertRule:
    """Which events an alert tells of. One of each list must hold; an empty list asks nothing.

    `figures` are least values by role. `again` names the fields (columns of `events`, roles of
    figures) a change of which is told too, whatever the other conditions then say.
    """

    name: str
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    min_stories: int = 1
    figures: Mapping[str, float] = field(default_factory=dict)
    since: date | None = None
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message to deliver. `attempts` were made before; the id is the same at each."""

    id: int
    message_id: str
    message: dict[str, Any]
    attempts: int
    refusals: int = 0


def queue_alerts(db: Database, rule: AlertRule, *, now: datetime) -> int:
    """Put what the rule has to tell, and has not told yet, into the outbox; how many messages."""
    with write(db):
        [(change_id,)] = db.conn.execute("SELECT coalesce(max(id), 0) FROM event_changes")
        changed = list(_changed(db, rule))
        found = [*((event_id, []) for event_id in _untold(db, rule)), *changed]
        for event_id, changes in found:
            _queue(db, rule.name, event_id, changes, change_id=change_id, now=now)
    return len(found)


def waiting_alerts(db: Database, name: str, *, now: datetime) -> Iterator[Waiting]:
    """The alert's messages that are due, in their order; none behind one that is not."""
    query = """
        SELECT * FROM alerts
        WHERE alert = ? AND delivered_at IS NULL AND set_aside_at IS NULL ORDER BY id
    """
    for row in list(db.query(query, [name])):
        if row["next_attempt_at"] and row["next_attempt_at"] > utc_text(now):
            return
        message = json.loads(row["message"])
        yield Waiting(row["id"], row["message_id"], message, row["attempts"], row["refusals"])


def mark_attempt(db: Database, waiting: Waiting, *, now: datetime) -> datetime:
    """Note, before it is made, that delivery is tried; when it is due again should it fail."""
    due = now + _pause(waiting.attempts)
    row = {"attempts": waiting.attempts + 1, "next_attempt_at": utc_text(due)}
    with write(db):
        db.table("alerts").update(waiting.id, row)
    return due


def mark_delivered(db: Database, waiting: Waiting, *, now: datetime) -> None:
    """Note that the target has taken it: it is never sent again."""
    with write(db):
        db.table("alerts").update(waiting.id, {"delivered_at": utc_text(now), "error": None})


def mark_undelivered(db: Database, waiting: Waiting, reason: str, *, until: datetime) -> None:
    """Note why the message could not be handed over; it waits at the head of its line till then."""
    with write(db):
        row = {"error": reason, "next_attempt_at": utc_text(until)}
        db.table("alerts").update(waiting.id, row)


def mark_refused(db: Database, waiting: Waiting, reason: str, *, now: datetime) -> bool:
    """Note that the target has turned the message down; whether it is set aside by that."""
    refusals = waiting.refusals + 1
    is_aside = refusals >= MOST_REFUSALS
    row = {
        "error": reason,
        "refusals": refusals,
        "set_aside_at": utc_text(now) if is_aside else None,
    }
    with write(db):
        db.table("alerts").update(waiting.id, row)
    return is_aside


def line_up_again(db: Database, name: str) -> list[str]:
    """Put the alert's messages that were set aside back in their places; their `message_id`s."""
    query = """
        UPDATE alerts SET set_aside_at = NULL, refusals = 0, next_attempt_at = NULL
        WHERE alert = ? AND delivered_at IS NULL AND set_aside_at NOT NULL RETURNING message_id
    """
    with write(db):
        return [message_id for (message_id,) in db.conn.execute(query, [name])]


def _pause(failures: int) -> timedelta:
    """Nothing before the first new attempt, then 5, 10, 20 minutes … to a day."""
    if failures == 0:
        return timedelta()
    return pause_after(failures, first=FIRST_PAUSE, longest=LONGEST_PAUSE)


def _untold(db: Database, rule: AlertRule) -> list[str]:
    """Events that the rule is about and of which, under any id, it has not told; as reported."""
    conditions = [*_conditions(rule)]
    where = " AND ".join(condition for condition, _ in conditions)
    query = f"""
        SELECT id FROM events WHERE {where} AND NOT EXISTS (
            SELECT 1 FROM alerts WHERE alert = ? AND event_id IN (
                SELECT events.id UNION ALL
                SELECT old_id FROM event_redirects WHERE new_id = events.id
            )
        ) ORDER BY first_reported_at, id
    """
    values = [value for _, given in conditions for value in given]
    return [row["id"] for row in db.query(query, [*values, rule.name])]


def _conditions(rule: AlertRule) -> Iterator[tuple[str, list[Any]]]:
    yield "stories >= ?", [rule.min_stories]
    for column, values in (("type", rule.types), ("factuality", rule.factuality)):
        if values:
            yield f"{column} IN ({', '.join('?' * len(values))})", list(values)
    for names, condition in ((rule.places, at_place), (rule.countries, in_country)):
        if names:
            either = [condition(name) for name in names]
            joined = " OR ".join(text for text, _ in either)
            yield f"({joined})", [value for _, given in either for value in given]
    for role, least in rule.figures.items():
        counted = """id IN (
            SELECT event_id FROM event_quantities WHERE role = ? AND value >= ?
        )"""
        yield counted, [role, least]
    if rule.since is not None:
        yield not_over_before(rule.since)


def _changed(db: Database, rule: AlertRule) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Events told of that news has changed since, in a field that the rule names."""
    query = """
        WITH told AS (
            SELECT coalesce(new_id, alerts.event_id) AS event_id, max(change_id) AS change_id
            FROM alerts LEFT JOIN event_redirects ON old_id = alerts.event_id
            WHERE alert = ? GROUP BY 1
        )
        SELECT told.event_id, field, old, new FROM told
        JOIN events ON events.id = told.event_id
        JOIN event_changes ON event_changes.event_id = told.event_id
        WHERE event_changes.id > told.change_id AND because IN (?, ?)
        ORDER BY event_changes.id
    """
    by_event: dict[str, dict[str, dict[str, Any]]] = {}
    for row in db.query(query, [rule.name, *NEWS]):
        if row["field"].split()[0] in rule.again:
            fields = by_event.setdefault(row.pop("event_id"), {})
            fields[row["field"]] = {**row, "old": fields.get(row["field"], row)["old"]}
    for event_id, fields in by_event.items():
        changes = [change for change in fields.values() if change["old"] != change["new"]]
        if changes:
            yield event_id, changes


def _queue(
    db: Database,
    name: str,
    event_id: str,
    changes: list[dict[str, Any]],
    *,
    change_id: int,
    now: datetime,
) -> None:
    reason = "changed" if changes else "new"
    message_id = short_hash(name, event_id, reason, change_id, utc_text(now))
    message = {
        "id": message_id,
        "alert": name,
        "reason": reason,
        "changes": changes,
        "event": _told(db, event_id),
    }
    db.table("alerts").insert(
        {
            "message_id": message_id,
            "alert": name,
            "event_id": event_id,
            "reason": reason,
            "message": json.dumps(message, ensure_ascii=False),
            "change_id": change_id,
            "queued_at": utc_text(now),
            "attempts": 0,
        }
    )


def _told(db: Database, event_id: str) -> dict[str, Any]:
    """The event as a message has it: its columns, its figures, and who tells of it."""
    details = event_details(db, event_id)
    if details is None:
        raise KeyError(event_id)
    figures = [{k: v for k, v in row.items() if k != "event_id"} for row in details.figures]
    reports = [{name: report[name] for name in REPORT} for report in details.reports]
    return {**details.event, "figures": figures, "reports": reports}
