"""When a regular service did not run after all: the suspensions that came after its start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from storage.periods import to_period
from storage.records import EventType

ONE_DAY = timedelta(days=1)
# A calendar names each day that is left out; what stops for longer has ended.
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Suspension:
    """The days without the service, both included; for good where `last` is None."""

    first: date
    last: date | None


def suspensions(db: Database, service: dict[str, Any], begin: date) -> Iterator[Suspension]:
    """Those of the service between the same places, in either direction, that begin after `begin`.

    One ends with its own end or where the service is told to run again. Where that has days of its
    own to run, it is another service for a calendar, and this one has ended for good.
    """
    stopped = None
    for row in _turns(db, service):
        day = to_period(row["start"] or row["first_reported_at"][:10], None).first_day
        if row["type"] != EventType.SERVICE_SUSPENSION:
            if stopped and day > stopped and not row["recurrence"]:
                yield Suspension(stopped, day - ONE_DAY if day - stopped < LONGEST else None)
                stopped = None
        elif day > begin and stopped is None:
            if row["end"]:
                last = to_period(row["end"], None).last_day
                yield Suspension(day, last if last - day < LONGEST else None)
            else:
                stopped = day
    if stopped:
        yield Suspension(stopped, None)


def turning_events(db: Database, service: dict[str, Any]) -> list[dict[str, Any]]:
    """The other events that `suspensions` goes by: `id` and `last_reported_at`."""
    return [row for row in _turns(db, service) if row["id"] != service["id"]]


def _turns(db: Database, service: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The firm events by which a service between these places stops or starts, in their order."""
    ends = [service["origin_id"], service["destination_id"]]
    if None not in ends:
        where = "(origin_id = ? AND destination_id = ?) OR (origin_id = ? AND destination_id = ?)"
        values = [*ends, *reversed(ends)]
    else:
        where = "location_id = ? AND origin_id IS NULL AND destination_id IS NULL"
        values = [service["location_id"]]
    query = f"""
        SELECT id, type, start, "end", recurrence, first_reported_at, last_reported_at FROM events
        WHERE ({where}) AND factuality IN ('actual', 'planned')
        AND type IN ('service_suspension', 'service_resumption', 'service_launch')
        ORDER BY coalesce(start_utc, first_reported_at), id
    """
    yield from db.query(query, values)
