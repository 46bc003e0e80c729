"""What had been planned before: "originally set for 2014, the opening is now due in May".

Such a day dates its event only where no other does, and its sentence tells of the event that the
article dates anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from extractor.drafts import Draft, days, end_names, ends_of
from extractor.event_mention import EventMention
from extractor.extensions import text_of
from extractor.lexicon import load_discourse
from extractor.mentions import TimeMention
from extractor.slots.fillers import Filler
from extractor.slots.plans import BEGINNING
from storage.records import EventType, PlaceRole

WORDS = load_discourse("en")
# The old plan up to its date; behind a word that turns to the new one it is over.
FORMER = re.compile(
    rf"\b{WORDS['former_plan']}\b(?:(?!\b{WORDS['turning']}\b)(?:[^.;]|[.](?=\d))){{0,80}}$",
    re.IGNORECASE,
)
LOOK_BACK = 160  # characters before a date in which the words may stand
LIKELY = 0.35  # how likely a time must be to date a sentence's event
PUT_OFF = BEGINNING - {EventType.STRIKE, EventType.AGREEMENT, EventType.TRAIN_MOVEMENT}


def is_former(doc: Doc, time: TimeMention) -> bool:
    """Whether the time is that of a plan which its own words call an old one."""
    text = text_of(doc)
    low = max(0, time.start - LOOK_BACK)
    return FORMER.search(text, max(low, text.rfind("\n", low, time.start)), time.start) is not None


def still_valid(doc: Doc, times: Sequence[Filler]) -> list[Filler]:
    """The times without those of old plans, all of them where there are no others."""
    return [it for it in times if not is_former(doc, it.value)] or list(times)


def join_former(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; one dated by an old plan only lends its values to the one that is dated anew."""
    kept = [draft for draft in drafts if not is_old(doc, draft)]
    for draft in drafts:
        if draft in kept:
            continue
        anew = [one for one in kept if is_anew(one, draft)]
        if anew:
            anew[0].doubtful += [without_times(it) for it in (*draft.mentions, *draft.doubtful)]
        else:
            kept.append(draft)
    return sorted(kept, key=lambda draft: draft.mentions[0].start)


def is_old(doc: Doc, draft: Draft) -> bool:
    """Whether the draft is one of what may be put off and has no days but those of old plans."""
    if draft.type not in PUT_OFF:
        return False
    times = [
        time
        for mention in draft.mentions
        for time, chance in (*mention.starts, *mention.ends)
        if chance >= LIKELY
    ]
    return bool(times) and all(is_former(doc, time) for time in times)


def is_anew(one: Draft, old: Draft) -> bool:
    """Whether the first may be what the second tells of, for a later day or none."""
    planned, told = days(old.mentions), days(one.mentions)
    later = not (planned and told) or max(told) >= min(planned)
    return one.type == old.type and later and may_be_same(one, old)


def may_be_same(one: Draft, other: Draft) -> bool:
    """Whether nothing that the two tell of places parts them."""
    mine, theirs = ends_of(one), ends_of(other)
    if mine and theirs and end_names(mine).isdisjoint(end_names(theirs)):
        return False
    here, there = spots(one), spots(other)
    return not (here and there) or not here.isdisjoint(there)


def spots(draft: Draft) -> set[str]:
    """The names of the draft's likely locations."""
    return {
        place.text.casefold()
        for mention in draft.mentions
        for place, role, chance in mention.places
        if role is PlaceRole.LOCATION and chance >= LIKELY
    }


def without_times(mention: EventMention) -> EventMention:
    """The mention without the times of its old plan."""
    return replace(mention, starts=[], ends=[])
