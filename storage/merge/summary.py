"""What a group of reports tells as one event: one value a field, each chosen by a plain rule.

One story is one voice, however many outlets print it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from math import prod
from typing import Any, TypeVar

from storage.ids import search_id
from storage.merge.choices import chosen_places, chosen_times
from storage.merge.facts import Facts, PlaceFact
from storage.merge.origins import Origins
from storage.merge.titles import event_title
from storage.periods import utc_text
from storage.records import EventType, Factuality, PlaceRole

Value = TypeVar("Value", bound=Hashable)


def event_row(reports: Sequence[Facts], origins: Origins) -> dict[str, Any]:
    """The row of `events` for reports of one happening, the earliest told first."""
    factuality = event_factuality(reports)
    event_type = _most_told(reports, _type_of)
    dated = chosen_times(reports, factuality)
    places = chosen_places(reports)
    names = {role.value: place.name if place else None for role, place in places.items()}
    event_id = reports[0].id
    return {
        "id": event_id,
        "title": _title(reports, event_type, factuality, dated["start"], names),
        "type": event_type.value,
        "factuality": factuality.value,
        **dated,
        "recurrence": _most_told(reports, _recurrence_of),
        **{f"{role.value}_id": place.id if place else None for role, place in places.items()},
        **names,
        "countries": json.dumps(sorted({code for facts in reports for code in facts.countries})),
        **_coordinates(places),
        "first_reported_at": utc_text(reports[0].told),
        "last_reported_at": utc_text(reports[-1].told),
        "reports": len(reports),
        "outlets": len({facts.outlet_id for facts in reports}),
        "stories": len({facts.story_id for facts in reports}),
        "origins": len(origins.of(reports)),
        "confidence": _confidence(reports),
        "pages_gone": int(all(facts.page_has_gone for facts in reports)),
        "search_id": search_id(event_id),
    }


def _title(
    reports: Sequence[Facts],
    event_type: EventType,
    factuality: Factuality,
    start: str | None,
    names: dict[str, str | None],
) -> str:
    operator = _most_told(reports, _operator_of)
    return event_title(event_type, factuality, start=start, operator=operator, **names)


def event_factuality(reports: Sequence[Facts]) -> Factuality:
    """The last word of those who speak of facts; failing them, of plans; failing them, possible."""
    for firm in (Factuality.ACTUAL, Factuality.PLANNED):
        told = [
            facts.factuality for facts in reports if facts.factuality in (firm, Factuality.DENIED)
        ]
        if firm in told:
            return told[-1]
    denied = any(facts.factuality is Factuality.DENIED for facts in reports)
    return Factuality.DENIED if denied else Factuality.POSSIBLE


def _type_of(facts: Facts) -> EventType:
    return facts.type


def _operator_of(facts: Facts) -> str | None:
    return facts.operator


def _recurrence_of(facts: Facts) -> str | None:
    return facts.recurrence


def _most_told(reports: Sequence[Facts], value_of: Callable[[Facts], Value]) -> Value:
    """The value that most stories give, the earliest told of equals; None only if all are None."""
    stories: dict[Value, set[str]] = {}
    for facts in reports:
        value = value_of(facts)
        if value is not None or not stories:
            stories.setdefault(value, set()).add(facts.story_id)
    given = [value for value in stories if value is not None] or list(stories)
    return max(given, key=_counter(stories))


def _counter(stories: dict[Value, set[str]]) -> Callable[[Value], int]:
    def count(value: Value) -> int:
        return len(stories[value])

    return count


def _coordinates(places: dict[PlaceRole, PlaceFact | None]) -> dict[str, float | None]:
    """Where to put the event on a map: its location, else an end, never the midst of a country."""
    for role in (PlaceRole.LOCATION, PlaceRole.ORIGIN, PlaceRole.DESTINATION):
        place = places[role]
        if place and place.latitude is not None and not place.whole_country:
            return {"latitude": place.latitude, "longitude": place.longitude}
    return {"latitude": None, "longitude": None}


def _confidence(reports: Iterable[Facts]) -> float:
    """That not every story is mistaken, each taken at its surest report."""
    surest: dict[str, float] = {}
    for facts in reports:
        surest[facts.story_id] = max(surest.get(facts.story_id, 0.0), facts.confidence)
    return round(1 - prod(1 - surest[story] for story in sorted(surest)), 4)
