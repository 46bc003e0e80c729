"""Happenings that an article tells again in other words, where nothing that it says parts the two.

"The tunnel might then open in June" plans what was planned for the spring before;
the trains and the containers of one quarter are one count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Doc

from extractor.drafts import TOLD, Draft, days, factuality
from extractor.happenings.links import compare_days, figures, place_names, train_kinds, train_names
from storage.records import EventType, Factuality

NEAR = 2  # sentences between two counts of one period
BEGINNINGS = (EventType.OPENING, EventType.SERVICE_LAUNCH, EventType.SERVICE_RESUMPTION)


def join_again(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each that an earlier one already tells joined to that one."""
    starts = [sentence.start for sentence in doc.sents]
    kept: list[Draft] = []
    for draft in drafts:
        first = next((one for one in kept if is_again(one, draft, starts)), None)
        if first is None:
            kept.append(draft)
        else:
            first.mentions += draft.mentions
            first.doubtful += draft.doubtful
    return kept


def is_again(one: Draft, other: Draft, starts: Sequence[int]) -> bool:
    """Whether the second is the first told again; `starts` are the first tokens of sentences."""
    if one.type != other.type:
        return False
    if one.type in BEGINNINGS:
        return same_plan(one, other)
    apart = bisect_left(starts, other.mentions[0].start) - bisect_left(
        starts, one.mentions[-1].start
    )
    return one.type is EventType.TRAFFIC_VOLUME and apart <= NEAR and same_count(one, other)


def same_plan(one: Draft, other: Draft) -> bool:
    """Whether both only plan, for one day or one within the other's, and one names nothing."""
    if Factuality.ACTUAL in (factuality(one), factuality(other)):
        return False
    agree = compare_days(days(one.mentions), days(other.mentions))
    bare = not all(place_names(it.mentions) | train_names(it.mentions) for it in (one, other))
    return bare and not agree.keys().isdisjoint(("days:shared", "days:within"))


def same_count(one: Draft, other: Draft) -> bool:
    """Whether both count one period, places and kind of train, and not the same thing."""
    mine, theirs = periods(one), periods(other)
    if not mine or mine != theirs:
        return False
    if not figures(one.mentions).keys().isdisjoint(figures(other.mentions)):
        return False
    return agree(place_names(one.mentions), place_names(other.mentions)) and agree(
        train_kinds(one.mentions), train_kinds(other.mentions)
    )


def agree(one: set[str], other: set[str]) -> bool:
    """Whether the two have something in common, or one tells nothing."""
    return not (one and other) or not one.isdisjoint(other)


def periods(draft: Draft) -> set[tuple[str | None, str | None]]:
    """The likeliest period of each mention."""
    best = (max(m.starts, key=lambda row: row[1]) for m in draft.mentions if m.starts)
    return {(time.value, time.until) for time, chance in best if chance > TOLD}
