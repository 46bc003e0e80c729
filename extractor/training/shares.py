"""Counts in annotated articles what events of one sentence share, for `slots/sharing.py`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from extractor.mentions import DAY
from extractor.slots.sharing import SHARES, SLOTS
from extractor.training.examples import Gold, names
from extractor.training.goldset import GoldArticle

Pair = tuple[str, str, str]  # a slot, the type of the event that has a value there, and of another

FEWEST = 12  # pairs of events that a share is counted from
LEAST = 0.85  # a share that is written down


def told_together(one: GoldArticle) -> Iterator[tuple[Gold, Gold, str]]:
    """Every two events, equally factual, that one sentence states, with what the sentences say."""
    for event in one.events:
        for other in one.events:
            spans = set(map(tuple, event["evidence"])) & set(map(tuple, other["evidence"]))
            alike = event["factuality"] == other["factuality"]
            if spans and alike and event is not other and not other.get("optional"):
                text = " ".join(one.article.text[a:b] for a, b in sorted(spans) if a >= 0)
                yield event, other, text.casefold()


def shares_value(slot: str, event: Gold, other: Gold, text: str) -> bool | None:
    """Whether the other event has the value of the slot too; None where the text gives none."""
    value = event.get(slot)
    if not value:
        return None
    if slot == "start":
        wanted = (other.get("start"), *other.get("start_ok", []))
        return any(start and start[:DAY] == value[:DAY] for start in wanted)
    forms = [value] if isinstance(value, str) else value
    if not any(form.casefold() in text for form in forms):
        return None
    ends = ("origin", "destination") if other.get("swap_ok") else (slot,)
    return any(names(value) & names(other.get(end)) for end in ends)


def counted_shares(gold: Iterable[GoldArticle]) -> dict[Pair, float]:
    """The share of each pair of types that have a slot's value in common often enough.

    Smoothed by Laplace's rule of succession.
    """
    same: Counter[Pair] = Counter()
    seen: Counter[Pair] = Counter()
    for one in gold:
        for event, other, text in told_together(one):
            for slot in SLOTS:
                found = shares_value(slot, event, other, text)
                if found is not None:
                    pair = slot, event["type"], other["type"]
                    same[pair] += found
                    seen[pair] += 1
    shares = {pair: (same[pair] + 1) / (seen[pair] + 2) for pair in sorted(seen)}
    return {pair: s for pair, s in shares.items() if seen[pair] >= FEWEST and s >= LEAST}


def train_shares(gold: Iterable[GoldArticle]) -> None:
    """Count the shares and write them where `slots/sharing.py` looks for them."""
    rows = [json.dumps([*pair, round(s, 3)]) for pair, s in counted_shares(gold).items()]
    SHARES.write_text("[\n " + ",\n ".join(rows) + "\n]\n", encoding="utf-8")
