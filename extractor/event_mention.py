"""One sentence's statement of one event, filled in by the components in turn."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.mentions import (
    OrganisationSpan,
    PlaceSpan,
    QuantityMention,
    RecurrenceMention,
    TimeMention,
)
from storage.records import EventType, Factuality, OrganisationRole, PlaceRole, Train

LEAST = 0.2  # a mention this likely opens a draft


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that evoke an event of `type`; `first`, `head` and `last` are token indices.

    `about` says how the pattern's own classes were met: by an `argument`, `near`, `free` (none
    asked for), `absent`, or `barred` by a word that rules the pattern out. `least` is how likely
    the words make the event by themselves.
    """

    type: EventType
    pattern: str
    level: int
    first: int
    head: int
    last: int
    about: str
    least: float = 0.0


@dataclass(slots=True, eq=False)
class EventMention:
    """A sentence (tokens `start:end`) that states an event, evoked by the token `head`.

    `probability` is how sure the sentence states it, `least` how sure its words alone make it;
    every slot value stands with its own; `sure` is how likely the words alone make a body, by the
    character it starts at, fill a slot. `earlier` is what is told beside an accident of today.
    A cause is `cause_said` where words like "because of" give it.
    """

    type: EventType
    start: int
    end: int
    head: int
    probability: float
    trigger: Trigger | None = None
    least: float = 0.0
    factuality: Factuality = Factuality.ACTUAL
    factuality_chances: dict[str, float] = field(default_factory=dict)
    places: list[tuple[PlaceSpan, PlaceRole, float]] = field(default_factory=list)
    organisations: list[tuple[OrganisationSpan, OrganisationRole, float]] = field(
        default_factory=list
    )
    sure: dict[tuple[int, OrganisationRole], float] = field(default_factory=dict)
    starts: list[tuple[TimeMention, float]] = field(default_factory=list)
    ends: list[tuple[TimeMention, float]] = field(default_factory=list)
    quantities: list[tuple[QuantityMention, float]] = field(default_factory=list)
    recurrences: list[tuple[RecurrenceMention, float]] = field(default_factory=list)
    train: Train = field(default_factory=Train)
    cause: str | None = None
    cause_said: bool = False
    earlier: bool = False
