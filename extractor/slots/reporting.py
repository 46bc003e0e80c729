"""Writes a report from the mentions of one happening: the best value for each slot."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from extractor.causes.earlier import cause_told_before
from extractor.causes.later import cause_told_later
from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.extensions import text_of, words_of
from extractor.gazetteer.words import is_title
from extractor.lexicon import load_discourse
from extractor.mentions import OrganisationSpan, QuantityMention, RecurrenceMention
from extractor.places.countries import countries_of
from extractor.places.joined import holds
from extractor.places.wide import part_of_country
from extractor.quantities.counts import CASUALTIES
from extractor.slots.fillers import Filler, filling, likely
from extractor.slots.pairs import both_alike, one_pair, without_own_country
from extractor.slots.when import when
from storage.records import (
    EventType,
    Evidence,
    OrganisationMention,
    OrganisationRole,
    PlaceMention,
    PlaceRole,
    Qualifier,
    Quantity,
    QuantityRole,
    Report,
    Train,
)

THE = load_discourse("en")["the"]
# What repeats by the day at most; what happens oftener on such a day is the trains that still run.
STILL = frozenset({EventType.STRIKE, EventType.CLOSURE, EventType.SERVICE_SUSPENSION})
NO_OFTENER = ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY")

# Roles of which one event may have several in one sentence ("cancelled 48 trains, diverted 39").
MANY = frozenset({QuantityRole.TRAINS, QuantityRole.LENGTH_KM, QuantityRole.COST})
TOLD_TOO = 0.3  # so likely a larger toll must be to stand for "at least" so many
DOUBTED = 0.75  # of its confidence keeps a report whose time the text contradicts
SIZE = ("platform", "station", "border_crossing", "place", "city", "district", "line", "region")


def holds_end(text: str, region: Filler, fillers: Sequence[Filler]) -> bool:
    """Whether a place only tells where an end of the journey lies: "Suifenhe in Heilongjiang"."""
    ends = (f.value for f in fillers if f.slot != PlaceRole.LOCATION)
    place = region.value
    return any(holds(text, end, place) for end in ends if end.end < place.start)


def place_slots(text: str, fillers: Sequence[Filler]) -> list[tuple[PlaceRole, Filler]]:
    """Origin and destination, each at most once, and the locations, most particular first."""
    rated = [it for role in PlaceRole for it in in_full(text, filling(fillers, role.value))]
    rated.sort(key=lambda filler: (filler.value.kind == "country", -filler.rating))
    taken: set[Hashable] = set()
    found: list[tuple[PlaceRole, Filler]] = []
    for filler in rated:
        role = PlaceRole(filler.slot)
        if role == PlaceRole.LOCATION and holds_end(text, filler, rated):
            continue
        if filler.key in taken or any(r == role != PlaceRole.LOCATION for r, _ in found):
            continue
        if role == PlaceRole.LOCATION and filler.value.kind == "country":
            continue
        taken.add(filler.key)
        found.append((role, filler))
    return sorted(found, key=by_size)


def by_size(row: tuple[PlaceRole, Filler]) -> tuple[int, int]:
    """Sort key: the smaller place first, then as in the text."""
    place = row[1].value
    return SIZE.index(place.kind) if place.kind in SIZE else 3, place.start


def organisation_slots(
    text: str, fillers: Sequence[Filler]
) -> list[tuple[OrganisationRole, Filler]]:
    """Operators, agencies and sources, each named once a role, in the order of the text."""
    kept = [
        (role, filler)
        for role in OrganisationRole
        for filler in in_full(text, without_stand_ins(filling(fillers, role.value)))
    ]
    return sorted(kept, key=lambda row: (row[1].value.start, row[0].value))


def in_full(text: str, fillers: Sequence[Filler]) -> list[Filler]:
    """Without the short names of what is named in full too: "National Rail Board (NRB)"."""
    names = [filler.value.text for filler in fillers]
    return [it for it in fillers if not any(shortens(text, it.value.text, one) for one in names)]


def shortens(text: str, short: str, full: str) -> bool:
    """Whether the text gives one name in brackets as the other's short form, or tells a holder.

    "National Rail Board (NRB)"; "the transport minister" beside "Transport Minister Jo Roe".
    """
    if is_title(short.split()[-1]) and full.lower().startswith(f"{short.lower()} "):
        return True
    if len(short) >= len(full) or not short.isupper():
        return False
    told = rf"{re.escape(full)}(?:,? [\w.&-]+){{0,3}} \((?:{THE} )?{re.escape(short)}\b"
    return re.search(told, text) is not None


def full_name(doc: Doc, body: OrganisationSpan) -> str:
    """The name of a body; of one unknown, that which it stands behind in brackets, if any."""
    if body.organisation is not None or not body.text.isupper():
        return body.text
    text, names = text_of(doc), (one.text for one in doc._.organisations if one.start < body.start)
    return next((name for name in names if f"{name} ({body.text})" in text), body.text)


def without_stand_ins(fillers: Sequence[Filler]) -> list[Filler]:
    """Without what only stands for a body that is named: "customs officers"."""
    named = {f.value.kind for f in fillers if not f.value.text.islower()}
    return [f for f in fillers if not (f.value.text.islower() and f.value.kind in named)]


def quantity_slots(kept: Sequence[Filler], fillers: Sequence[Filler]) -> list[Filler]:
    """The best figure of each role among the likely ones (`kept`), of some roles more."""
    found: list[Filler] = []
    told = filling(fillers, "quantity")
    for filler in (fuller(one, told) for one in filling(kept, "quantity")):
        if filler in found:
            continue
        known = [other for other in found if other.value.role == filler.value.role]
        beside = filler.value.role in MANY and all(o.best is filler.best for o in known)
        if not known or beside:
            found.append(filler)
    return found


def is_wait(draft: Draft, figure: Filler) -> bool:
    """Whether a figure is how long people were stuck somewhere: that is no train's delay."""
    incident = draft.type is EventType.OTHER_INCIDENT
    return incident and figure.value.role is QuantityRole.DELAY_MINUTES


def fuller(toll: Filler, told: Sequence[Filler]) -> Filler:
    """The toll, or a larger one: "at least 41 died", "a man died" give way to "80 died"."""
    figure: QuantityMention = toll.value
    exact = figure.qualifier != Qualifier.AT_LEAST and figure.value > 1
    if figure.role not in CASUALTIES or exact:
        return toll
    larger = (
        other
        for other in told
        if other.value.role == figure.role
        and other.value.value > figure.value
        and other.rating >= TOLD_TOO
    )
    return max(larger, key=lambda one: one.rating, default=toll)


def written(quantity: QuantityMention) -> Quantity:
    """A figure as the record holds it."""
    return Quantity(
        quantity.role,
        quantity.value,
        quantity.max,
        quantity.qualifier,
        quantity.unit,
        quantity.scope,
        quantity.text,
        quantity.start,
        quantity.end,
    )


def weekly(pattern: Filler | None) -> list[Quantity]:
    """The number of trains a week, where the pattern of repetition gives it."""
    if pattern is None or pattern.value.per_week is None:
        return []
    recurrence: RecurrenceMention = pattern.value
    return [
        Quantity(
            QuantityRole.FREQUENCY_PER_WEEK,
            pattern.value.per_week,
            qualifier=Qualifier.EXACT,
            text=recurrence.text,
            start=recurrence.start,
            end=recurrence.end,
        )
    ]


def recurrence_slot(draft: Draft, recurrences: Sequence[Filler]) -> Filler | None:
    """The likeliest pattern of repetition, the more particular of equals.

    But for a change of service it is the one that holds at first: "twice a week, and daily from
    April if demand allows".
    """
    if draft.type in STILL:  # "a half-hourly service" is what runs beside it
        recurrences = [f for f in recurrences if f.value.rule.startswith(NO_OFTENER)]
    at_first = [f for f in recurrences if not f.value.later]
    changes = draft.type == EventType.SERVICE_CHANGE
    among = recurrences if changes else at_first or recurrences
    return max(among, key=lambda f: f.rating + 0.2 * ("BY" in f.value.rule), default=None)


def train_slot(mentions: Sequence[EventMention]) -> Train:
    """Name, number and kind of the train, each from the first sentence that tells it."""
    trains = [mention.train for mention in mentions]
    return Train(
        next((train.name for train in trains if train.name), None),
        next((train.number for train in trains if train.number), None),
        next((train.kind for train in trains if train.kind), None),
    )


def cause_slot(doc: Doc, draft: Draft) -> Filler | None:
    """The first cause that the draft's sentences give, else one told behind or before them.

    What they say outright ("due to a fault") goes before what only stands there.
    """
    if draft.type == EventType.AGREEMENT:
        return None
    by_words = sorted(draft.mentions, key=lambda mention: not mention.cause_said)
    own = ((mention.cause, mention) for mention in by_words if mention.cause)
    beside = (told(doc, draft, "en") for told in (cause_told_later, cause_told_before))
    found = next(own, None) or next(filter(None, beside), None)
    return Filler("cause", found[0], found[0], [(found[1], 1.0)], 1.0, 1.0) if found else None


def evidence_of(doc: Doc, mention: EventMention) -> Evidence:
    """The mention's sentence without the white space around it."""
    span = doc[mention.start : mention.end]
    text = words_of(span)
    lead = len(text) - len(text.lstrip())
    return Evidence(span.start_char + lead, span.start_char + len(text.rstrip()))


def evidence(doc: Doc, draft: Draft, chosen: Iterable[Filler]) -> tuple[Evidence, ...]:
    """The draft's sentences, and the doubtful ones from which a value was taken.

    The one that most surely states the event comes first, the others in the order of the text.
    """
    surest = max(draft.mentions, key=lambda mention: mention.probability)
    mentions = {mention.start: mention for mention in draft.mentions}
    mentions |= {filler.best.start: filler.best for filler in chosen}
    order = sorted(mentions, key=lambda start: (start != surest.start, start))
    return tuple(evidence_of(doc, mentions[start]) for start in order)


def write_report(doc: Doc, draft: Draft, fillers: Sequence[Filler], *, confidence: float) -> Report:
    """The report of one happening, from the values that its sentences give, rated."""
    kept = one_pair(doc, without_own_country(likely(fillers, confidence)))
    kept = both_alike(doc, kept, fillers)
    text = text_of(doc)
    places, organisations = place_slots(text, kept), organisation_slots(text, kept)
    named = [PlaceMention(role, f.value.text, f.value.place) for role, f in places]
    named = named or part_of_country(doc, draft)
    times = when(doc, draft, fillers, kept, named)
    quantities = [one for one in quantity_slots(kept, fillers) if not is_wait(draft, one)]
    pattern = recurrence_slot(draft, filling(kept, "recurrence"))
    chosen = [*(f for _, f in (*places, *organisations)), *quantities]
    chosen += [filler for filler in (times.first, times.last, pattern) if filler is not None]
    if not times.consistent:
        confidence *= DOUBTED
    cause = cause_slot(doc, draft)
    chosen += [cause] if cause else []
    return Report(
        type=draft.type,
        factuality=times.factuality,
        evidence=evidence(doc, draft, chosen),
        confidence=confidence,
        start=times.start,
        end=times.end,
        timezone=times.zone,
        recurrence=pattern.value.rule if pattern else None,
        places=tuple(named),
        organisations=tuple(
            OrganisationMention(role, full_name(doc, f.value), f.value.organisation)
            for role, f in organisations
        ),
        countries=countries_of(doc, draft, named),
        train=train_slot(draft.mentions),
        quantities=(*(written(f.value) for f in quantities), *weekly(pattern)),
        cause=cause.value if cause else None,
        time_words=time_words(
            (times.first, times.start), (times.last, times.end), (pattern, pattern)
        ),
    )


def time_words(*found: tuple[Filler | None, object]) -> tuple[Evidence, ...]:
    """Where the expressions stand that gave a time or a pattern, each with what it gave."""
    told = {(one.value.start, one.value.end) for one, given in found if one and given}
    return tuple(Evidence(start, end) for start, end in sorted(told))


def settled(reports: Sequence[Report]) -> list[Report]:
    """The reports; what runs again from a day on did not stop on that day.

    "The train resumed on Monday after a stop of four years" names one day for two events.
    """
    back = {
        (report.start, sentence)
        for report in reports
        if report.type == EventType.SERVICE_RESUMPTION and report.start
        for sentence in report.evidence
    }
    return [
        replace(report, start=None)
        if report.type == EventType.SERVICE_SUSPENSION
        and any((report.start, sentence) in back for sentence in report.evidence)
        else report
        for report in reports
    ]
