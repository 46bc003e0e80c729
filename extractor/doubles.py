"""Two names for one happening: of a service that "is put on", a launch and a change.

One sentence seldom states both; the clearly less likely of the two is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.drafts import Draft, factuality
from storage.records import EventType

CLEARLY = 0.2  # by so much less likely
NAMES = (
    {EventType.SERVICE_LAUNCH, EventType.SERVICE_RESUMPTION, EventType.SERVICE_CHANGE},
    {EventType.SERVICE_SUSPENSION, EventType.CLOSURE},
    {EventType.COLLISION, EventType.LEVEL_CROSSING_ACCIDENT, EventType.PERSON_STRUCK},
)


def is_double(draft: Draft, chance: float, rated: Sequence[tuple[Draft, float]]) -> bool:
    """Whether the sentence that states the draft best is better told by another of the `rated`."""
    best = max(draft.mentions, key=lambda mention: mention.probability).start
    return any(
        its_chance - chance >= CLEARLY
        and any({draft.type, other.type} <= names for names in NAMES)
        and other.type != draft.type
        and factuality(other) == factuality(draft)
        and best in {mention.start for mention in other.mentions}
        for other, its_chance in rated
    )
