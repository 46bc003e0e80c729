"""An event as one readable line: `Service resumed: Khasan – Tumangang, 16 December 2024`."""

from __future__ import annotations

from babel.dates import format_date

from storage.merge.weights import FAMILY_OF
from storage.periods import to_period
from storage.records import EventType, Factuality

# What has happened, then what is planned; other factualities are said behind it.
PHRASES = {
    EventType.SERVICE_RESUMPTION: ("Service resumed", "Service to resume"),
    EventType.SERVICE_SUSPENSION: ("Service suspended", "Service to be suspended"),
    EventType.SERVICE_LAUNCH: ("Service launched", "Service to be launched"),
    EventType.SERVICE_CHANGE: ("Service changed", "Service to change"),
    EventType.TRAIN_MOVEMENT: ("Train movement", "Train to run"),
    EventType.TRAFFIC_VOLUME: ("Traffic volume", "Traffic expected"),
    EventType.DERAILMENT: ("Derailment", "Derailment expected"),
    EventType.COLLISION: ("Collision", "Collision expected"),
    EventType.LEVEL_CROSSING_ACCIDENT: (
        "Level crossing accident",
        "Level crossing accident expected",
    ),
    EventType.PERSON_STRUCK: ("Person struck by train", "Person struck by train expected"),
    EventType.FIRE: ("Fire", "Fire expected"),
    EventType.ATTACK: ("Attack", "Attack planned"),
    EventType.OTHER_INCIDENT: ("Incident", "Incident expected"),
    EventType.DISRUPTION: ("Disruption", "Disruption expected"),
    EventType.STRIKE: ("Strike", "Strike called"),
    EventType.OPENING: ("Opening", "Opening planned"),
    EventType.CONSTRUCTION: ("Construction", "Construction planned"),
    EventType.CLOSURE: ("Closure", "Closure planned"),
    EventType.AGREEMENT: ("Agreement", "Agreement planned"),
    EventType.INVESTIGATION: ("Investigation", "Investigation planned"),
}
# What happens at a spot, which tells more than where the train was going.
PLACED = frozenset(FAMILY_OF[EventType.DERAILMENT].types) | {EventType.DISRUPTION}
SUFFIXES = {
    Factuality.ACTUAL: "",
    Factuality.PLANNED: "",
    Factuality.POSSIBLE: " (possible)",
    Factuality.DENIED: " (denied)",
}


def event_title(
    event_type: EventType,
    factuality: Factuality,
    *,
    origin: str | None,
    destination: str | None,
    location: str | None,
    operator: str | None = None,
    start: str | None,
) -> str:
    """The line for an event; what is not known is left out. The operator stands in for a place."""
    happened, planned = PHRASES[event_type]
    phrase = planned if factuality is Factuality.PLANNED else happened
    route = " – ".join(name for name in (origin, destination) if name)
    if event_type in PLACED or not route:
        route = location or route
    where_and_when = ", ".join(part for part in (route or operator, _day(start)) if part)
    suffix = SUFFIXES[factuality]
    return f"{phrase}: {where_and_when}{suffix}" if where_and_when else f"{phrase}{suffix}"


def _day(start: str | None) -> str:
    """`16 December 2024`, `December 2024` or `2024`, as exact as the text."""
    if start is None:
        return ""
    pattern = {4: "y", 7: "MMMM y"}.get(len(start), "d MMMM y")
    return format_date(to_period(start, None).first_day, pattern, locale="en")
