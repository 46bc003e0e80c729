"""Decides which events each sentence states: trigger words, wording and meaning, weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.embedding import embed
from extractor.event_mention import EventMention, Trigger
from extractor.linear import load_model
from storage.records import EventType

STRENGTH = {"argument": 4, "free": 3, "near": 2, "absent": 1, "barred": 0}
EMBEDDING_WEIGHT = 3.0
WORDING_WEIGHT = 2.5


def lemma_words(sentence: Span) -> list[str]:
    """The sentence's words as features see them: lemmas, entities and figures by their kind."""
    words = []
    for token in sentence:
        if token.is_space:
            continue
        if token.ent_type_:
            words.append(token.ent_type_.lower())
        else:
            words.append("NUM" if any(c.isdigit() for c in token.text) else token.lemma_.lower())
    return words


def wording_features(sentence: Span) -> dict[str, float]:
    """Single words and pairs of words, scaled so that long and short sentences weigh alike."""
    words = lemma_words(sentence)
    grams = {f"w:{word}" for word in words}
    grams |= {f"w:{a} {b}" for a, b in pairwise(words)}
    weight = WORDING_WEIGHT / max(1.0, len(grams)) ** 0.5
    return dict.fromkeys(grams, weight)


def trigger_features(triggers: Sequence[Trigger], sentence: Span) -> dict[str, float]:
    """What the trigger words say, by type: how strong they are, where they stand, which they are."""
    features: dict[str, float] = {}
    counts: dict[str, int] = defaultdict(int)
    for trigger in triggers:
        kind = trigger.type.value
        counts[kind] += 1
        features[f"t:{kind}:{trigger.about}{trigger.level}"] = 1.0
        features[f"p:{kind}:{trigger.pattern}:{trigger.about not in ('absent', 'barred')}"] = 0.7
        features[f"pos:{kind}:{sentence.doc[trigger.head].pos_}"] = 1.0
        if trigger.head - sentence.start < 8:
            features[f"early:{kind}:{trigger.about}"] = 1.0
    for kind, count in counts.items():
        features[f"n:{kind}"] = min(count, 3) / 3
    return features


def embedding_features(vector: NDArray[np.float32]) -> dict[str, float]:
    """The embedding's components as features."""
    return {f"e:{index}": EMBEDDING_WEIGHT * value for index, value in enumerate(vector.tolist())}


def sentence_features(
    sentence: Span, triggers: Sequence[Trigger], vector: NDArray[np.float32]
) -> dict[str, float]:
    """All that the model sees of a sentence."""
    return {
        **wording_features(sentence),
        **trigger_features(triggers, sentence),
        **embedding_features(vector),
    }


def triggers_by_sentence(doc: Doc) -> list[tuple[Span, list[Trigger]]]:
    """Every sentence that has words, with the triggers in it."""
    rows: list[tuple[Span, list[Trigger]]] = []
    triggers = doc._.triggers
    index = 0
    for sentence in doc.sents:
        own = []
        while index < len(triggers) and triggers[index].first < sentence.end:
            own.append(triggers[index])
            index += 1
        if any(not token.is_space for token in sentence):
            rows.append((sentence, own))
    return rows


def strongest(triggers: Sequence[Trigger], event_type: EventType) -> Trigger | None:
    """The trigger that most clearly evokes the type, the first of equals."""
    own = [trigger for trigger in triggers if trigger.type == event_type]
    return max(
        own, key=lambda t: (STRENGTH[t.about], t.level, t.last - t.first, -t.first), default=None
    )


@Language.factory(
    "event_mentions", requires=["token.dep", "token.ent_type"], default_config={"threshold": 0.35}
)
class EventMentionTagger:
    """Leaves `doc._.event_mentions`: each sentence's events, at least `threshold` likely."""

    def __init__(self, nlp: Language, name: str, *, threshold: float) -> None:
        self.threshold = threshold
        self.model = load_model("event_mentions")

    def __call__(self, doc: Doc) -> Doc:
        rows = triggers_by_sentence(doc)
        vectors = embed([sentence.text.strip() for sentence, _ in rows])
        doc._.event_mentions = [
            mention
            for (sentence, triggers), vector in zip(rows, vectors, strict=True)
            for mention in self.mentions(sentence, triggers, vector)
        ]
        return doc

    def mentions(
        self, sentence: Span, triggers: Sequence[Trigger], vector: NDArray[np.float32]
    ) -> list[EventMention]:
        """The events that one sentence states."""
        chances = self.model.probabilities(sentence_features(sentence, triggers, vector))
        found = []
        for label, chance in chances.items():
            if chance >= self.threshold:
                event_type = EventType(label)
                trigger = strongest(triggers, event_type)
                head = trigger.head if trigger else sentence.root.i
                found.append(
                    EventMention(event_type, sentence.start, sentence.end, head, chance, trigger)
                )
        return found
