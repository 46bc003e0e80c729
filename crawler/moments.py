"""Dates and times as feeds and pages write them for machines."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

# 2024-12-16T15:30:00.123456789+0900, 2024/12/16 15:30:05 +09:00, 2024-12-16T15:30Z, 2024-12-16
STAMP = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
# Railways have no article older than the web; later years are slips of a clock.
FIRST_YEAR, LAST_YEAR = 1994, 2100


def parse_moment(text: str | None, timezone: str) -> datetime | None:
    """The moment in UTC that a machine-readable date names, or None.

    A time without a zone is meant in `timezone`; a bare day is its midnight there.
    """
    text = (text or "").strip()
    if not text:
        return None
    moment = _stamp(text) or _mail_date(text)
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC)


def has_clock(text: str) -> bool:
    """Whether a date tells the time of day too."""
    return bool(re.search(r"\d:\d\d", text))


def _stamp(text: str) -> datetime | None:
    found = STAMP.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        at = time(int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        moment = datetime.combine(date(int(year), int(month), int(day)), at)
    except ValueError:  # the 31st of February
        return None
    return (
        moment if zone is None else datetime.fromisoformat(f"{moment.isoformat()}{_offset(zone)}")
    )


def _offset(zone: str) -> str:
    return "+00:00" if zone in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}"


def _mail_date(text: str) -> datetime | None:
    """`Mon, 16 Dec 2024 15:30:00 +0900`, as RSS has it."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
