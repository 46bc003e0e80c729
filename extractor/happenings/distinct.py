"""What tells two accounts of one type apart: places, trains, times, and whether it happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from spacy.tokens import Doc

from extractor.drafts import ACCIDENTS, ENDS, TOLD, Draft, days, end_names, ends_of, factuality
from extractor.event_mention import EventMention
from extractor.happenings.earlier import is_past
from extractor.happenings.links import place_names
from extractor.lexicon import discourse_words
from extractor.mentions import DAY, WIDE, PlaceSpan
from extractor.slots.when import clock_zone, lies_ahead
from extractor.timex.calendar_steps import span_of
from storage.records import EventType, Factuality, PlaceRole

EARLIER = discourse_words("en", "earlier_this")
CLEARLY = 0.6  # how sure it is that a sentence only speculates, denies or plans
SURELY = 0.75  # so likely a day starts a mention, if it is to tell two happenings apart
HEARD = 0.45  # so likely a time of long ago does, if the other is of lately
MORE_LIKELY = 0.5
APART = timedelta(days=1)  # accidents at night are told by either day
# What lasts, or is told by when it was planned and when it came, by type; of others for years.
LASTING = {EventType.DISRUPTION: timedelta(days=7)}
YEARS = timedelta(days=365)
AGES = timedelta(days=3650)  # so far apart, times that are less sure part two happenings too
TOLD_BY_DAY = ACCIDENTS | {EventType.STRIKE}


def are_apart(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether the mention is surely of another happening than the draft, which is of its type."""
    return (
        other_border(draft.mentions, [mention])
        or not_so(doc, draft, mention)
        or other_train(draft, mention)
        or other_run(draft, mention)
        or other_time(draft, mention)
        or other_stretch(draft, mention)
        or of_past(doc, draft, mention)
        or other_clause(doc, draft, mention)
        or other_age(doc, draft, mention)
    )


def end_countries(mentions: Iterable[EventMention]) -> set[str]:
    """Countries of the places that the mentions take for origin or destination."""
    return {
        place.place.country
        for mention in mentions
        for place, role, chance in mention.places
        if chance > TOLD and role in ENDS and place.place and place.place.country
    }


def other_border(one: Iterable[EventMention], other: Iterable[EventMention]) -> bool:
    """Whether one crosses a border and the other goes elsewhere: "trains with China"."""
    a, b = end_countries(one), end_countries(other)
    return (len(a) > 1 and not b <= a) or (len(b) > 1 and not a <= b)


def not_so(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether the draft tells what happened and the mention, clearly, what did not: it speculates,
    denies, or plans for a day to come. Trains that "may be delayed", no matter where, are today's.
    """
    if factuality(draft) != Factuality.ACTUAL:
        return False
    chances = mention.factuality_chances
    today = mention.type is EventType.DISRUPTION and not place_names([mention])
    unsure = () if today else (Factuality.POSSIBLE,)
    if max(chances.get(one, 0.0) for one in (*unsure, Factuality.DENIED)) > CLEARLY:
        return True
    if chances.get(Factuality.PLANNED, 0.0) <= CLEARLY:
        return False
    times, zone = sure_times([mention]), clock_zone(doc, None)
    return bool(times) and all(lies_ahead(doc, one, zone) for one in times)


def other_train(draft: Draft, mention: EventMention) -> bool:
    """Whether the two tell of trains with different numbers: the way there and the way back."""
    known = {told.train.number for told in draft.mentions if told.train.number}
    return bool(mention.train.number and known and mention.train.number not in known)


def other_run(draft: Draft, mention: EventMention) -> bool:
    """Whether one end is shared and the other not: "to Moscow on the 17th", "to Kursk on the 19th".

    Only where the two name days that differ: one service is told by several of its stations.
    """
    known, said = ends_of(draft), ends_of(Draft(mention.type, [mention]))
    if len(known) < 2 or len(said) < 2 or same_ends(known, said):
        return False
    if any(place.kind in WIDE for place in (*known.values(), *said.values())):
        return False  # Tumangang is in North Korea
    mine, theirs = days(draft.mentions), days([mention])
    shares_end = not end_names(known).isdisjoint(end_names(said))
    return bool(shares_end and mine and theirs and mine.isdisjoint(theirs))


def other_clause(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether the mention is the second that one sentence tells, and the draft has the first."""
    halves = any(told.end == mention.start for told in draft.mentions)
    return halves and not doc[mention.start].is_sent_start


def other_time(draft: Draft, mention: EventMention) -> bool:
    """Whether both surely tell when, and times too far apart for one happening of their type.

    A suspension never: it is told by when it began, how long it had lasted, and when it ended.
    """
    if mention.type == EventType.SERVICE_SUSPENSION:
        return False
    apart = APART if mention.type in ACCIDENTS else LASTING.get(mention.type, YEARS)
    return any(
        are_further(sure_times(draft.mentions, least=least), sure_times([mention], least=least), by)
        for least, by in ((SURELY, apart), (HEARD, AGES))
    )


def are_further(one: set[str], other: set[str], by: timedelta) -> bool:
    """Whether there are dates on both sides, each further than that from all of the other's."""
    return bool(one and other) and all(gap(a, b) > by for a in one for b in other)


def other_stretch(draft: Draft, mention: EventMention) -> bool:
    """Whether each tells its own stretch of time: "from the 3rd to the 5th", "from the 10th on"."""
    mine, theirs = stretches(draft.mentions), stretches([mention])
    return mention.type is EventType.STRIKE and bool(mine and theirs) and mine.isdisjoint(theirs)


def stretches(mentions: Iterable[EventMention]) -> set[tuple[str, str]]:
    """The first and last moments between which the mentions surely go on."""
    return {
        (time.value, time.until)
        for mention in mentions
        for time, chance in mention.starts
        if chance >= SURELY and time.value and time.until
    }


def of_past(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether one accident or strike is told by a day of lately, the other by times long past."""
    if mention.type not in TOLD_BY_DAY:
        return False
    sides = ([mention], draft.mentions)
    return any(long_past(doc, a) and lately(doc, b) for a, b in (sides, sides[::-1]))


def long_past(doc: Doc, mentions: Sequence[EventMention]) -> bool:
    """Whether all times at which the mentions may start lie well before the article."""
    times = [
        (time.value[:DAY], time.text)
        for mention in mentions
        for time, chance in mention.starts
        if chance >= HEARD and time.day_known and time.value
    ]
    return bool(times) and all(is_past(doc, day) or EARLIER.match(text) for day, text in times)


def lately(doc: Doc, mentions: Sequence[EventMention]) -> bool:
    """Whether the mentions start, more likely than not, on a day of the article's own weeks."""
    told = (row for mention in mentions for row in mention.starts)
    times = {(time.value or "")[:DAY] for time, chance in told if chance >= MORE_LIKELY}
    return any(len(time) == DAY and not is_past(doc, time) for time in times)


def sure_times(mentions: Iterable[EventMention], *, least: float = SURELY) -> set[str]:
    """The dates at which the mentions surely start, in their own words, cut to the day."""
    return {
        time.value[:DAY]
        for mention in mentions
        for time, chance in mention.starts
        if chance >= least and time.day_known and time.value
    }


def gap(one: str, other: str) -> timedelta:
    """The time between two days, months or years; none where one is part of the other."""
    (_, last), (start, _) = sorted((span_of(one), span_of(other)))
    return max(start - last, timedelta(0))


def other_age(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether one is only told beside an accident of today and the other may be of today."""
    if mention.earlier == draft.earlier:
        return False
    newer = draft.mentions if mention.earlier else [mention]
    return not any(is_past(doc, day) for day in days(newer))


def same_ends(one: dict[PlaceRole, PlaceSpan], other: dict[PlaceRole, PlaceSpan]) -> bool:
    """Whether the ends are the same places, in either order, or one's are the other's countries."""
    wide = any(all(place.kind == "country" for place in ends.values()) for ends in (one, other))
    same = end_names(one) == end_names(other)
    return same or (wide and end_codes(one) == end_codes(other))


def end_codes(ends: dict[PlaceRole, PlaceSpan]) -> set[str | None]:
    """The countries of origin and destination."""
    return {end.place.country if end.place else None for end in ends.values()}
