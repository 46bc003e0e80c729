"""Values that events told in one sentence share.

"The first train left on Sunday" dates the service that it restores; a train that came off the rails
in a collision did so when and where it collided. How often two types have one start, origin or
destination is counted in the annotated articles (`training/shares.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from extractor.drafts import Draft, factuality
from extractor.event_mention import EventMention
from extractor.linear import MODELS
from extractor.mentions import DAY, TimeMention
from extractor.slots.fillers import Filler, likely
from storage.records import EventType, Factuality

SHARES = MODELS / "shares.json"
SLOTS = ("start", "origin", "destination")
# These begin on a day, whatever the hour of the train or the accident that is told with them.
BY_DAY = frozenset(
    (
        EventType.SERVICE_RESUMPTION,
        EventType.SERVICE_SUSPENSION,
        EventType.SERVICE_LAUNCH,
        EventType.SERVICE_CHANGE,
        EventType.OPENING,
        EventType.DISRUPTION,
    )
)

Told = tuple[Draft, list[Filler], float]  # a draft, its values, how likely it is an event at all
# How often an event of the second type has the value that one of the first has in the slot.
Shares = Mapping[tuple[str, str, str], float]


@cache
def load_shares() -> Shares:
    """The shares, counted in training. Raises FileNotFoundError where they have not been."""
    return {(slot, one, other): share for slot, one, other, share in json.loads(SHARES.read_text())}


def with_shared(told: Sequence[Told], shares: Shares) -> list[Told]:
    """The drafts with their rated values, and those that they share.

    A draft without a likely value for a slot takes that of one as factual as itself, where a
    sentence that states both gives it.
    """
    kept = [likely(values, chance) for _, values, chance in told]
    facts = [factuality(draft) for draft, *_ in told]
    whole = []
    for at, (draft, values, chance) in enumerate(told):
        slots = {filler.slot for filler in kept[at]}
        taken = {filler.key for filler in kept[at]}
        found = {(filler.slot, filler.key): filler for filler in values}
        for filler in offered(at, told, kept, facts, shares):
            known = found.get((filler.slot, filler.key))
            free = filler.slot not in slots and filler.key not in taken
            if free and (known is None or known.rating < filler.rating):
                found[filler.slot, filler.key] = filler
        whole.append((draft, list(found.values()), chance))
    return whole


def offered(
    at: int,
    told: Sequence[Told],
    kept: Sequence[Sequence[Filler]],
    facts: Sequence[Factuality],
    shares: Shares,
) -> Iterator[Filler]:
    """The values that the others, if as factual, give in the sentences of the draft told `at`."""
    draft = told[at][0]
    for (other, *_), values, fact in zip(told, kept, facts, strict=True):
        if other is not draft and fact == facts[at]:
            yield from lent(other, values, draft, shares)


def lent(owner: Draft, values: Sequence[Filler], draft: Draft, shares: Shares) -> Iterator[Filler]:
    """The values of one draft that another may share, as values of that other.

    For what begins on a day a sentence that may speak of it will do: "Trains run again. The first
    of them left on Sunday".
    """
    doubtful = draft.doubtful if draft.type in BY_DAY else []
    mentions = {mention.start: mention for mention in (*doubtful, *draft.mentions)}
    for filler in values:
        share = shares.get((filler.slot, owner.type.value, draft.type.value))
        both = next((mentions[m.start] for m, _ in filler.told if m.start in mentions), None)
        if share is not None and both is not None:
            yield as_value_of(draft, filler, both, share * filler.rating)


def as_value_of(draft: Draft, filler: Filler, mention: EventMention, rating: float) -> Filler:
    """The value as one that the mention gives the draft."""
    value = filler.value
    if isinstance(value, TimeMention) and draft.type in BY_DAY and value.value:
        value = replace(value, value=value.value[:DAY], clock=None, day_known=True)
    return Filler(filler.slot, filler.key, value, [(mention, rating)], rating, rating)
