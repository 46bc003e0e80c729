"""Whether a train that left, told by one report, can be that which came in, told by another.

A run takes as long as the way between its ends lets it: so the trains of a line that runs twice a
month are told apart, though eight days lie between a departure and its arrival.
"""

from __future__ import annotations

from math import ceil, floor

from storage.merge.facts import Facts, PlaceFact
from storage.merge.places import kilometres
from storage.periods import Period
from storage.records import PlaceRole

# How fast trains are from end to end as the crow flies, in km/h: the slowest waits at borders.
FASTEST, SLOWEST = 300.0, 20.0
# So many hours a train may wait at a border, or a day be misjudged by its hours.
WAIT = 12


def run_feature(left: Facts, came: Facts) -> str:
    """What the start of one and the end of the other say, by the name the weights have for it."""
    assert left.period is not None
    assert came.end_period is not None
    return _time_taken(left.period, came.end_period, *_hours(_kilometres(left, came)))


def ended_before(came: Facts, left: Facts) -> bool:
    """Whether by the clock one had come in when the other left."""
    end, start = came.end_period, left.period
    if end is None or start is None or not (end.is_moment and start.is_moment):
        return False
    return end.begin < start.begin


def _time_taken(start: Period, end: Period, fastest: float, slowest: float) -> str:
    if start.is_moment and end.is_moment:
        hours = (end.begin - start.begin).total_seconds() / 3600
        return "one_run" if fastest <= hours <= slowest + WAIT else "other_time"
    longest, shortest = (end.last_day - start.first_day).days, (end.first_day - start.last_day).days
    if longest < max(ceil((fastest - WAIT) / 24), 0) or shortest > floor((slowest + WAIT) / 24):
        return "other_time"
    return "one_run" if max(start.days, end.days) == 1 else "within_span"


def _hours(distance: float | None) -> tuple[float, float]:
    """The least and the most that a train takes; a way of which nothing is known is short."""
    return (distance or 0) / FASTEST, (distance or 0) / SLOWEST


def _kilometres(left: Facts, came: Facts) -> float | None:
    """How far the ends that the two name lie apart, at the least."""
    found = [
        kilometres(origin, destination)
        for origin in _points(left, came, PlaceRole.ORIGIN)
        for destination in _points(came, left, PlaceRole.DESTINATION)
    ]
    return min((it for it in found if it is not None), default=None)


def _points(one: Facts, other: Facts, role: PlaceRole) -> list[PlaceFact]:
    return [place for place in one.at(role) or other.at(role) if not place.is_area]
