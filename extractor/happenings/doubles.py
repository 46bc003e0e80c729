"""What an article tells twice: by two names in one sentence, or an inquiry in several.

Of a service that "is put on" one sentence seldom states a launch and a change: the clearly less
likely of the two is dropped. "The report is expected in May" is no second inquiry.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.drafts import TOLD, Draft, factuality
from extractor.slots.fillers import organisation_key
from storage.records import EventType, OrganisationRole

CLEARLY = 0.15  # by so much less likely
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
        and best in {mention.start for mention in other.mentions}
        and factuality(other) == factuality(draft)
        for other, its_chance in rated
    )


def repeats_inquiry(draft: Draft, inquiries: Sequence[Draft]) -> bool:
    """Whether the draft has no place and no day, and no body that another inquiry has not."""
    if draft not in inquiries or tells_more(draft):
        return False
    others = (one for one in inquiries if one is not draft)
    fuller = (one for one in others if tells_more(one) or starts_before(one, draft))
    return any(bodies_of(draft) <= bodies_of(one) for one in fuller)


def tells_more(draft: Draft) -> bool:
    """Whether a draft has a place, a time or a figure."""
    return any(m.places or m.starts or m.quantities for m in draft.mentions)


def starts_before(one: Draft, other: Draft) -> bool:
    """Whether one is told before the other."""
    return one.mentions[0].start < other.mentions[0].start


def bodies_of(draft: Draft) -> set[str]:
    """What tells apart the bodies that likely look into it or are looked into."""
    return {
        organisation_key(body)
        for mention in draft.mentions
        for body, role, chance in mention.organisations
        if chance > TOLD and role != OrganisationRole.SOURCE
    }
