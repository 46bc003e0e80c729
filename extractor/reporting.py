"""Writes a report from the mentions of one happening: the best value for each slot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from spacy.tokens import Doc

from extractor.assembly import Draft, factuality, main_country
from extractor.event_mention import EventMention
from extractor.gazetteer.names import bare, fold
from extractor.lexicon import load_lexicon
from extractor.mentions import OrganisationSpan, PlaceSpan, QuantityMention, TimeMention
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

CLOCK = 0.75  # a clock time this much as likely as the bare day is preferred to it
DEPARTURE = 0.4  # what a word for leaving adds to a time told with it
KEEP = 0.4  # a slot value at least this likely is written down
# Roles of which one event may have several in one sentence ("cancelled 48 trains, diverted 39").
MANY = frozenset({QuantityRole.TRAINS, QuantityRole.LENGTH_KM, QuantityRole.COST})
SIZE = ("platform", "station", "border_crossing", "place", "city", "district", "line", "region")


def key_of(name: str) -> str:
    """The name as far as it tells one place from another."""
    return bare(fold(name)) or fold(name)


def rated_places(draft: Draft) -> list[tuple[str, PlaceRole, float, PlaceSpan]]:
    """Every place with its likeliest chance in each role: key, role, chance and fullest span."""
    best: dict[tuple[str, PlaceRole], tuple[float, PlaceSpan]] = {}
    for mention in draft.mentions:
        for place, role, chance in mention.places:
            known = best.get((key_of(place.text), role))
            span = max((known[1], place) if known else (place,), key=lambda p: len(p.text))
            best[key_of(place.text), role] = (max(chance, known[0] if known else 0.0), span)
    return [(key, role, chance, span) for (key, role), (chance, span) in best.items()]


def place_slots(draft: Draft) -> list[PlaceMention]:
    """Origin and destination, each at most once, and the locations, most particular first."""
    rated = sorted(rated_places(draft), key=lambda row: (row[3].kind == "country", -row[2]))
    taken: set[str] = set()
    found: list[tuple[PlaceSpan, PlaceRole]] = []
    for key, role, chance, span in rated:
        single = role != PlaceRole.LOCATION
        if chance < KEEP or key in taken or (single and any(r == role for _, r in found)):
            continue
        if role == PlaceRole.LOCATION and span.kind == "country":
            continue
        taken.add(key)
        found.append((span, role))
    found.sort(
        key=lambda row: (SIZE.index(row[0].kind) if row[0].kind in SIZE else 3, row[0].start)
    )
    return [PlaceMention(role, span.text, span.place) for span, role in found]


def organisation_slots(draft: Draft) -> list[OrganisationMention]:
    """Operators, agencies and sources, each named once a role, in the order of the text."""
    best: dict[tuple[str, OrganisationRole], tuple[float, OrganisationSpan]] = {}
    for mention in draft.mentions:
        for organisation, role, chance in mention.organisations:
            entry = organisation.organisation
            key = (entry.id if entry else fold(organisation.text), role)
            if key not in best or chance > best[key][0]:
                best[key] = (chance, organisation)
    kept = sorted(
        ((span.start, span, role) for (_, role), (chance, span) in best.items() if chance >= KEEP),
        key=lambda row: (row[0], row[2].value),
    )
    return [OrganisationMention(role, span.text, span.organisation) for _, span, role in kept]


def event_zone(doc: Doc, places: Sequence[PlaceMention]) -> str | None:
    """The zone in which the event's clock times are meant: its place's, else the outlet's."""
    order = (PlaceRole.ORIGIN, PlaceRole.LOCATION, PlaceRole.DESTINATION)
    for role in order:
        for mention in places:
            if mention.role == role and mention.place and mention.place.timezone:
                return mention.place.timezone
    country = main_country(doc)
    zones: list[str] = [
        p.place.timezone
        for p in doc._.places
        if p.place and p.place.country == country and p.place.timezone and p.place.kind != "country"
    ]
    outlet: str | None = doc._.timezone
    return max(sorted(set(zones)), key=zones.count) if zones else outlet


def with_offset(value: str, zone: tzinfo | None) -> str:
    """A clock time with its UTC offset in the zone; anything else as it is."""
    if "T" not in value or zone is None or value[16:]:
        return value
    return datetime.fromisoformat(value).replace(tzinfo=zone).isoformat(timespec="minutes")


def clock_zone(doc: Doc, zone: str | None) -> tzinfo | None:
    """The zone as a tzinfo; the article's own offset where no place tells one."""
    if zone is not None:
        return ZoneInfo(zone)
    return doc._.anchor.published.tzinfo if doc._.anchor and not doc._.anchor.day_only else None


def day_of(times: Iterable[tuple[TimeMention, float]]) -> str | None:
    """The day that the likeliest of the times with a day of its own names."""
    days = [
        (chance, t.value[:10])
        for t, chance in times
        if t.value and len(t.value) >= 10 and t.day_known
    ]
    return max(days)[1] if days else None


def pick_time(times: Sequence[tuple[TimeMention, float]]) -> TimeMention | None:
    """The likeliest time; a clock time of the same day is preferred to the bare day."""
    kept = [(time, chance) for time, chance in times if chance >= KEEP]
    if not kept:
        return None
    best, sure = max(kept, key=lambda row: row[1])
    if best.clock is None and best.value and len(best.value) == 10:
        for time, chance in kept:
            if chance < CLOCK * sure:
                continue
            if time.clock and time.value and (not time.day_known or time.value[:10] == best.value):
                return time
    return best


def time_value(
    time: TimeMention | None, times: Sequence[tuple[TimeMention, float]], zone: tzinfo | None
) -> str | None:
    """The time's value, a bare clock set on the day that the other times of the event name."""
    if time is None or time.value is None:
        return None
    value = time.value
    if time.clock and not time.day_known and (day := day_of(times)):
        value = day + value[10:]
    return with_offset(value, zone)


def start_times(
    doc: Doc, draft: Draft, mention: EventMention
) -> Iterable[tuple[TimeMention, float]]:
    """The mention's start times; of a train's those of its leaving come before its clearance."""
    departing = load_lexicon("en").classes["departing"]
    leaves = doc[mention.head].lemma_.lower() in departing
    bonus = DEPARTURE if draft.type == EventType.TRAIN_MOVEMENT and leaves else 0.0
    return [(time, chance + bonus) for time, chance in mention.starts]


def when_slots(doc: Doc, draft: Draft, zone: tzinfo | None) -> tuple[str | None, str | None]:
    """Start and end, as ISO 8601 cut to the precision of the text."""
    starts = [row for mention in draft.mentions for row in start_times(doc, draft, mention)]
    ends = [row for mention in draft.mentions for row in mention.ends]
    first, last = pick_time(starts), pick_time(ends)
    start = time_value(first, starts, zone)
    end = time_value(last, ends or starts, zone)
    if last is not None and last.until:
        end = with_offset(last.until, zone)
    if start and end and end < start[: len(end)]:
        end = None
    return start, end


def quantity_slots(draft: Draft) -> list[Quantity]:
    """The figures: for each role the likeliest, the later of equals; several of some roles."""
    by_role: dict[QuantityRole, list[tuple[float, int, QuantityMention]]] = {}
    for index, mention in enumerate(draft.mentions):
        for quantity, chance in mention.quantities:
            if chance >= KEEP:
                by_role.setdefault(quantity.role, []).append((chance, index, quantity))
    found: dict[tuple[QuantityRole, float, float | None], Quantity] = {}
    for role, rows in by_role.items():
        best = max(rows, key=lambda row: (round(row[0] + 0.02 * row[1], 3), row[1]))
        for chance, index, quantity in rows:
            if quantity is best[2] or (role in MANY and index == best[1] and chance >= KEEP):
                found.setdefault((role, quantity.value, quantity.max), written(quantity))
    return [*found.values(), *weekly(draft)]


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


def weekly(draft: Draft) -> list[Quantity]:
    """The number of trains a week, where the text gives it."""
    for mention in draft.mentions:
        for recurrence, chance in mention.recurrences:
            if chance >= KEEP and recurrence.per_week is not None:
                return [
                    Quantity(
                        QuantityRole.FREQUENCY_PER_WEEK,
                        recurrence.per_week,
                        qualifier=Qualifier.EXACT,
                        text=recurrence.text,
                        start=recurrence.start,
                        end=recurrence.end,
                    )
                ]
    return []


def recurrence_slot(draft: Draft) -> str | None:
    """The likeliest pattern of repetition, the more particular of equals."""
    rows = [row for mention in draft.mentions for row in mention.recurrences if row[1] >= KEEP]
    best = max(rows, key=lambda row: row[1] + 0.2 * ("BY" in row[0].rule), default=None)
    return best[0].rule if best else None


def train_slot(mentions: Sequence[EventMention]) -> Train:
    """Name, number and kind of the train, each from the first sentence that tells it."""
    trains = [mention.train for mention in mentions]
    return Train(
        next((train.name for train in trains if train.name), None),
        next((train.number for train in trains if train.number), None),
        next((train.kind for train in trains if train.kind), None),
    )


def evidence_of(doc: Doc, mention: EventMention) -> Evidence:
    """The mention's sentence without the white space around it."""
    span = doc[mention.start : mention.end]
    lead = len(span.text) - len(span.text.lstrip())
    return Evidence(span.start_char + lead, span.start_char + len(span.text.rstrip()))


def countries_of(doc: Doc, places: Sequence[PlaceMention]) -> tuple[str, ...]:
    """Countries of the places, in their order; the article's own where they tell none."""
    named = dict.fromkeys(p.place.country for p in places if p.place and p.place.country)
    country = main_country(doc)
    return tuple(named) or ((country,) if country else ())


def write_report(doc: Doc, draft: Draft, *, confidence: float) -> Report:
    """The report of one happening."""
    places = place_slots(draft)
    zone = event_zone(doc, places)
    start, end = when_slots(doc, draft, clock_zone(doc, zone))
    no_cause = (EventType.TRAFFIC_VOLUME, EventType.AGREEMENT)
    causes = (mention.cause for mention in draft.mentions if mention.cause)
    return Report(
        type=draft.type,
        factuality=factuality(draft),
        evidence=tuple(evidence_of(doc, mention) for mention in draft.mentions),
        confidence=confidence,
        start=start,
        end=end,
        timezone=zone,
        recurrence=recurrence_slot(draft),
        places=tuple(places),
        organisations=tuple(organisation_slots(draft)),
        countries=countries_of(doc, places),
        train=train_slot(draft.mentions),
        quantities=tuple(quantity_slots(draft)),
        cause=None if draft.type in no_cause else next(causes, None),
    )
