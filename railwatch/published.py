"""Times that users write: a day, a moment with its zone, a span."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import click

from railwatch.app import Mistake

# "90m", "6h", "2d"
SPAN = re.compile(r"(\d{1,6})([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def parse_published(text: str, *, zone: str = "UTC") -> datetime:
    """An ISO 8601 date or time, aware; the offset stays as written, and is the zone's without one.

    A bare date becomes midnight, which stands for "some time that day" to the extractor.
    Raises ValueError.
    """
    try:
        moment = datetime.combine(date.fromisoformat(text), time())
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def written_offset(moment: datetime | None) -> str | None:
    """The offset from UTC ("+09:00") that a text wrote with its time; None where it wrote none."""
    is_written = moment is not None and isinstance(moment.tzinfo, timezone)
    return moment.isoformat()[-6:] if moment and is_written else None


def mistaken_date(text: str) -> Mistake:
    return Mistake(f"{text!r} is not a date; write it like 2024-12-16.")


class PublishedParam(click.ParamType[datetime]):
    """A command-line option that takes a date or a date and time."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return parse_published(value)
        except ValueError:
            raise mistaken_date(value) from None


class DayParam(click.ParamType[date]):
    """A command-line option that takes a day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise mistaken_date(value) from None


class SpanParam(click.ParamType[timedelta]):
    """A command-line option that takes a span of time."""

    name = "span"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = SPAN.fullmatch(value)
        if found is None:
            raise Mistake(f"{value!r} is not a span of time; write it like 90m, 6h or 2d.")
        count, unit = found.groups()
        return timedelta(**{UNITS[unit]: int(count)})
