"""When an event began and ended: the likeliest of its times, on the clock of its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from spacy.tokens import Doc

from extractor.drafts import Draft, factuality
from extractor.extensions import text_of
from extractor.gazetteer import Gazetteer
from extractor.lexicon import discourse_words, load_discourse
from extractor.mentions import DAY, TimeMention, TimeRelation
from extractor.places.countries import countries_of, main_country
from extractor.slots.fillers import Filler, filling
from extractor.slots.former_plans import still_valid
from storage.records import EventType, Factuality, PlaceMention, PlaceRole

CLOCK = 0.75  # a clock time this much as likely as the bare day is preferred to it
FINER = 0.6  # a day this much as likely as its month or year is preferred to it
WEEK = timedelta(days=7)
CLOCK_END = len("2024-12-16T08:30")
AHEAD = (Factuality.PLANNED, Factuality.POSSIBLE)  # what is told so is not over
WEEKDAY = discourse_words("en", "bare_weekday")
COUNTED_BY = re.compile(rf"\b{load_discourse('en')['counted_by']}", re.IGNORECASE)
LOOK_BACK = 80  # characters before a time in which what is counted stands
# None of 345 annotated ones ends on the day of its start, the hour untold: the day is told once.
DAYS_LONG = (EventType.STRIKE, EventType.CLOSURE, EventType.SERVICE_SUSPENSION)
LONG_AGO = 2  # years; of 1,629 annotated plans none started so long before its article


class When(NamedTuple):
    """When an event began and ended, the values that tell so, and whether it has happened.

    `start` and `end` are ISO 8601, `zone` is that of its clock times, as an IANA name.
    """

    start: str | None
    end: str | None
    zone: str | None
    factuality: Factuality
    first: Filler | None
    last: Filler | None

    @property
    def consistent(self) -> bool:
        """Whether no value contradicts itself: a weekday and its date, two clocks."""
        return all(value.value.consistent for value in (self.first, self.last) if value)


def when(
    doc: Doc,
    draft: Draft,
    fillers: Sequence[Filler],
    kept: Sequence[Filler],
    places: Sequence[PlaceMention],
) -> When:
    """The times of an event by its values, all of them and those likely enough, and its places."""
    zone = event_zone(doc, draft, places)
    clocks = clock_zone(doc, zone)
    at_arrival = clock_zone(doc, arrival_zone(draft, places) or zone)
    starts = [it for it in filling(kept, "start") if not is_sequel(doc, draft, it, clocks)]
    ends = [it for it in filling(kept, "end") if not is_count_so_far(doc, it)]
    starts, ends = still_valid(doc, starts), still_valid(doc, ends)
    first, last = pick_time(starts), pick_time(ends)
    start, end = when_slots(fillers, first, last, clocks, at_arrival)
    ahead = lies_ahead(doc, start, clocks)
    from_then = first is not None and first.value.relation == TimeRelation.FROM
    told = factuality(draft, ahead=ahead and len(start or "") >= DAY, exact=from_then)
    if ahead and told == Factuality.ACTUAL:  # the time was misread, or is another's
        over = [it for it in starts if not lies_ahead(doc, it.value.value, clocks)]
        first = pick_time(over)
        start, end = when_slots([*over, *ends], first, last, clocks, at_arrival)
        start = None if lies_ahead(doc, start, clocks) else start
    if first and told in AHEAD and (coming := next_weekday(doc, first, start)):
        # "The strike on Friday", announced on Monday, is not of the Friday before.
        start = with_offset(coming, clocks)
        end = end if end and follows(end, start) else None
    if draft.type in DAYS_LONG and start and end == start[:DAY]:
        end = None
    if told == Factuality.PLANNED and is_long_ago(doc, start):  # "replaces a bridge from 1903"
        first = start = None
    return When(start, end, zone, told, first, last)


def is_count_so_far(doc: Doc, filler: Filler) -> bool:
    """Whether a time only tells up to when something was counted: "cancelled 41 trains by 9am"."""
    text, time = text_of(doc), filler.value
    found = COUNTED_BY.finditer(text, max(0, time.start - LOOK_BACK), time.end)
    return any(match.start() < time.start <= match.end() for match in found)


def event_zone(doc: Doc, draft: Draft, places: Sequence[PlaceMention]) -> str | None:
    """The zone of the event's clock times: its place's, its country's, else the outlet's."""
    for role in (PlaceRole.ORIGIN, PlaceRole.LOCATION):
        if zone := zone_at(role, places):
            return zone
    outlet: str | None = doc._.timezone
    towns = [p.place for p in doc._.places if p.place and p.place.kind != "country"]
    zones = Counter(place.timezone for place in towns if place.timezone)
    if there := zone_at(PlaceRole.DESTINATION, places):
        # No train leaves by the clock of where it goes.
        return outlet if draft.type == EventType.TRAIN_MOVEMENT and len(zones) > 1 else there
    country = main_country(doc)
    own = {place.timezone for place in towns if place.country == country}
    likeliest = max(sorted(own & zones.keys()), key=zones.__getitem__, default=None)
    return likeliest or zone_of_country(doc, draft, places) or outlet


def zone_of_country(doc: Doc, draft: Draft, places: Sequence[PlaceMention]) -> str | None:
    """The zone of the one country that an event is of, where all of it has one clock."""
    home = countries_of(doc, draft, places)
    return Gazetteer.load().zone_of(home[0]) if len(home) == 1 else None


def arrival_zone(draft: Draft, places: Sequence[PlaceMention]) -> str | None:
    """The zone in which a train's arrival is told, where its destination is known."""
    is_train = draft.type == EventType.TRAIN_MOVEMENT
    return zone_at(PlaceRole.DESTINATION, places) if is_train else None


def zone_at(role: PlaceRole, places: Sequence[PlaceMention]) -> str | None:
    """The zone of the first place of that role that has one."""
    zones = (it.place.timezone for it in places if it.role == role and it.place)
    return next(filter(None, zones), None)


def with_offset(value: str, zone: tzinfo | None) -> str:
    """A clock time with its UTC offset in the zone; anything else as it is.

    Before standard time offsets were of seconds too, which a record cannot hold: then without.
    """
    if "T" not in value or zone is None or value[16:]:
        return value
    moment = datetime.fromisoformat(value).replace(tzinfo=zone)
    offset = moment.utcoffset()
    return value if offset is None or offset.seconds % 60 else moment.isoformat(timespec="minutes")


def clock_zone(doc: Doc, zone: str | None) -> tzinfo | None:
    """The zone as a tzinfo; the article's own offset where no place tells one."""
    if zone is not None:
        return ZoneInfo(zone)
    return doc._.anchor.published.tzinfo if doc._.anchor and not doc._.anchor.day_only else None


def day_of(times: Iterable[Filler]) -> str | None:
    """The day that the likeliest of the times with a day of its own names."""
    days = [
        (filler.rating, filler.value.value[:10])
        for filler in times
        if filler.value.value and len(filler.value.value) >= 10 and filler.value.day_known
    ]
    return max(days)[1] if days else None


def pick_time(times: Sequence[Filler]) -> Filler | None:
    """The likeliest time; a clock time of the same day is preferred to the bare day."""
    if not times:
        return None
    best = finest(times)
    day = best.value.value
    if best.value.clock is None and day and len(day) == 10:
        for filler in times:
            time = filler.value
            same_day = not time.day_known or (time.value or "")[:10] == day
            if filler.rating >= CLOCK * best.rating and time.clock and time.value and same_day:
                return filler
    return best


def finest(times: Sequence[Filler]) -> Filler:
    """The likeliest time, or a finer one within it that is almost as likely: "next spring", "in
    March 2025".
    """
    best = times[0]
    for filler in times[1:]:
        value, finer = best.value.value or "", filler.value.value or ""
        within = 0 < len(value) < len(finer) <= DAY and finer.startswith(value)
        if within and not best.value.until and filler.rating >= FINER * times[0].rating:
            best = filler
    return best


def time_value(filler: Filler | None, times: Sequence[Filler], zone: tzinfo | None) -> str | None:
    """The time's value, a bare clock set on the day that the other times of the event name."""
    if filler is None or filler.value.value is None:
        return None
    time: TimeMention = filler.value
    value = filler.value.value
    if time.clock and not time.day_known and (day := day_of(times)):
        value = day + value[10:]
    return with_offset(value, zone)


def last_as_range(last: Filler | None) -> Filler | None:
    """The end, if it is that of a stretch that tells the start too: "from Monday to Friday"."""
    return last if last is not None and last.value.until else None


def when_slots(
    fillers: Sequence[Filler],
    first: Filler | None,
    last: Filler | None,
    zone: tzinfo | None,
    end_zone: tzinfo | None,
) -> tuple[str | None, str | None]:
    """Start and end, each in its zone, as ISO 8601 cut to the precision of the text."""
    starts = [filler for filler in fillers if filler.slot == "start"]
    ends = [filler for filler in fillers if filler.slot == "end"]
    start = time_value(first or last_as_range(last), starts, zone)
    end = time_value(last, ends if day_of(ends) else starts, end_zone)
    if last is not None and last.value.until:
        end = with_offset(last.value.until, end_zone)
    if start and end and not follows(end, start):
        end = None
    return start, end


def follows(end: str, start: str) -> bool:
    """Whether an end may be that of what began at a start: clock times on one clock."""
    if start[16:] and end[16:]:
        return datetime.fromisoformat(end) > datetime.fromisoformat(start)
    return end >= start[: len(end)] and ("T" not in end or end != start)


def lies_ahead(doc: Doc, start: str | None, zone: tzinfo | None) -> bool:
    """Whether a start lies after the day, in the event's zone, of the article's publication."""
    anchor = doc._.anchor
    if anchor is None or start is None:
        return False
    told = anchor.published if anchor.day_only else anchor.published.astimezone(zone)
    return bool(start[:DAY] > told.date().isoformat()[: len(start)])


def is_long_ago(doc: Doc, start: str | None) -> bool:
    """Whether a start is a month or year well before the article: the age of something, no day."""
    if doc._.anchor is None or start is None or len(start) >= DAY:
        return False
    return bool(int(start[:4]) <= doc._.anchor.published.year - LONG_AGO)


def next_weekday(doc: Doc, first: Filler, start: str | None) -> str | None:
    """The start a week later, without its offset, if a weekday alone put it in the last days."""
    bare = WEEKDAY.fullmatch(first.value.text.strip())
    if doc._.anchor is None or not bare or start is None or len(start) < DAY:
        return None
    published = doc._.anchor.published.date()
    day = date.fromisoformat(start[:DAY])
    if not timedelta(0) < published - day < WEEK:
        return None
    return (day + WEEK).isoformat() + start[DAY:CLOCK_END]


def is_sequel(doc: Doc, draft: Draft, start: Filler, zone: tzinfo | None) -> bool:
    """Whether a month or year to come is only planned, of what as a whole has happened.

    "Trains run again. The railway hopes for three a day by March." A day to come may be the start.
    """
    if len(start.value.value or "") >= DAY:
        return False
    planned = all(mention.factuality != Factuality.ACTUAL for mention, _ in start.told)
    over = factuality(draft) == Factuality.ACTUAL
    return planned and over and lies_ahead(doc, start.value.value, zone)
