"""Which place and which time an event gets where its reports differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from storage.merge.facts import Facts, PlaceFact
from storage.merge.moments import conflicting_ends, conflicting_starts
from storage.merge.places import is_unnamed
from storage.records import Factuality, PlaceRole


def chosen_times(reports: Sequence[Facts], factuality: Factuality) -> dict[str, Any]:
    """Start and end: from reports of the event's own factuality if any of them has a start."""
    firm = firmest(reports, factuality)
    dated = [facts for facts in firm if facts.period]
    best = max(dated, key=_start_rank(reports), default=None)
    firm_ends = firmest(reports, factuality, ends=True)
    ended = [facts for facts in firm_ends if facts.end_period]
    end = max(ended, key=_end_rank(reports), default=None)
    if best and end and (end.end_utc or "") < (best.start_utc or ""):
        end = None
    return {
        "start_conflicting": int(best is not None and bool(conflicting_starts(firm))),
        "end_conflicting": int(end is not None and bool(conflicting_ends(firm_ends))),
        "start": best.start if best else None,
        "end": end.end if end else None,
        "start_utc": best.start_utc if best else None,
        "end_utc": end.end_utc if end else None,
    }


def firmest(
    reports: Sequence[Facts], factuality: Factuality, *, ends: bool = False
) -> Sequence[Facts]:
    """The reports whose times count: those of the event's own factuality that have a start.

    For its end also those that tell a train's arrival alone.
    """
    own = [facts for facts in reports if facts.factuality is factuality]
    dated = [facts for facts in own if (facts.dated if ends else facts.period)]
    return dated or reports


def _start_rank(reports: Sequence[Facts]) -> Callable[[Facts], tuple[int, int, str]]:
    """How many stories bear a start out, then how exact it is."""

    def rank(facts: Facts) -> tuple[int, int, str]:
        bearing = {other.story_id for other in reports if _bears_out(other, facts)}
        return len(bearing), len(facts.start or ""), facts.start or ""

    return rank


def _bears_out(other: Facts, facts: Facts) -> bool:
    """Whether `other` gives the same start, or the day, month or year in which it lies."""
    if other.period is None or facts.period is None:
        return False
    if other.period.is_moment:
        return facts.period.is_moment and other.period.begin == facts.period.begin
    first, last = other.period.first_day, other.period.last_day
    return first <= facts.period.first_day and facts.period.last_day <= last


def _end_rank(reports: Sequence[Facts]) -> Callable[[Facts], tuple[int, int, str]]:
    def rank(facts: Facts) -> tuple[int, int, str]:
        bearing = {other.story_id for other in reports if other.end == facts.end}
        return len(bearing), len(facts.end or ""), facts.end or ""

    return rank


def chosen_places(reports: Sequence[Facts]) -> dict[PlaceRole, PlaceFact | None]:
    chosen: dict[PlaceRole, PlaceFact | None] = {}
    for role in PlaceRole:
        origin = chosen.get(PlaceRole.ORIGIN)
        taken = {origin.key} if origin and role is PlaceRole.DESTINATION else set()
        chosen[role] = _place(reports, role, taken)
    return chosen


def _place(reports: Sequence[Facts], role: PlaceRole, taken: set[str]) -> PlaceFact | None:
    """The finest known place, of several the one by most stories, then the earliest told."""
    stories: dict[str, set[str]] = {}
    found: dict[str, tuple[int, PlaceFact]] = {}
    for facts in reports:
        for place in facts.at(role):
            if place.key not in taken:
                stories.setdefault(place.key, set()).add(facts.story_id)
                found.setdefault(place.key, (-len(found), place))
    ranked = [
        (_fineness(place), len(stories[key]), earliest, place)
        for key, (earliest, place) in found.items()
    ]
    return max(ranked, key=_without_place)[3] if ranked else None


def _without_place(ranked: tuple[int, int, int, PlaceFact]) -> tuple[int, int, int]:
    return ranked[:3]


def _fineness(place: PlaceFact) -> int:
    if place.whole_country or is_unnamed(place):
        return 0
    if place.is_area:
        return 1
    return 3 if place.id else 2
