"""A draft: the sentences that are taken to speak of one happening, before its report is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.event_mention import EventMention
from extractor.gazetteer.names import bare, fold
from extractor.mentions import PlaceSpan
from storage.records import EventType, Factuality, PlaceRole

CERTAIN = 0.9  # so sure are words of what has happened if a day to come beside them is misread
CLEAR = 0.8  # so sure it is that a sentence states the event, if it tells what the next go on about
SAID_NOT = 0.3  # and so sure, at least, of what is not going to happen on a day to come
ENDS = (PlaceRole.ORIGIN, PlaceRole.DESTINATION)
# They happen at one spot each, on a line that may be called by its ends.
ACCIDENTS = frozenset(
    (
        EventType.DERAILMENT,
        EventType.COLLISION,
        EventType.LEVEL_CROSSING_ACCIDENT,
        EventType.PERSON_STRUCK,
        EventType.FIRE,
        EventType.ATTACK,
        EventType.OTHER_INCIDENT,
    )
)
HAPPENING = ACCIDENTS | {EventType.DISRUPTION}
DATED = 0.7  # how surely a mention tells when its event starts
TOLD = 0.25  # how likely a place, time or figure must be to tell happenings apart
# From the one that outdoes the others where equal.
ORDER = (Factuality.ACTUAL, Factuality.PLANNED, Factuality.DENIED, Factuality.POSSIBLE)


@dataclass
class Draft:
    """The mentions that are taken to speak of one happening.

    `doubtful` are those that speak of it if they state such an event at all: they lend values only.
    """

    type: EventType
    mentions: list[EventMention] = field(default_factory=list)
    doubtful: list[EventMention] = field(default_factory=list)

    @property
    def probability(self) -> float:
        """How sure the surest of its sentences states the event."""
        return max(mention.probability for mention in self.mentions)

    @property
    def earlier(self) -> bool:
        """Whether it is only told beside an accident of today."""
        return all(mention.earlier for mention in self.mentions)


def weigh(mentions: Sequence[EventMention]) -> dict[Factuality, float]:
    """How likely each factuality is, by several mentions of one event together."""
    everything = sum(mention.probability for mention in mentions)
    return {
        label: sum(m.factuality_chances.get(label, 0.0) * m.probability for m in mentions)
        / everything
        for label in Factuality
    }


def factuality(draft: Draft, *, ahead: bool = False, exact: bool = False) -> Factuality:
    """What the draft's mentions together say; a plan that came true is actual.

    What lies `ahead` of the telling has not happened, unless the words are sure that it has: then
    it is the day that was misread, if it is not `exact`.
    """
    shares = weigh(draft.mentions)
    if shares[Factuality.DENIED] < max(shares.values()) and (dated := dating(draft)):
        shares = {**weigh(dated), Factuality.DENIED: 0.0}
    if came_true(draft.mentions[0]):
        shares[Factuality.ACTUAL] = max(shares[Factuality.ACTUAL], shares[Factuality.PLANNED])
    if ahead and (exact or shares[Factuality.ACTUAL] < CERTAIN):
        shares[Factuality.ACTUAL] = 0.0
        if shares[Factuality.DENIED] < SAID_NOT:
            shares[Factuality.DENIED] = 0.0
    return max(ORDER, key=shares.__getitem__)


def dating(draft: Draft) -> list[EventMention]:
    """The mentions that surely date a strike: of those that do not, many tell what it will do."""
    if draft.type is not EventType.STRIKE:
        return []
    return [m for m in draft.mentions if any(chance >= DATED for _, chance in m.starts)]


def came_true(first: EventMention) -> bool:
    """Whether an event is first told, surely, as what has happened: "the extension will link A
    with B" goes on about what "the president opened".
    """
    actual = first.factuality_chances.get(Factuality.ACTUAL, 0.0)
    return first.probability >= CLEAR and actual >= CERTAIN


def ends_of(draft: Draft) -> dict[PlaceRole, PlaceSpan]:
    """The likeliest origin and destination of a draft."""
    rated = sorted((row for m in draft.mentions for row in m.places), key=lambda row: row[2])
    return {role: place for place, role, chance in rated if chance > TOLD and role in ENDS}


def end_names(ends: dict[PlaceRole, PlaceSpan]) -> set[str]:
    """The names of origin and destination, as far as they tell places apart."""
    return {bare(fold(place.text)) for place in ends.values()}


def days(mentions: Iterable[EventMention]) -> set[str]:
    """The likeliest date of each mention's start, cut to the day."""
    best = (max(m.starts, key=lambda row: row[1]) for m in mentions if m.starts)
    return {(time.value or "")[:10] for time, chance in best if chance > TOLD}
