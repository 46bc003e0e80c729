"""The frames that give a counted thing its role: "[people] killed", "[cars] left the rails"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from extractor.lexicon import forms, load_discourse
from extractor.quantities.predications import Phrase, Predication
from storage.records import QuantityRole

LOOK = 120  # characters a frame's text may lie behind
NEGATION = re.compile(rf"{load_discourse('en')['negation']}\s+(?:\w+\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """One `[[frame]]` of quantities.toml: who fills it, where, with which words, for which role."""

    role: QuantityRole
    of: frozenset[str]
    nouns: frozenset[str]
    slot: str
    verbs: frozenset[str]
    text: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    adverb: str | None
    negated: bool


def parse_frame(row: Mapping[str, Any]) -> Frame:
    """A frame from its table. Raises ValueError for an unknown role."""
    return Frame(
        role=QuantityRole(row["role"]),
        of=frozenset(row.get("of", ())),
        nouns=frozenset(row.get("nouns", ())),
        slot=row.get("slot", "any"),
        verbs=frozenset(row.get("verbs", ())),
        text=re.compile(row["text"], re.I) if "text" in row else None,
        unless=re.compile(row["unless"], re.I) if "unless" in row else None,
        adverb=row.get("adverb"),
        negated=row.get("negated", False),
    )


def fits(frame: Frame, doc: Doc, phrase: Phrase, said: Predication) -> bool:
    """Whether what is said of the phrase fits the frame (its class of thing does already)."""
    verb = doc[said.token]
    if frame.slot not in ("any", said.slot) and said.slot != "any":
        return False
    if said.slot == "prep" and frame.slot != "any":
        return False
    if forms(verb).isdisjoint(frame.verbs):
        return False
    text, np_end = phrase.text, doc[phrase.end - 1].idx + len(doc[phrase.end - 1])
    last = doc[phrase.bounds[1] - 1]
    stop = last.idx + len(last)
    before = text[max(0, verb.idx - 30) : verb.idx]
    if bool(NEGATION.search(before)) != frame.negated:
        return False
    if frame.adverb and frame.adverb not in before.lower():
        return False
    windows = [text[at : min(stop, at + LOOK)] for at in (np_end, verb.idx)]
    if frame.unless and any(frame.unless.search(window[:60]) for window in windows):
        return False
    return frame.text is None or any(frame.text.search(window) for window in windows)
