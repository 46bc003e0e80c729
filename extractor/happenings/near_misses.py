"""Events that were none, or others: "narrowly avoided being hit", "hit an elephant", "stays open".

The words of the sentence say so; the models often hear what the text tells elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Span, Token

from extractor.drafts import ACCIDENTS
from extractor.event_mention import Trigger
from extractor.extensions import words_of
from extractor.lexicon import all_forms, load_discourse, load_lexicon
from extractor.syntax import SUBJECTS, clause_of
from storage.records import EventType

CLASSES = load_lexicon("en").classes
ACCIDENT = re.compile(rf"\b{load_discourse('en')['accident']}\b", re.IGNORECASE)
HITS = ACCIDENTS & {
    EventType.COLLISION,
    EventType.LEVEL_CROSSING_ACCIDENT,
    EventType.PERSON_STRUCK,
}
SURELY = 0.9  # so sure is the model of an accident whose words say nothing of delays
PLAIN = 3  # the level of words that tell an event by themselves
# What a line, station or crossing that stays open has not.
STOPS = frozenset((EventType.CLOSURE, EventType.SERVICE_SUSPENSION, EventType.DISRUPTION))


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
    if is_plainly(triggers, EventType.FIRE) and not words_for(triggers, EventType.OTHER_INCIDENT):
        move(found, EventType.OTHER_INCIDENT, EventType.FIRE)
    if only_at_crossing(sentence, triggers):
        move(found, EventType.PERSON_STRUCK, EventType.LEVEL_CROSSING_ACCIDENT)
    none = untold(sentence, triggers, found)
    return {one: chance for one, chance in found.items() if one not in none}


def untold(
    sentence: Span, triggers: Sequence[Trigger], chances: Mapping[str, float]
) -> frozenset[str]:
    """The types of event that a sentence does not state, whatever its neighbours tell.

    It has no word for them and one for what else is: that the line stays open, that people were
    trapped aboard, that a train was turned back far from the accident.
    """
    none: set[str] = set()
    if goes_on(sentence):
        none |= STOPS
    if is_trouble_aboard(triggers, chances):
        none.add(EventType.DISRUPTION)
    if is_plainly(triggers, EventType.DISRUPTION) and not ACCIDENT.search(words_of(sentence)):
        none |= ACCIDENTS
    return frozenset(one for one in none if not words_for(triggers, one))


def is_trouble_aboard(triggers: Sequence[Trigger], chances: Mapping[str, float]) -> bool:
    """Whether a sentence surely tells of people in a train in trouble, and no word of delays."""
    return (
        chances.get(EventType.OTHER_INCIDENT, 0.0) >= SURELY
        and bool(words_for(triggers, EventType.OTHER_INCIDENT))
        and all(one.type != EventType.DISRUPTION for one in triggers)
    )


def words_for(triggers: Sequence[Trigger], event_type: str) -> list[Trigger]:
    """The words that evoke an event of the type, of what it may happen to."""
    return [t for t in triggers if t.type == event_type and t.about not in ("absent", "barred")]


def is_plainly(triggers: Sequence[Trigger], event_type: str) -> bool:
    """Whether words tell an event of the type by themselves."""
    return any(one.level == PLAIN for one in words_for(triggers, event_type))


def goes_on(sentence: Span) -> bool:
    """Whether something is said to stay as it was: "the other crossing stays open"."""
    return any(
        word.lower_ in CLASSES["unaffected"]
        and word.head.lemma_.lower() in CLASSES["staying"]
        and not any(one.lower_ in CLASSES["lasting_to"] for one in word.head.subtree)
        for word in sentence
    )


def only_at_crossing(sentence: Span, triggers: Sequence[Trigger]) -> bool:
    """Whether somebody is hit at a crossing, and nobody else elsewhere: "a man fell from a platform
    and a woman was run over at a crossing".
    """
    if not is_plainly(triggers, EventType.LEVEL_CROSSING_ACCIDENT):
        return False
    there, struck = (
        {clause_of(sentence.doc[one.head]) for one in words_for(triggers, event_type)}
        for event_type in (EventType.LEVEL_CROSSING_ACCIDENT, EventType.PERSON_STRUCK)
    )
    return not any(
        any(child.dep_ in SUBJECTS for child in verb.children) for verb in struck - there
    )


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
    said = frozenset().union(*all_forms(sentence.doc)[sentence.start : sentence.end])
    return not said.isdisjoint(CLASSES["animal"]) and said.isdisjoint(CLASSES["person"])
