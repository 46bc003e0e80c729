"""The facts that words state about a time, before they are resolved to a date."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Moment:
    """Facts about a moment; None or False is "not said".

    `way` is -1, 0 or 1 (last, this, next) for a weekday or month, and a number of `unit`s from the
    anchor otherwise ("yesterday": unit day, way -1); `context` counts from the time told before
    instead ("two days later"). `clock` is minutes after midnight, `uncertain_half` tells that the
    words did not say which half of the day. `span` is a length in months from `month` on, or up to
    its end with `back`, its last day being `closing`. `gap` tells how far what follows lies from
    the day just named ("on Monday, two days after"). A `feast` is told by its rule, to the month if
    it is `coarse`. `season` is the month in which a season
    starts. A `unit` "period" is the period told before ("the same months last year"). A `part` of
    the day that stands `by_itself`, nothing else being said, is that of the day told before, or
    with `now` of the anchor's own ("overnight").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    feast: str | None = None
    coarse: bool = False
    weekday: int | None = None
    unit: str | None = None
    way: int | None = None
    context: bool = False
    clock: int | None = None
    uncertain_half: bool = False
    midnight: bool = False
    night: bool = False
    part: str | None = None
    by_itself: bool = False
    now: bool = False
    zone: str | None = None
    local: bool = False
    span: int | None = None
    back: bool = False
    closing: int | None = None
    gap: bool = False
    season: int | None = None
    fiscal: bool = False
    never: bool = False

    @property
    def has_day(self) -> bool:
        """Whether the words name a day."""
        return (
            self.day is not None
            or self.weekday is not None
            or (self.feast is not None and not self.coarse)
            or self.unit in ("day", "weekend")
        )

    @property
    def has_date(self) -> bool:
        """Whether the words name a day, month, year or other stretch of the calendar."""
        return self.has_day or bool(self.month or self.year or self.unit or self.feast)


FIELDS = tuple(field.name for field in fields(Moment))
# Facts that may each be told in two words of one phrase ("Thursday morning", "Tuesday night").
FREE = ("part", "by_itself", "now", "night", "context")


def told(fact: object) -> bool:
    """Whether a fact is said at all (0 is: a Monday, midnight, this week)."""
    return fact is not None and fact is not False


def agree(one: Moment, other: Moment) -> bool:
    """Whether two neighbours may be one time: no fact told twice, no two ways to name the day."""
    for name in FIELDS:
        mine, its = getattr(one, name), getattr(other, name)
        if name not in FREE and told(mine) and told(its) and mine != its:
            return False
    if (one.context and other.weekday is not None) or (other.context and one.weekday is not None):
        return False
    if (one.context and one.way and other.has_date) or (
        other.context and other.way and one.has_date
    ):
        return False
    if (one.gap and other.by_itself) or (other.gap and one.by_itself):
        return False  # "in the afternoon, a day after leaving"
    if one.never or other.never or (one.clock is not None and other.clock is not None):
        return False
    both = unite(one, other)
    if both.span and (both.day or both.weekday is not None):
        return False
    if both.year is not None and both.month is None and (both.day or both.weekday is not None):
        return False
    if both.weekday is not None and both.month and not both.day:
        return False
    if both.clock is not None and both.has_date and not both.has_day:
        return False
    return both != one and unit_fits(both)


def unit_fits(moment: Moment) -> bool:
    """Whether the unit ("yesterday", "next week", "last year") goes with the other facts."""
    fits = {
        None: True,
        "day": moment.month is None and moment.year is None and moment.day is None,
        "week": moment.weekday is not None and moment.month is None and moment.year is None,
        "month": moment.month is None and moment.year is None and moment.weekday is None,
        "year": (moment.month or moment.feast) is not None and moment.year is None,
    }
    alone = (
        moment.month is None
        and moment.year is None
        and moment.day is None
        and moment.weekday is None
    )
    return fits.get(moment.unit, False) or alone


def unite(one: Moment, other: Moment) -> Moment:
    """The facts of both, the first's where both tell one."""
    missing = {name: getattr(other, name) for name in FIELDS if not told(getattr(one, name))}
    return replace(one, **missing)


def share(one: Moment, other: Moment) -> tuple[Moment, Moment]:
    """Both ends of a range, each with the facts that only the other names ("from 3 to 7 March")."""
    if (one.month or one.feast) and one.year is None and one.unit is None and other.year:
        one = replace(one, year=other.year)
    return lend(one, other), lend(other, one)


def lend(taker: Moment, giver: Moment) -> Moment:
    """The taker with the day, month or year that it leaves to the giver."""
    if taker.clock is not None and not taker.has_date and giver.has_date:
        return unite(taker, replace(giver, clock=None, midnight=False, uncertain_half=False))
    if taker.day and not taker.month and taker.unit is None:
        return replace(taker, month=giver.month, year=giver.year)
    named = taker.month or taker.feast
    if named and taker.year is None and taker.way is None and giver.unit == "year":
        return replace(taker, unit=giver.unit, way=giver.way)
    if taker.zone is None and taker.clock is not None and giver.clock is not None:
        return replace(taker, zone=giver.zone, local=taker.local or giver.local)
    return taker
