"""Whether two reports can mean the same time, each as exact as its text.

Days are compared as their own calendars have them, clock times as instants, and a clock time with a
day by the calendars of all places named. Of a train one text may give the departure and another the
arrival. A text without a date is placed by the day on which it was published.
"""

from __future__ import annotations

from datetime import date

from storage.merge.facts import Facts
from storage.merge.runs import ended_before, run_feature
from storage.merge.weights import Family
from storage.periods import Period, day_in
from storage.records import Factuality

TOLD_TOGETHER_DAYS = 2
DAYS_OF_MONTH = 31


def time_feature(one: Facts, other: Facts, *, of_one_train: bool) -> str:
    """What the times of two reports of one family say, by the name the weights have for it.

    A train has one accident a day: a second hour is that of its departure.
    """
    if one.family.clock and (ended_before(one, other) or ended_before(other, one)):
        return "other_time"
    if one.period is not None and other.period is not None:
        return _compared(one, other, one.period, other.period, of_one_train=of_one_train)
    if one.dated is not None and other.dated is not None:
        if one.end_period is not None and other.end_period is not None:
            ends = one.end_period, other.end_period
            return _compared(one, other, *ends, of_one_train=of_one_train)
        return run_feature(one, other) if one.period is not None else run_feature(other, one)
    if one.dated is None and other.dated is None:
        return _told(abs((one.told.date() - other.told.date()).days), one)
    dated, undated = (one, other) if one.dated is not None else (other, one)
    told = undated.told.date()
    distance = _outside(told, *_span(dated))
    if dated.family.lasting:  # "suspended since 2020" and "long suspended", told in one week
        distance = min(distance, abs((dated.told.date() - told).days))
    return _told(distance, one)


def other_span(one: Facts, other: Facts) -> bool:
    """Whether two dated reports count over different days: a month, and it with the next."""
    return None not in (one.period, other.period) and _span(one) != _span(other)


def _compared(one: Facts, other: Facts, mine: Period, theirs: Period, *, of_one_train: bool) -> str:
    found = _on_days(one, other, mine, theirs)
    hours = _hours(mine, theirs)
    return found if hours is None else _clocked(found, hours, one.family, of_one_train)


def _told(days: int, one: Facts) -> str:
    if days <= TOLD_TOGETHER_DAYS:
        return "told_together"
    return "told_later" if days <= one.family.told_days else "told_apart"


def _clocked(found: str, hours: float, family: Family, of_one_train: bool) -> str:
    """What the clock adds to what the days say."""
    if hours <= family.hours:
        return "same_moment"
    if family.clock:
        return "other_time"
    is_other = family.sudden and found != "other_time" and not of_one_train
    return "other_hour" if is_other else found


def _hours(one: Period, other: Period) -> float | None:
    """How far two clock times lie apart."""
    if not (one.is_moment and other.is_moment):
        return None
    return abs((one.begin - other.begin).total_seconds()) / 3600


def _on_days(one: Facts, other: Facts, mine: Period, theirs: Period) -> str:
    family = one.family
    if _overlap(mine, theirs):
        days = max(mine.days, theirs.days)
        return "same_day" if days == 1 else "same_month" if days <= DAYS_OF_MONTH else "same_year"
    if _on_another_clock(mine, theirs, one.zones | other.zones):
        return "near_day"
    if _gap(mine, theirs) <= family.days and max(mine.days, theirs.days) == 1:
        if not family.sudden:
            return "near_day"
        return "other_time" if _foretold(one, theirs) or _foretold(other, mine) else "next_day"
    if family.lasting and (_in_span(mine, other) or _in_span(theirs, one)):
        return "within_span"
    return "other_time"


def _foretold(facts: Facts, period: Period) -> bool:
    """Whether the report was out before the period began: what it tells was not in it."""
    return facts.factuality is Factuality.ACTUAL and facts.told < period.begin


def _overlap(one: Period, other: Period) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _on_another_clock(one: Period, other: Period, zones: frozenset[str]) -> bool:
    """Whether one is a clock time that falls on the other's day at a place that either names."""
    moment, days = (one, other) if one.is_moment else (other, one)
    if not moment.is_moment or days.is_moment:
        return False
    return any(
        days.first_day <= day_in(moment.begin, zone) <= days.last_day for zone in sorted(zones)
    )


def _gap(one: Period, other: Period) -> int:
    return max((one.first_day - other.last_day).days, (other.first_day - one.last_day).days, 0)


def _in_span(period: Period, facts: Facts) -> bool:
    first, last = _span(facts)
    return first <= period.first_day and period.last_day <= last


def _span(facts: Facts) -> tuple[date, date]:
    """From the first day of a dated report to its last."""
    assert facts.dated is not None
    last = facts.end_period.last_day if facts.end_period else facts.dated.last_day
    return facts.dated.first_day, max(last, facts.dated.last_day)


def _outside(day: date, first: date, last: date) -> int:
    """How many days `day` lies outside the span."""
    return max((first - day).days, (day - last).days, 0)
