"""iCalendar (RFC 5545): regular services on the days they run, and planned events."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any, TextIO

from icalendar import Calendar, Event
from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports.service_days import ServiceDays, service_days
from storage.exports.suspensions import turning_events
from storage.exports.told import figures_text, lasting_id, sources, told_events, updated_at
from storage.periods import from_utc_text, to_period
from storage.records import Factuality

STATUSES = {"actual": "CONFIRMED", "planned": "TENTATIVE"}
ONE_DAY = timedelta(days=1)


def write(db: Database, event_filter: EventFilter, out: TextIO) -> int:
    """Write one calendar; how many of the events have a place in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Railwatch//Railwatch//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Railwatch")
    count = 0
    for event in told_events(db, event_filter):
        days = service_days(db, event)
        if days is None and not (event["factuality"] == Factuality.PLANNED and event["start"]):
            continue
        calendar.add_component(_entry(db, event, days))
        count += 1
    calendar.add_missing_timezones()
    out.write(calendar.to_ical().decode())
    return count


def _entry(db: Database, event: dict[str, Any], days: ServiceDays | None) -> Event:
    entry = Event()
    entry.add("uid", f"{lasting_id(db, event['id'])}@railwatch")
    others = turning_events(db, event) if days else []
    entry.add("dtstamp", from_utc_text(max(updated_at(db, one) for one in (event, *others))))
    entry.add("sequence", len(others) + sum(_changes(db, one) for one in (event, *others)))
    entry.add("summary", event["title"])
    if days is None:
        _add_span(entry, event["start"], event["end"])
    else:
        entry.add("dtstart", days.first)
        entry.add("rrule", days.rule)
        if days.left_out:
            entry.add("exdate", list(days.left_out))
    entry.add("status", STATUSES[event["factuality"]])
    entry.add("transp", "TRANSPARENT")  # nobody is busy because a train runs
    entry.add("categories", [event["type"], event["factuality"]])
    if place := event["location"] or event["origin"]:
        entry.add("location", place)
    if event["latitude"] is not None:
        entry.add("geo", (event["latitude"], event["longitude"]))
    told_by = sources(db, event["id"])
    entry.add("url", told_by[0]["url"])
    entry.add("description", _description(event, told_by))
    return entry


def _changes(db: Database, event: dict[str, Any]) -> int:
    return db.table("event_changes").count_where("event_id = ?", [event["id"]])


def _add_span(entry: Event, start: str, end: str | None) -> None:
    """A moment as such; a day, month or year as the days it may be, the last one excluded."""
    begin = to_period(start, None)
    finish = to_period(end, None) if end else begin
    if begin.is_moment:
        entry.add("dtstart", begin.begin.astimezone(UTC))
        if finish.finish > begin.begin:
            entry.add("dtend", finish.finish.astimezone(UTC))
        return
    entry.add("dtstart", begin.first_day)
    last = max(begin.last_day, finish.last_day)
    if last < date.max:
        entry.add("dtend", last + ONE_DAY)


def _description(event: dict[str, Any], told_by: list[dict[str, Any]]) -> str:
    times = [event[name] for name in ("start", "end", "recurrence") if event[name]]
    parts = [", ".join(times), figures_text(event["figures"])]
    parts += [f"{report['outlet']}: {report['words']} {report['url']}" for report in told_by]
    return "\n".join(part for part in parts if part)
