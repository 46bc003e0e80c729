"""From the facts of a moment to a date, counted from the anchor's day or the day told before."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum

from extractor.timex.calendar_steps import (
    make_day,
    nearest,
    shift_days,
    shift_months,
    year_text,
)
from extractor.timex.feasts import feast_day, weekend_of
from extractor.timex.moment import Moment

FAR_AHEAD = 100  # days: a past-tense sentence with a date further ahead means the year before
# Days: what is told to come ("effective Dec. 14") with a date further back means the year after.
FAR_BACK = 60
DONE_AHEAD = 2  # the same of what is over: in the far east the next day has begun
WEEK_AROUND = 6  # days to either side within which one with the same number and weekday is meant
JUST_OVER = 2  # weekdays, from Monday on, on which "over the weekend" is the last one


class Tense(StrEnum):
    """Where the words put what happens: before or after the moment of writing.

    PRESENT, also for what was expected ("was to resume"): days lie ahead, longer spans are near.
    """

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a moment is counted from: the anchor's day and the day told before, where known.

    `there` is the day at the farthest east of the places told of, at the anchor's moment. What
    happened then is `done`: it does not lie ahead. A weekday to come is one of those `announced`.
    """

    anchor: date | None
    focus: date | None = None
    tense: Tense = Tense.OPEN
    year: date | None = None  # the first day of the year told before
    period: tuple[str, str | None] | None = None  # the months or the year told before, to its end
    sentence_year: int | None = None  # the year that the same sentence names before
    sentence_month: date | None = None  # and the month
    then: str | None = None  # the time told last
    there: date | None = None
    done: bool = False
    announced: tuple[date, date] | None = None  # days to come, told by their dates


@dataclass(frozen=True, slots=True)
class Resolved:
    """A time on the calendar: `text` is cut to its precision, `last` the far end of a part."""

    text: str
    last: str | None = None
    consistent: bool = True


def resolve(moment: Moment, frame: Frame) -> Resolved | None:
    """The moment on the calendar; None where the words fix no date or the anchor is missing."""
    base = frame.focus if moment.context else frame.anchor
    if moment.context and not base and moment.way == 0:
        base = frame.anchor
    if moment.context and moment.unit == "year":
        base = frame.year
    if moment.never:
        return None
    if moment.unit == "then":
        return Resolved(frame.then) if frame.then else None
    of_period = moment.context and moment.unit == "year" and frame.period and not moment.month
    if moment.unit == "period" or of_period:
        return resolve_period(moment, frame)
    if moment.season and moment.unit == "year" and not moment.has_day:
        return resolve_season(moment, frame)
    if moment.has_day:
        return resolve_day(moment, base, frame)
    if moment.feast:
        return resolve_coarse(moment, base, frame)
    if moment.unit and moment.month is None:
        return resolve_unit(moment, base)
    if moment.fiscal and moment.year:
        return Resolved(f"{moment.year}-04", f"{moment.year + 1}-03")
    if moment.month:
        return resolve_month(moment, base, frame)
    return Resolved(f"{moment.year:04d}") if moment.year else None


def resolve_unit(moment: Moment, base: date | None) -> Resolved | None:
    """Months and years counted from the base, and days told as hours ("24 hours later").

    Weeks and longer stretches fix no date.
    """
    if base is None or moment.way is None:
        return None
    if moment.unit == "hour" and moment.context and moment.way % 24 == 0:
        day = shift_days(base, moment.way / 24)
        return Resolved(day.isoformat()) if day else None
    if moment.unit == "month" and abs(moment.way) < 1000:
        year, month = shift_months(base, round(moment.way))
        return Resolved(f"{year:04d}-{month:02d}")
    if moment.unit == "year" and 1 <= base.year + round(moment.way) <= 9998:
        return Resolved(f"{base.year + round(moment.way):04d}")
    return None


def resolve_period(moment: Moment, frame: Frame) -> Resolved | None:
    """The period told before, moved by whole years."""
    if frame.period is None:
        return None
    value, until = frame.period
    step = moment.year - int(value[:4]) if moment.year else round(moment.way or 0)
    return Resolved(shift_years(value, step), shift_years(until, step) if until else None)


def shift_years(value: str, step: int) -> str:
    """A date so many years on; the last day of February stays in its month."""
    year = year_text(int(value[:4]) + step)
    rest = value[4:10]
    return year + ("-02-28" if rest == "-02-29" and not isleap(int(year)) else rest)


def resolve_season(moment: Moment, frame: Frame) -> Resolved | None:
    """The year of a season, which starts in a month and lasts three."""
    base, start = frame.anchor, moment.season or 1
    if moment.context:
        return Resolved(year_text(frame.year.year)) if frame.year else None
    if base is None:
        return None
    over = start + 2 < base.month
    year = base.year
    if moment.way:
        year += (start <= base.month) if moment.way > 0 else -(not over)
    elif moment.way is None and frame.tense in (Tense.FUTURE, Tense.PRESENT):
        year += over
    elif moment.way is None and frame.tense is Tense.PAST:
        year -= start > base.month
    return Resolved(year_text(year))


def resolve_month(moment: Moment, base: date | None, frame: Frame) -> Resolved | None:
    """A month, or a part of a year that starts with it."""
    year = month_year(moment, base, frame)
    if year is None or not MINYEAR <= year <= MAXYEAR or moment.month is None:
        return None
    last = None
    if moment.span and moment.back:
        last = f"{year:04d}-{moment.month:02d}" + (
            f"-{moment.closing:02d}" if moment.closing else ""
        )
        year, month = shift_months(date(year, moment.month, 1), 1 - moment.span)
        return Resolved(f"{year:04d}-{month:02d}", last)
    if moment.span:
        last = f"{year:04d}-{min(12, moment.month + moment.span - 1):02d}"
    return Resolved(f"{year:04d}-{moment.month:02d}", last)


def month_year(moment: Moment, base: date | None, frame: Frame) -> int | None:
    """The year of a month: said, counted from the base, or the likeliest by tense."""
    month = moment.month
    if moment.year is not None or base is None or month is None:
        return moment.year
    if moment.unit == "year":
        return base.year + round(moment.way or 0)
    if moment.context and moment.way == 0:
        return frame.year.year if frame.year else None
    if moment.context:
        return base.year + (month <= base.month)
    if moment.way:
        return base.year + (month <= base.month if moment.way > 0 else -(month >= base.month))
    if moment.span and not moment.way:
        last = month if moment.back else min(12, month + moment.span - 1)
        if frame.tense is Tense.PAST or (moment.back and frame.tense is not Tense.FUTURE):
            return base.year - (last > base.month)
        return base.year + (frame.tense is Tense.FUTURE and last < base.month)
    if moment.way == 0:
        return base.year
    if frame.tense is Tense.PAST:
        return base.year - (month > base.month)
    if frame.tense is Tense.FUTURE:
        return base.year + (month < base.month)
    ahead = (month - base.month) % 12
    return base.year + (month < base.month) if ahead < 6 else base.year - (month > base.month)


def resolve_day(moment: Moment, base: date | None, frame: Frame) -> Resolved | None:
    """A day, with its weekday checked against its date."""
    day = find_day(moment, base, frame)
    if day is None:
        return None
    if moment.unit == "weekend":
        days = weekend_of(day) if moment.feast else (day, shift_days(day, 1))
        return on_days(*days) if days else None
    known = moment.day is not None or moment.feast is not None or moment.unit == "day"
    wrong = known and moment.weekday is not None and moment.weekday != day.weekday()
    if wrong and moment.year is None and base is not None:
        day = of_another_month(moment, base) or day
    return Resolved(day.isoformat(), consistent=not wrong)


def on_days(first: date, last: date | None) -> Resolved:
    """The days from the first to the last, which may lie beyond the calendar."""
    return Resolved(first.isoformat(), last.isoformat() if last else None)


def resolve_coarse(moment: Moment, base: date | None, frame: Frame) -> Resolved | None:
    """The month of a feast that tells about when; "before the New Year" is December."""
    day = dated(moment, base, frame)
    eve = day and shift_days(day, -1)
    return Resolved(eve.isoformat()[:7]) if eve else None


def of_another_month(moment: Moment, base: date) -> date | None:
    """The day of the week around the base with that number and weekday: the month is a slip."""
    week = (shift_days(base, step) for step in range(-WEEK_AROUND, WEEK_AROUND + 1))
    told = (moment.day, moment.weekday)
    return next((day for day in week if day and (day.day, day.weekday()) == told), None)


def find_day(moment: Moment, base: date | None, frame: Frame) -> date | None:
    """The day that the facts fix."""
    if moment.month and moment.day:
        return dated(moment, base, frame)
    if moment.feast:
        return on_feast(moment, base, frame)
    if base is None:
        return None
    if moment.unit == "weekend":
        return weekend(moment, base, frame)
    if moment.unit in ("week", "fortnight") and moment.weekday is not None:
        return shift_days(base, 7 * (moment.way or 0) + moment.weekday - base.weekday())
    if moment.unit == "day":
        return shift_days(base, moment.way or 0)
    if moment.day:
        return day_of_month(moment, base, frame)
    return on_weekday(moment, base, frame)


def on_feast(moment: Moment, base: date | None, frame: Frame) -> date | None:
    """The day of a feast, or the one so many days away from it."""
    if moment.unit != "day":
        return dated(moment, base, frame)
    feast = dated(replace(moment, unit=None, way=None), base, frame)
    return shift_days(feast, moment.way or 0) if feast else None


def day_in(moment: Moment, year: int) -> date | None:
    """The day and month of a moment, or its feast, in a year."""
    if moment.month and moment.day:
        return make_day(year, moment.month, moment.day)
    return feast_day(moment.feast, year) if moment.feast else None


def dated(moment: Moment, base: date | None, frame: Frame) -> date | None:
    """A day and month: in the year said, else in the one that brings it nearest to the base."""
    if moment.year is not None:
        return day_in(moment, moment.year)
    if base is None:
        return None
    if moment.unit == "year":
        return day_in(moment, base.year + round(moment.way or 0))
    if frame.sentence_year and frame.tense is Tense.PAST:
        told = day_in(moment, frame.sentence_year)
        if told and told <= base:
            return told
    near = [day_in(moment, base.year + step) for step in (-1, 0, 1) if base.year + step > 0]
    days = [candidate for candidate in near if candidate]
    if moment.way and not moment.context:  # "next March 14"
        days = [candidate for candidate in days if (candidate > base) == (moment.way > 0)]
    elif frame.tense is Tense.PAST:
        ahead = DONE_AHEAD if frame.done else FAR_AHEAD
        days = [candidate for candidate in days if (candidate - base).days < ahead]
    elif frame.tense in (Tense.FUTURE, Tense.PRESENT):
        days = [candidate for candidate in days if (base - candidate).days < FAR_BACK] or days
    return nearest(days, base)


def day_of_month(moment: Moment, base: date, frame: Frame) -> date | None:
    """The 16th: of the month counted from the base, else of the nearest month by tense."""
    if moment.unit == "month":
        return make_day(*shift_months(base, round(moment.way or 0)), moment.day or 1)
    if frame.sentence_month:
        return make_day(frame.sentence_month.year, frame.sentence_month.month, moment.day or 1)
    near = [make_day(*shift_months(base, step), moment.day or 1) for step in range(-6, 7)]
    days = [candidate for candidate in near if candidate]
    days = [one for one in days if moment.weekday in (None, one.weekday())] or days
    if frame.tense is Tense.PAST:
        days = [candidate for candidate in days if candidate <= base]
    if frame.tense is Tense.FUTURE:
        days = [candidate for candidate in days if candidate >= base]
    return nearest(days, base)


def on_weekday(moment: Moment, base: date, frame: Frame) -> date | None:
    """A weekday: the base's own day or the nearest one before, after it where the words say so.

    On a Sunday evening in Los Angeles "on Monday" may already be, where it happened.
    """
    back = (base.weekday() - (moment.weekday or 0)) % 7
    begun = frame.there is not None and frame.there.weekday() == moment.weekday
    if begun and base == frame.anchor and frame.tense is Tense.PAST and moment.way is None:
        return frame.there
    if moment.context:
        return shift_days(base, (-back) % 7 if moment.way == 0 else 7 - back)
    if moment.way == -1:
        return shift_days(base, -(back or 7))
    if moment.way == 1:
        return shift_days(base, 7 + (moment.weekday or 0) - base.weekday())
    ahead = frame.tense in (Tense.FUTURE, Tense.PRESENT) or (
        moment.way == 0 and frame.tense is not Tense.PAST
    )
    if ahead and moment.way is None and frame.announced:
        first, last = frame.announced
        day = shift_days(first, ((moment.weekday or 0) - first.weekday()) % 7)
        if day and day <= last:
            return day
    return shift_days(base, (-back) % 7 if ahead else -back)


def weekend(moment: Moment, base: date, frame: Frame) -> date | None:
    """The Saturday of a weekend: the coming or running one, the one before in the past tense."""
    ahead = 5 - base.weekday()
    if moment.context:
        return shift_days(base, ahead)
    if moment.way:
        return shift_days(
            base, ahead + 7 * moment.way if base.weekday() < 5 or moment.way > 0 else ahead - 7
        )
    unsaid = frame.tense is Tense.OPEN and moment.way is None
    just_over = unsaid and base.weekday() < JUST_OVER
    past = (frame.tense is Tense.PAST or just_over) and base.weekday() < 5
    return shift_days(base, ahead - 7 if past else ahead)
