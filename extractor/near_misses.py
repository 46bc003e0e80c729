"""Accidents that were none, or struck nobody: "narrowly avoided being hit", "hit an elephant".

The words beside what evokes the accident say so; the models often hear the accident alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Span, Token

from extractor.drafts import ACCIDENTS
from extractor.event_mention import Trigger
from extractor.lexicon import forms, load_lexicon
from extractor.syntax import clause_of
from storage.records import EventType

CLASSES = load_lexicon("en").classes
HITS = ACCIDENTS & {
    EventType.COLLISION,
    EventType.LEVEL_CROSSING_ACCIDENT,
    EventType.PERSON_STRUCK,
}


def as_it_was(
    sentence: Span, triggers: Sequence[Trigger], chances: Mapping[str, float]
) -> dict[str, float]:
    """How likely the sentence states each type of event, near misses and animals hit as such."""
    found = dict(chances)
    for event_type in HITS & found.keys():
        heads = [sentence.doc[t.head] for t in triggers if t.type == event_type]
        if heads and all(is_missed(head) for head in heads):
            move(found, event_type, EventType.OTHER_INCIDENT)
    if hurts_animals_only(sentence):
        move(found, EventType.PERSON_STRUCK, EventType.COLLISION)
    return found


def move(chances: dict[str, float], event_type: str, other: str) -> None:
    """Let one type be as likely as another, which is not stated."""
    chances[other] = max(chances.get(other, 0.0), chances.pop(event_type, 0.0))


def is_missed(head: Token) -> bool:
    """Whether it did not quite come to it: "nearly hit", "narrowly avoided being hit"."""
    verbs = {head, clause_of(head), clause_of(clause_of(head).head)}
    beside = {child.lower_ for verb in verbs for child in verb.children if child.dep_ == "advmod"}
    return not beside.isdisjoint(CLASSES["nearly"])


def hurts_animals_only(sentence: Span) -> bool:
    """Whether a sentence speaks of animals and of no persons."""
    said = frozenset().union(*(forms(token) for token in sentence))
    return not said.isdisjoint(CLASSES["animal"]) and said.isdisjoint(CLASSES["person"])
