"""Groups what the extractor got wrong by where it went wrong, for `tests/eval.py`.

An event that is missed or invented has one cause, told by what was read in its sentences; a value
of an event that was found has one, told by where else gold has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.training.goldset import GoldArticle
from tests.gold import score

Event = dict[str, Any]
Span = tuple[int, int]

RIGHT, LEFT_OUT, REPLACED = "right", "left out", "replaced"  # what becomes of a value of gold
# Slots whose values are easily taken for each other's.
NEIGHBOURS = (
    {"origin", "destination", "location"},
    {"operators", "agencies", "sources"},
    {"start", "end"},
)


def spans(event: Event) -> list[Span]:
    """Where the event's sentences stand, as characters of the article; gold and found alike."""
    return [
        (one["start"], one["end"]) if isinstance(one, dict) else (one[0], one[1])
        for one in event.get("evidence", ())
    ]


def share_sentence(one: Event, other: Event) -> bool:
    """Whether both events are told, somewhere, by the same words."""
    return any(a < d and c < b for a, b in spans(one) for c, d in spans(other))


def missed_cause(missed: Event, found: Sequence[Event], invented: Sequence[Event]) -> str:
    """Why an event of gold is missed: `found` are the events that stand for others of gold."""
    if any(share_sentence(missed, one) for one in invented):
        return "missed: told as another type"
    beside = [one for one in found if share_sentence(missed, one)]
    if any(one["type"] == missed["type"] for one in beside):
        return "missed: run together with another of its type"
    return "missed: its sentences give others only" if beside else "missed: nothing is read there"


def invented_cause(invented: Event, gold: Sequence[Event], missed: Sequence[Event]) -> str:
    """Why an event that gold does not have is told; `missed` are the events of gold not found."""
    if not gold:
        return "invented: the article tells none"
    if any(share_sentence(invented, one) for one in missed):
        return "invented: a missed one's sentence, another type"
    beside = [one for one in gold if share_sentence(invented, one)]
    if any(one["type"] == invented["type"] for one in beside):
        return "invented: one event told twice"
    return "invented: beside another event" if beside else "invented: no event is told there"


def left_over(slot: str, gold: Sequence[Any], got: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The values of gold, and those found, that have no like among the other.

    A day is like an instant on it: that is less, but not wrong.
    """
    lone = list(got)
    missing = []
    for value in gold:
        like = max(lone, key=lambda one: score.agree(slot, value, one), default=None)
        if like is not None and score.agree(slot, value, like):
            lone.remove(like)
        else:
            missing.append(value)
    return missing, lone


def has(slot: str, event: Event, value: Any) -> bool:
    """Whether gold has this value in the slot of the event."""
    return any(score.agree(slot, one, value) == 1 for one in score.slots(event).get(slot, ()))


def wrong_cause(slot: str, value: Any, own: Event, others: Sequence[Event]) -> str:
    """Where a value that gold does not have in this slot of the event comes from."""
    like = next((group for group in NEIGHBOURS if slot in group), {slot})
    if any(has(name, own, value) for name in like - {slot}):
        return "of another slot"
    if slot == "quantities" and any(
        value.get("value") == one["value"] for one in own.get("quantities") or ()
    ):
        return "of another role"
    if any(has(name, other, value) for name in like for other in others):
        return "of another event"
    return "of no event"


def judged_values(gold: Event, found: Event, others: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """The slot and the judgement of every value of an event found: each of gold's as `RIGHT`,
    `LEFT_OUT` or `REPLACED`, and each wrong one as its cause.
    """
    fitted = score.fitted(gold, found)
    wanted, got = score.slots(fitted), score.slots(found)
    for slot in sorted({*wanted, *got}):
        missing, lone = left_over(slot, wanted.get(slot, []), got.get(slot, []))
        judged = slot not in score.RECALL_ONLY or missing
        wrong = [wrong_cause(slot, value, fitted, others) for value in lone] if judged else []
        yield from ((slot, cause) for cause in wrong)
        replaced = min(len(missing), len(wrong))
        yield from ((slot, REPLACED) for _ in range(replaced))
        yield from ((slot, LEFT_OUT) for _ in range(len(missing) - replaced))
        yield from ((slot, RIGHT) for _ in range(len(wanted.get(slot, ())) - len(missing)))


def error_causes(
    gold: Sequence[GoldArticle], system: Mapping[str, Sequence[Event]]
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How many events are missed or invented, by cause; and how many values of the events found
    are right, left out, replaced or wrong, by slot and judgement (`judged_values`).
    """
    events: Counter[str] = Counter()
    values: Counter[tuple[str, str]] = Counter()
    for one in gold:
        told = system[one.id]
        pairs = dict(score.align(one.events, told))
        found = [told[at] for at in pairs.values()]
        invented = [event for event in told if not any(event is other for other in found)]
        lone = [event for at, event in enumerate(one.events) if at not in pairs]
        missed = [event for event in lone if not event.get("optional")]
        events.update(missed_cause(event, found, invented) for event in missed)
        events.update(invented_cause(event, one.events, lone) for event in invented)
        for at, matched in pairs.items():
            own = one.events[at]
            if not own.get("optional"):
                others = [event for event in one.events if event is not own]
                values.update(judged_values(own, told[matched], others))
    return events, values
