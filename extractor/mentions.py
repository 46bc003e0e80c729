"""What components find in a text before it is known which event it belongs to.

Offsets are characters of the document's text, end excluded. Components leave their finds on the
Doc: `doc._.times`, `doc._.recurrences`, `doc._.quantities`, `doc._.places`, `doc._.organisations`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from storage.records import Organisation, Place, Qualifier, QuantityRole, Scope

FROM_ANYWHERE = frozenset(("news_agency", "manufacturer"))  # bodies that tell no country
WIDE = ("country", "region", "sea", "river")  # kinds of place that hold many happenings
DAY = len("2024-12-16")  # of a time that is cut to its day


class TimeRelation(StrEnum):
    """How the text ties an event to the time it names."""

    AT = "at"  # on Monday, in June, at 3 p.m.
    FROM = "from"  # from June 17, as of Monday, starting in May
    SINCE = "since"  # since June
    UNTIL = "until"  # until March 2027, through April 30
    BY = "by"  # by March 2027, no later than Friday
    BEFORE = "before"  # before 9 a.m., ahead of the weekend
    AFTER = "after"  # after midnight
    RANGE = "range"  # from March 3 to March 7, between May and July: value and until
    DURATION = "duration"  # for nearly four years, a three-day closure: minutes only


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative times are counted from: the article's own moment, in its outlet's zone.

    `published` is aware where the hour is known, else midnight of the day with `day_only` set.
    """

    published: datetime
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One expression of time.

    `value` (and `until`, the far end of a range) is ISO 8601 cut to the text's precision, without
    an offset unless the text names a zone: `2024`, `2024-06`, `2024-12-16`, `2024-12-16T15:30`,
    `2024-12-16T08:30+03:00`. It is None where the words fix no date ("last week", a duration).
    `clock` is the bare time of day (`15:30`) where the words give one; `value` then holds it too,
    on the day its words name; else `day_known` is False and it is a day told before or the anchor's
    `zone` is the IANA zone the words name ("Moscow time"), `local` is true for "local time".
    `minutes` is the length of a duration. `qualifier` as of "about 7 p.m.", "nearly four years".
    `other_clock` holds the same moment as a second clock tells it ("(8 a.m. Moscow time)").
    `consistent` is false where two clocks, or a weekday and its date, cannot both be right.
    """

    start: int
    end: int
    text: str
    relation: TimeRelation = TimeRelation.AT
    value: str | None = None
    until: str | None = None
    clock: str | None = None
    day_known: bool = True
    zone: str | None = None
    local: bool = False
    minutes: float | None = None
    qualifier: Qualifier = Qualifier.EXACT
    other_clock: str | None = None
    consistent: bool = True


@dataclass(frozen=True, slots=True)
class RecurrenceMention:
    """A pattern of repetition ("twice a week", "on Mondays and Fridays") as an RFC 5545 RRULE.

    `per_week` is the weekly number the text itself gives (three weekly trips: 3), else None.
    One that holds only from a day to come, or perhaps, is `later`.
    """

    start: int
    end: int
    text: str
    rule: str
    per_week: float | None = None
    later: bool = False


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A figure with its role, read from the words around it in its own sentence.

    `noun` is the token index of the thing counted (or of the unit), `governor` the token index of
    the verb or noun whose argument the counted thing is, each where there is one. `part_of` is true
    for a part of a sum given in the same sentence ("three of them critically").
    """

    start: int
    end: int
    text: str
    role: QuantityRole
    value: float
    max: float | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str | None = None
    scope: Scope | None = None
    noun: int | None = None
    governor: int | None = None
    part_of: bool = False


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place named in the text: the full name as written, and the gazetteer's entry where known.

    `certainty` (0 to 1) is how sure the link is; `kind` falls back to what the words say.
    """

    start: int
    end: int
    text: str
    kind: str
    place: Place | None = None
    certainty: float = 0.0


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """An organisation named in the text, and the gazetteer's entry where known."""

    start: int
    end: int
    text: str
    kind: str
    organisation: Organisation | None = None


NamedSpan = TypeVar("NamedSpan", PlaceSpan, OrganisationSpan)


def first_character(span: PlaceSpan | OrganisationSpan) -> int:
    """Sort key: where a name starts."""
    return span.start


def starting_between(spans: Sequence[NamedSpan], low: int, high: int) -> Sequence[NamedSpan]:
    """Those, of spans in the order of the text, that start behind `low` and before `high`."""
    first = bisect_right(spans, low, key=first_character)
    return spans[first : bisect_left(spans, high, key=first_character)]
