"""Dates and times as feeds and pages write them for machines."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

# 2024-12-16, 2024/12/16, 2024.12.16
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
# 15:30, 15:30:05.123456789+0900, 3:30 PM, 15:30 GMT+9, 15:30:05 +09:00, 15:30Z, 15:30 (KST)
CLOCK = re.compile(
    r"(?<![\d:+-])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d)"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"[\s(]*(?P<name>[^\W\d_]+)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?(?!\d))?",
    re.IGNORECASE,
)
# 20241216T153005Z, 20241216153005, 20241216
BASIC = re.compile(
    r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?=Z|[+-]|\s|$)", re.IGNORECASE
)
# 1772473200, 1772473200000: seconds or milliseconds since 1970, from 2001 on
EPOCH = re.compile(r"^(1\d{9})(?:\d{3})?$")
# The names to which an offset may be added: GMT+9, UTC-5.
UNIVERSAL = ("", "UT", "UTC", "GMT")
# No date is longer, whatever else an attribute holds.
MAX_LENGTH = 100
# Railways have no article older than the web; later years are slips of a clock.
FIRST_YEAR, LAST_YEAR = 1994, 2100


def parse_moment(text: str | None, timezone: str) -> datetime | None:
    """The moment in UTC that a machine-readable date names, or None.

    A time without a zone is meant in `timezone`; a bare day is its midnight there. A time with
    something behind it that is not understood is none.
    """
    text = _extended((text or "").strip())
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        moment = _moment(text, ZoneInfo(timezone))
    except (ValueError, IndexError, OverflowError):  # the 31st of February, 24 hours ahead
        return None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.astimezone(UTC)


def has_clock(text: str) -> bool:
    """Whether a date tells the time of day too."""
    return CLOCK.search(_extended(text.strip())) is not None


def told_offset(text: str, timezone: str) -> str | None:
    """The offset from UTC that a date `parse_moment` understands tells with its time ("+09:00").

    None where it tells no zone: it is then meant in `timezone`.
    """
    text = _extended(text.strip())
    clock = CLOCK.search(text)
    if clock is None or not (clock["name"] or clock["offset"]):
        return None
    moment = _moment(text, ZoneInfo(timezone))
    return moment.isoformat()[-6:] if moment else None


def _extended(text: str) -> str:
    """A count of seconds, or a date in ISO's basic format, as one with hyphens and colons."""
    if seconds := EPOCH.match(text):
        return datetime.fromtimestamp(int(seconds[1]), UTC).isoformat()
    found = BASIC.match(text)
    if found is None:
        return text
    year, month, day, *clock = found.groups()
    told = ":".join(part for part in clock if part)
    return f"{year}-{month}-{day} {told}{text[found.end() :]}"


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    clock = CLOCK.search(text)
    if clock is None:
        day = _day(text)
        return datetime.combine(day, time(), zone) if day else None
    before, behind = text[: clock.start()], text[clock.end() :]
    day = _day(before)
    if day is None:  # Mon Dec 16 15:30:00 +0900 2024
        day, behind = _day(before + behind), ""
    if day is None:
        return None
    local = datetime.combine(day, _time(clock), zone)
    if not clock["name"] and not clock["offset"]:
        return None if re.search(r"\w", behind) else local
    meant = _zone((clock["name"] or "").upper(), clock["offset"], local)
    return local.replace(tzinfo=meant) if meant else None


def _day(text: str) -> date | None:
    """`2024-12-16`, or `Mon, 16 Dec 2024` as mail and RSS have it."""
    if found := DAY.match(text):
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    parts = parsedate(f"{text} 00:00:00 GMT")
    return date(*parts[:3]) if parts else None


def _time(clock: re.Match[str]) -> time:
    hour, minute, second = (int(clock[name] or 0) for name in ("hour", "minute", "second"))
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    return time(hour, minute, min(second, 59))


def _zone(name: str, offset: str | None, local: datetime) -> tzinfo | None:
    """The zone that is named behind a time, or None where the name is not known."""
    if offset:
        return _offset(offset) if name in UNIVERSAL else None
    own = local.tzname() or ""
    if name in (own, own[:1] + own[2:3]):  # EST; ET, summer and winter
        return local.tzinfo
    return _offset(_zone_names()[name]) if name in _zone_names() else None


def _offset(written: str) -> tzinfo:
    """`+0900`, `+09:00`, `+9`."""
    digits = written[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(ahead if written[0] == "+" else -ahead)


@cache
def _zone_names() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("zone_names.toml").read_text("utf-8"))
