"""Feasts on the calendar: by the rule of a year, or by a list where the moon sets their day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

from dateutil.rrule import rrulestr

YEARS = range(1583, 4100)  # of the Gregorian calendar, as far as Easter is known
BRIDGE = 2  # days between a feast and the Saturday of its weekend: from Thursday to Monday


@cache
def feast_day(rule: str, year: int) -> date | None:
    """The day of a feast in a year; None where the rule or the list has none.

    The rule is what RFC 5545 adds to "FREQ=YEARLY", with BYEASTER as dateutil has it; the list
    holds ISO 8601 dates.
    """
    if year not in YEARS:
        return None
    if "=" not in rule:
        days = (date.fromisoformat(day) for day in rule.split())
        return next((day for day in days if day.year == year), None)
    [found] = rrulestr(f"FREQ=YEARLY;COUNT=1;{rule}", dtstart=datetime(year, 1, 1, tzinfo=UTC))
    day: date = found.date()
    return day if day.year == year else None


def weekend_of(feast: date) -> tuple[date, date] | None:
    """First and last of the days off around a feast that makes a weekend long; None in mid-week."""
    saturday = feast + timedelta(days=(5 - feast.weekday() + BRIDGE) % 7 - BRIDGE)
    if abs((feast - saturday).days) > BRIDGE:
        return None
    return min(feast, saturday), max(feast, saturday + timedelta(days=1))
