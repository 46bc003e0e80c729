"""The day of what followed an accident, where its own sentences tell none.

"The line was closed until shortly after 11 a.m." is of the day of the accident told before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Doc

from extractor.drafts import HAPPENING, Draft, factuality
from extractor.mentions import DAY, PlaceSpan, TimeRelation
from extractor.slots.fillers import Filler, filling, likely
from extractor.slots.sharing import Told
from storage.records import Factuality

FOLLOWED = 0.6  # how often gold dates such a draft to that day, if it is over
HEARD = 0.2  # so likely a start of its own must be to stand against it
RECENT = timedelta(days=7)  # what lies further back is background


def with_day_of_accident(doc: Doc, told: Sequence[Told]) -> list[Told]:
    """The drafts with their rated values; one that tells an accident or a disruption at no time
    gets the day of the last accident or disruption told before it, if that was lately and not in
    another country.
    """
    happened = [row for row in told if has_happened(row[0])]
    return [(row[0], [*row[1], *missing_day(doc, row, happened)], row[2]) for row in told]


def has_happened(draft: Draft) -> bool:
    """Whether the draft tells an accident or a disruption as having happened."""
    return draft.type in HAPPENING and factuality(draft) == Factuality.ACTUAL


def missing_day(doc: Doc, row: Told, happened: Sequence[Told]) -> list[Filler]:
    """The start of a draft that has happened lately and tells none; nothing for any other."""
    draft, values, chance = row
    own = any(f.slot == "start" and f.rating >= HEARD for f in values)
    if own or draft.earlier or not has_happened(draft):
        return []
    at = draft.mentions[0].start
    others = (other for other in happened if other is not row and not is_abroad(row, other))
    dated = [(last_told(other[0], at), start_of(other)) for other in others]
    before = [(told, start) for told, start in dated if told >= 0 and start is not None]
    _, start = max(before, key=place_of, default=(-1, None))
    ends = filling(likely(values, chance), "end")
    start = start or next((end for end in ends if end.value.clock), None)
    day = (start.value.value if start else None) or ""
    if start is None or len(day) < DAY or not is_recent(doc, day[:DAY]):
        return []
    day = day[:DAY]
    if any(lies_ahead(doc, end) for end in ends):
        return []
    time = replace(
        start.value, relation=TimeRelation.AT, value=day, until=None, clock=None, day_known=True
    )
    told = [(draft.mentions[0], FOLLOWED)]
    return [Filler("start", (day, None, True), time, told, FOLLOWED, FOLLOWED)]


def is_abroad(row: Told, other: Told) -> bool:
    """Whether two drafts tell of places in different countries: one did not follow the other."""
    mine, theirs = countries(row), countries(other)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def countries(row: Told) -> set[str]:
    """The countries of a draft's likely places, as far as they are known."""
    places = (f.value.place for f in likely(row[1], row[2]) if isinstance(f.value, PlaceSpan))
    return {place.country for place in places if place and place.country}


def place_of(row: tuple[int, Filler | None]) -> int:
    """Sort key: where a draft was told last."""
    return row[0]


def last_told(draft: Draft, start: int) -> int:
    """The first token of the draft's last sentence that does not stand behind `start`, or -1."""
    return max((m.start for m in draft.mentions if m.start <= start), default=-1)


def start_of(row: Told) -> Filler | None:
    """The likeliest start of a draft, one whose own words name its day where there is such."""
    starts = filling(likely(row[1], row[2]), "start")
    known = (f for f in starts if f.value.day_known and len(f.value.value or "") >= DAY)
    return next(known, starts[0] if starts else None)


def is_recent(doc: Doc, day: str) -> bool:
    """Whether a day lies in the week before the article's own."""
    anchor = doc._.anchor
    return anchor is not None and anchor.published.date() - date.fromisoformat(day) <= RECENT


def lies_ahead(doc: Doc, end: Filler) -> bool:
    """Whether a time is a day to come: of what lasts until then the end matters, not the start."""
    last = end.value.until or end.value.value or ""
    return bool(end.value.day_known and last[:DAY] > doc._.anchor.published.date().isoformat())
