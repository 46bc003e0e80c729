"""Clock times on their day: with the offset of a zone, and told by two clocks at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from extractor.timex.calendar_steps import shift_days
from extractor.timex.clock import clock_text
from extractor.timex.moment import Moment

# Offsets in use that are no whole hours, in minutes: Newfoundland, Iran, India, Nepal, Adelaide ...
ODD_OFFSETS = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825)
OFFSET = re.compile(r"[+-]\d\d:\d\d$")


def with_clock(day: str, moment: Moment, *, closing: bool = False) -> str:
    """A day with the moment's clock, and its offset where a zone is named.

    Midnight "tonight", or as the end of a stretch, is the start of the next day.
    """
    if moment.midnight and (moment.night or closing) and day < "9999-12-31":
        day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    text = f"{day}T{clock_text(moment.clock or 0)}"
    return text + (offset_at(text, moment.zone) if moment.zone else "")


def offset_at(text: str, zone: str) -> str:
    """The offset of a zone at a local time: "+03:00"."""
    shift = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return offset_text(round((shift or timedelta()).total_seconds() / 60))


def offset_text(minutes: int) -> str:
    """An offset in minutes as "+03:00"."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def days_apart(moment: Moment, other: Moment, its: str) -> tuple[int, int] | None:
    """How many days on from a clock's own a second one is, told in its zone as `its`.

    And the offset, in minutes, that the first then has; None where there is none such.
    """
    shift = datetime.fromisoformat(its).utcoffset() or timedelta()
    gap = round(shift.total_seconds() / 60) + (moment.clock or 0) - (other.clock or 0)
    found = ((days, gap - days * 1440) for days in (0, -1, 1))
    return next((row for row in found if -12 * 60 <= row[1] <= 14 * 60), None)


def second_clock(value: str, moment: Moment, other: Moment) -> tuple[str, str, bool]:
    """Two clocks of one moment: the first's value, the second's, and whether both can be right.

    The second names its zone; the day is the one that brings the two within half a day. A first
    clock without a zone gets the offset that the two make.
    """
    mine = date.fromisoformat(value[:10])
    its = with_clock(value[:10], replace(other, midnight=False))
    if other.zone is None:
        return value, its, True
    apart = days_apart(moment, other, its)
    if apart is None:
        return value, its, False
    days, found = apart
    its = with_clock((shift_days(mine, days) or mine).isoformat(), replace(other, midnight=False))
    if OFFSET.search(value):
        return value, its, datetime.fromisoformat(value) == datetime.fromisoformat(its)
    return value + offset_text(found), its, found % 60 == 0 or found in ODD_OFFSETS
