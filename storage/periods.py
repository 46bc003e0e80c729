"""Times as texts give them (`2024-12`, `2024-12-16`, `2024-12-16T15:30+10:00`) on the clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

STAMP = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?)?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """What a time cut to its precision names: days as its own calendar has them, and instants.

    `first_day` and `last_day` are local; `begin` and `finish` are UTC, `finish` the last second.
    """

    first_day: date
    last_day: date
    begin: datetime
    finish: datetime
    is_moment: bool = False

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_day - self.first_day).days + 1


def utc_text(moment: datetime) -> str:
    """`2024-12-16T05:30:00Z`. A naive moment is refused with ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def optional_utc_text(moment: datetime | None) -> str | None:
    return None if moment is None else utc_text(moment)


def from_utc_text(text: str) -> datetime:
    """The moment that `utc_text` wrote."""
    return datetime.fromisoformat(text)


def optional_moment(text: str | None) -> datetime | None:
    """The moment that `optional_utc_text` wrote."""
    return None if text is None else from_utc_text(text)


def to_period(text: str, timezone: str | None) -> Period:
    """The period that `text` names, a bare date or clock time being meant in `timezone`.

    Without a zone it is meant in UTC. Raises ValueError for what is no such time.
    """
    found = STAMP.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a time cut to its precision")
    try:
        return _period(found, _zone(timezone))
    except OverflowError as error:  # the first and the last day of the calendar, in some zones
        raise ValueError(f"{text!r} lies outside the calendar") from error


def utc_bounds(
    start: str | None, end: str | None, timezone: str | None
) -> tuple[str | None, str | None]:
    """The first instant of the period that `start` names and the last second of that of `end`.

    In UTC, as `utc_text` writes it. Raises ValueError for what is no time.
    """
    begin = None if start is None else utc_text(to_period(start, timezone).begin)
    return begin, None if end is None else utc_text(to_period(end, timezone).finish)


def day_in(moment: datetime, timezone: str) -> date:
    """The day that clocks of the zone show at a moment."""
    return moment.astimezone(_zone(timezone)).date()


def _period(found: re.Match[str], zone: ZoneInfo) -> Period:
    year, month, day, clock = found.groups()
    if clock is not None:
        return _moment(datetime.fromisoformat(found.group()), zone)
    first = date(int(year), int(month or 1), int(day or 1))
    last = _last_day(first, has_month=month is not None, has_day=day is not None)
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    finish = datetime.combine(last, time(23, 59, 59), zone).astimezone(UTC)
    return Period(first, last, begin, finish)


def _zone(timezone: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):  # a zone that this machine's tables lack
        return ZoneInfo("UTC")


def _moment(moment: datetime, zone: ZoneInfo) -> Period:
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    instant = local.astimezone(UTC)
    return Period(local.date(), local.date(), instant, instant, is_moment=True)


def _last_day(first: date, *, has_month: bool, has_day: bool) -> date:
    if has_day:
        return first
    if has_month:
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31)
