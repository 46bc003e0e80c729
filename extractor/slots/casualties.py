"""Whose the dead and injured are where one sentence tells two accidents: those of the first.

"The train left the rails and hit a rescue train, and two people were killed" makes a derailment
and a collision; the dead are written down once, with what came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from spacy.tokens import Doc

from extractor.drafts import ACCIDENTS, Draft
from extractor.lexicon import discourse_words
from extractor.quantities.counts import CASUALTIES
from extractor.slots.fillers import Filler, likely
from extractor.slots.sharing import Told
from storage.records import EventType

CLEAR = ACCIDENTS - {EventType.OTHER_INCIDENT}  # which is often the same by a vague name
COMES_FIRST = discourse_words("en", "comes_first")


def with_first(doc: Doc, told: Sequence[Told]) -> list[Told]:
    """The drafts with their values, casualties that two accidents claim with the first alone."""
    values = [list(own) for _, own, _ in told]
    for one, other in permutations(range(len(told)), 2):
        if not came_first(doc, told[one][0], told[other][0]):
            continue
        mine = casualties(values[one], told[one][2])
        theirs = casualties(values[other], told[other][2])
        keys = {filler.key for filler in theirs}
        if any(filler.key in keys for filler in mine):
            values[one] = [*without(values[one], keys), *theirs]
            values[other] = without(values[other], keys)
    return [(draft, own, chance) for (draft, _, chance), own in zip(told, values, strict=True)]


def casualties(values: Sequence[Filler], chance: float) -> list[Filler]:
    """The numbers of dead, injured and missing that a draft so likely would be written with."""
    figures = (filler for filler in likely(values, chance) if filler.slot == "quantity")
    return [figure for figure in figures if figure.value.role in CASUALTIES]


def without(values: Sequence[Filler], keys: set[object]) -> list[Filler]:
    """The values but for the figures of these keys."""
    return [filler for filler in values if filler.slot != "quantity" or filler.key not in keys]


def came_first(doc: Doc, first: Draft, later: Draft) -> bool:
    """Whether two accidents of different types are told in one sentence, in this order.

    What stands behind "after" or "when" came before what that is said of.
    """
    if not {first.type, later.type} <= CLEAR or first.type == later.type:
        return False
    heads = {mention.start: mention.head for mention in later.mentions}
    for mention in first.mentions:
        if mention.start in heads:
            low, high = sorted((mention.head, heads[mention.start]))
            turned = COMES_FIRST.search(doc[low + 1 : high].text) is not None
            return (mention.head == low) != turned
    return False
