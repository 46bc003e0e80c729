"""Whether the times that reports of one event give can all be right.

Times on two clocks are one instant. A train cleared at 15:00 that left at 15:30 has two moments and
no conflict: one article tells both, or the words around the time say what the moment was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from storage.folding import fold_name
from storage.merge.facts import Facts
from storage.merge.words import any_occurs
from storage.periods import Period

# Timetables are exact to the minute; "about five" and "ten to five" are one time of an accident.
ROUNDED = timedelta(minutes=30)

Pairs = list[tuple[Facts, Facts]]


def conflicting_starts(reports: Sequence[Facts]) -> Pairs:
    """The pairs of reports whose starts cannot both be right."""
    told_together = {facts.article_moments for facts in reports}
    cleared = {facts.id for facts in reports if _tells_clearing(facts)}
    return [
        (one, other)
        for one, other in combinations(reports, 2)
        if one.period is not None
        and other.period is not None
        and not one.family.lasting
        and not _two_moments(one, other, told_together, cleared)
        and _conflict(one.period, other.period, exact=one.family.clock)
    ]


def conflicting_ends(reports: Sequence[Facts]) -> Pairs:
    """The pairs of reports whose ends cannot both be right."""
    return [
        (one, other)
        for one, other in combinations(reports, 2)
        if one.end_period is not None
        and other.end_period is not None
        and _conflict(one.end_period, other.end_period, exact=one.family.clock)
    ]


def _conflict(one: Period, other: Period, *, exact: bool) -> bool:
    if one.is_moment and other.is_moment:
        return abs(one.begin - other.begin) > (timedelta(0) if exact else ROUNDED)
    days_meet = one.first_day <= other.last_day and other.first_day <= one.last_day
    return not days_meet and (one.begin > other.finish or other.begin > one.finish)


def _two_moments(
    one: Facts, other: Facts, told_together: set[frozenset[datetime]], cleared: set[str]
) -> bool:
    """Whether the two starts are known for two moments of one happening."""
    assert one.period is not None
    assert other.period is not None
    if not (one.period.is_moment and other.period.is_moment):
        return False
    if (one.id in cleared) != (other.id in cleared):
        return True
    both = {one.period.begin, other.period.begin}
    return any(both <= moments for moments in told_together)


def _tells_clearing(facts: Facts) -> bool:
    return any_occurs("clearing_words.txt", fold_name(facts.clock_words), as_beginning=True)
