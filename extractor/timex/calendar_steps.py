"""Days, months and years so far from one another, within the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta


def make_day(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none such."""
    if not MINYEAR <= year <= MAXYEAR or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def year_text(year: int) -> str:
    """A year in four digits, the calendar's first or last for one beyond it."""
    return f"{min(max(year, MINYEAR), MAXYEAR):04d}"


def shift_months(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months from a day."""
    total = day.year * 12 + day.month - 1 + months
    return min(max(total // 12, 1), 9998), total % 12 + 1


def shift_days(day: date, days: float) -> date | None:
    """The day so many days away; None beyond the calendar."""
    try:
        return day + timedelta(days=round(days))
    except OverflowError:
        return None


def nearest(days: list[date], base: date) -> date | None:
    """The day that is nearest to the base, the earlier of two; None where there is none."""
    return min([(abs((day - base).days), day) for day in days], default=(0, None))[1]


def span_of(value: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year."""
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    return first, date(year, month or 12, monthrange(year, month or 12)[1])
