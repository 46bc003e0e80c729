"""Decides which events each sentence states: what the network reads, triggers and wording."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.event_mention import LEAST, EventMention, Trigger
from extractor.extensions import words_of
from extractor.happenings.earlier import with_earlier
from extractor.happenings.near_misses import as_it_was
from extractor.happenings.passing import RailParts, surely_names_rail
from extractor.happenings.two_in_one import parted
from extractor.linear import Chances, load_model
from extractor.network.sentence_network import Encoding, bounded
from extractor.slots.plans import has_lapsed, only_demanded
from storage.records import EventType

STRENGTH = {"argument": 4, "free": 3, "near": 2, "absent": 1, "barred": 0}
WORDING_WEIGHT = 2.5
# Among other news no further sentences bear out one of trains: it need be less likely by itself.
LIKELY_IN_PASSING = 0.25
TOLD_IN_PASSING = 0.45


def lemma_words(sentence: Span) -> list[str]:
    """The sentence's words as features see them: lemmas, entities and figures by their kind."""
    words = []
    for token in sentence:
        if token.is_space:
            continue
        if token.ent_type_:
            words.append(token.ent_type_.lower())
        else:
            figure = not token.is_alpha and any(c.isdigit() for c in token.text)
            words.append("NUM" if figure else token.lemma_.lower())
    return words


def wording_features(sentence: Span) -> dict[str, float]:
    """Single words and pairs of words, scaled so that long and short sentences weigh alike."""
    words = lemma_words(sentence)
    grams = {f"w:{word}" for word in words}
    grams |= {f"w:{a} {b}" for a, b in pairwise(words)}
    weight = WORDING_WEIGHT / max(1.0, len(grams)) ** 0.5
    return dict.fromkeys(grams, weight)


def trigger_features(triggers: Sequence[Trigger], sentence: Span) -> dict[str, float]:
    """What the trigger words say, by type: how strong, where in the sentence, which words."""
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


def network_features(encoding: Encoding | None) -> dict[str, float]:
    """What the sentence network makes of the sentence."""
    if encoding is None:
        return {}
    return {f"net:{kind}": bounded(score) for kind, score in encoding.events().items()}


def chance(score: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + exp(-score))


def neighbour_features(encodings: Sequence[Encoding | None], index: int) -> dict[str, float]:
    """What the network makes of the sentences beside it, and of the text's surest."""
    features: dict[str, float] = {}
    for name, at in (("before", index - 1), ("after", index + 1)):
        if 0 <= at < len(encodings) and (encoding := encodings[at]):
            for kind, score in encoding.events().items():
                features[f"net_{name}:{kind}"] = chance(score)
    return features


def clear_types(triggers: Sequence[Trigger]) -> dict[str, int]:
    """Types that the triggers evoke beyond mere chance, with the highest level."""
    levels: dict[str, int] = {}
    for trigger in triggers:
        if STRENGTH[trigger.about] >= 2:
            level = trigger.level if STRENGTH[trigger.about] > 2 else 1
            levels[trigger.type.value] = max(level, levels.get(trigger.type.value, 0))
    return levels


def whole_text_features(clear: Sequence[dict[str, int]]) -> dict[str, float]:
    """What the whole text speaks of, by the clear types of each of its sentences."""
    told = Counter(kind for levels in clear for kind, level in levels.items() if level > 1)
    return {f"text:{kind}": min(5 * count / len(clear), 1.5) for kind, count in told.items()}


def context_features(
    clear: Sequence[dict[str, int]], index: int, encodings: Sequence[Encoding | None]
) -> dict[str, float]:
    """What the sentences around speak of, and where the sentence stands."""
    features = {f"at:{min(index, 3)}": 1.0, "last": float(index >= len(clear) - 2)}
    features |= neighbour_features(encodings, index)
    if index:
        for kind, level in clear[index - 1].items():
            features[f"before:{kind}:{level}"] = 0.7
    return features


def find_features(sentence: Span) -> dict[str, float]:
    """What other components found in the sentence: kinds of figures, times, names, repetition."""
    doc, start, end = sentence.doc, sentence.start_char, sentence.end_char
    found: set[str] = set()
    for quantity in doc._.quantities or ():
        if start <= quantity.start < end:
            found |= {f"q:{quantity.role.value}", f"q:{quantity.role.value}:{quantity.scope}"}
    for time in doc._.times or ():
        if start <= time.start < end:
            found |= {f"time:{time.relation.value}", f"clock:{time.clock is not None}"}
    found |= {f"place:{p.kind}" for p in doc._.places or () if start <= p.start < end}
    found |= {f"body:{o.kind}" for o in doc._.organisations or () if start <= o.start < end}
    if any(start <= repeat.start < end for repeat in doc._.recurrences or ()):
        found.add("repeats")
    return dict.fromkeys(found, 0.35)


def sentence_features(
    sentence: Span, triggers: Sequence[Trigger], encoding: Encoding | None
) -> dict[str, float]:
    """What the model sees of a sentence by itself."""
    return {
        **wording_features(sentence),
        **find_features(sentence),
        **trigger_features(triggers, sentence),
        **network_features(encoding),
    }


def text_features(doc: Doc) -> Iterator[tuple[Span, list[Trigger], dict[str, float]]]:
    """Each sentence of a text in order, with its triggers and what the model sees of it."""
    rows = triggers_by_sentence(doc)
    read = doc._.encodings
    encodings = [read.get(sentence.start) for sentence, _ in rows]
    clear = [clear_types(triggers) for _, triggers in rows]
    whole = whole_text_features(clear)
    for index, (sentence, triggers) in enumerate(rows):
        own = sentence_features(sentence, triggers, encodings[index])
        yield sentence, triggers, own | context_features(clear, index, encodings) | whole


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


def told_in_passing(sentence: Span, chances: Chances) -> str | None:
    """The type of event that a sentence tells of railways in a text about other things."""
    parts: RailParts = sentence.doc._.rail_parts
    if parts.headline or not parts.in_passing():
        return None
    likeliest = max(chances, key=chances.__getitem__)
    likely = chances[likeliest] >= LIKELY_IN_PASSING
    return likeliest if likely and surely_names_rail(words_of(sentence)) else None


def of_use(mentions: Sequence[EventMention], opening: float) -> list[EventMention]:
    """The mentions that can open a draft, or join one that a mention of their type has opened."""
    found: set[EventMention] = set()
    opened: set[EventType] = set()
    for mention in sorted(mentions, key=lambda m: (m.start, -m.probability)):
        if mention.probability >= opening:
            opened.add(mention.type)
        if mention.type in opened:
            found.add(mention)
    return [mention for mention in mentions if mention in found]


@Language.factory(
    "event_mentions",
    requires=["token.dep", "token.ent_type"],
    default_config={"threshold": 0.08, "opening": LEAST},
)
class EventMentionTagger:
    """Leaves `doc._.event_mentions`: each sentence's events, at least `threshold` likely.

    What somebody only demands is none. Those less than `opening` likely stay only behind likelier
    ones of their type: alone they make no report, and need not be read further.
    """

    def __init__(self, nlp: Language, name: str, *, threshold: float, opening: float) -> None:
        self.threshold = threshold
        self.opening = opening
        self.model = load_model("event_mentions")

    def __call__(self, doc: Doc) -> Doc:
        rows = list(text_features(doc))
        chances = self.model.rate([(features, ()) for *_, features in rows])
        mentions = [
            mention
            for (sentence, triggers, _), rated in zip(rows, chances, strict=True)
            for mention in self.mentions(sentence, triggers, rated)
        ]
        doc._.event_mentions = of_use(mentions, self.opening)
        return doc

    def mentions(
        self, sentence: Span, triggers: Sequence[Trigger], chances: Chances
    ) -> list[EventMention]:
        """The events that one sentence states."""
        found: list[EventMention] = []
        sure: dict[str, float] = {}  # how likely the triggers alone make an event of a type
        for trigger in triggers:
            sure[trigger.type] = max(trigger.least, sure.get(trigger.type, 0.0))
        if likeliest := told_in_passing(sentence, chances):
            sure[likeliest] = max(TOLD_IN_PASSING, sure.get(likeliest, 0.0))
        for label, rated in as_it_was(sentence, triggers, chances).items():
            least = sure.get(label, 0.0)
            chance = max(rated, least)
            if chance >= self.threshold:
                event_type = EventType(label)
                best = strongest(triggers, event_type)
                head = best.head if best else sentence.root.i
                mention = EventMention(
                    event_type, sentence.start, sentence.end, head, chance, best, least
                )
                word = sentence.doc[head]
                if only_demanded(mention, word) or has_lapsed(mention, word):
                    continue
                found += parted(sentence, mention, triggers)
        return list(with_earlier(sentence, found, triggers))
