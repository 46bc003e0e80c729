"""What a sentence says of its train: name, number and kind.

What its own sentence leaves unsaid ("the train", "the service") an event takes from the sentences
before it, which speak of the same train.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extractor.extensions import words_of
from extractor.lexicon import load_lexicon
from extractor.syntax import distance
from extractor.trains.names import Found, train_names, train_numbers
from extractor.trains.words import KindTable, TrainWords, train_words
from storage.records import EventType, Train, TrainKind

CARRY = 3  # sentences for which a train that was named stays "the train"
PARTICULAR = 2  # steps of the parse that a particular kind may be farther off
CLASSES = load_lexicon("en").classes
ROAD_VEHICLES = CLASSES["road_vehicle"] - CLASSES["car_of_train"]
# What is built, ordered or looked into is no train on its way: what came before says little of it.
STILL = frozenset(
    {
        EventType.CONSTRUCTION,
        EventType.AGREEMENT,
        EventType.INVESTIGATION,
        EventType.STRIKE,
        EventType.OPENING,
        EventType.CLOSURE,
    }
)


def kinds_of(sentence: Span, table: KindTable) -> Iterator[Found]:
    """The kinds of train that words of a sentence stand for."""
    for match in table.pattern.finditer(words_of(sentence)):
        at = sentence.start_char + match.end() - 1
        span = sentence.doc.char_span(at, at + 1, alignment_mode="expand")
        if span and not is_on_road(span[0]):
            yield Found(table.kinds[match.group().lower()].value, span[0])


def is_on_road(token: Token) -> bool:
    """Whether a word only tells what a road vehicle carries: "a heavy goods vehicle"."""
    behind = token.i + 1
    return behind < len(token.doc) and token.doc[behind].lemma_.lower() in ROAD_VEHICLES


def nearest(found: Sequence[Found], head: Token) -> str | None:
    """The find nearest to a token by syntax, the first of equals."""
    best = min(found, key=lambda one: distance(one.at, head), default=None)
    return best.value if best else None


def likeliest_kind(kinds: Sequence[Found], head: Token) -> str | None:
    """The kind nearest to a token; a particular one before "passenger" and "freight"."""

    def rank(one: Found) -> int:
        plain = one.value in (TrainKind.PASSENGER, TrainKind.FREIGHT)
        return distance(one.at, head) + (PARTICULAR if plain else 0)

    best = min(kinds, key=rank, default=None)
    return best.value if best else None


def is_struck(one: Found, head: Token) -> bool:
    """Whether a train is what another one ran into: "the express hit a goods train"."""
    behind = [c for c in head.rights if c.dep_ in ("dobj", "prep") and head.pos_ == "VERB"]
    return any(child == one.at or child.is_ancestor(one.at) for child in behind)


def running(found: Sequence[Found], head: Token) -> list[Found]:
    """The finds of the train that ran into another, of which the collision is told."""
    return [one for one in found if not is_struck(one, head)]


def letter_lines(sentence: Span, words: TrainWords) -> Iterator[Found]:
    """The letters of metro lines: "a Q train", "the A and C lines"."""
    for match in words.letters.finditer(words_of(sentence)):
        at = sentence.start_char + match.end() - 1
        if span := sentence.doc.char_span(at, at + 1, alignment_mode="expand"):
            yield Found(TrainKind.METRO.value, span[0])


def anaphoric(sentence: Span, words: TrainWords) -> bool:
    """Whether a sentence speaks of "the train" or "it", and of no other: "a train", "another"."""
    told, named = False, named_subject(sentence)
    for token in sentence:
        if token.lower_ not in words.anaphors:
            continue
        before = {left.lower_ for left in token.lefts}
        if token.lower_ in words.common and before & words.untold:
            return False
        stands = token.pos_ == "PRON" and not (named and named.i < token.i)
        told = told or stands or bool(before & words.told)
    return told


def named_subject(sentence: Span) -> Token | None:
    """The first name that is a subject, which "it" may mean: "Botswana Railways says it will"."""
    subjects = (token for token in sentence if token.dep_ in ("nsubj", "nsubjpass"))
    return next((token for token in subjects if token.pos_ == "PROPN"), None)


@dataclass(slots=True)
class Described:
    """What one sentence says of trains, and whether it speaks of one named before."""

    names: list[Found]
    numbers: list[Found]
    kinds: list[Found]
    hints: list[Found]
    anaphoric: bool


def describe(sentence: Span, words: TrainWords) -> Described:
    """All that a sentence says of trains."""
    names = train_names(sentence, words)
    kinds = list(kinds_of(sentence, words.kinds))
    for name in names:
        known = words.known.search(name.value)
        if known and (kind := words.names.get(known["known"])):
            kinds.append(Found(kind.value, name.at))
    kinds += letter_lines(sentence, words)
    hints = list(kinds_of(sentence, words.hints))
    # A train that bears a name carries people, unless its name or its load says otherwise.
    hints += [Found(TrainKind.PASSENGER.value, name.at) for name in names]
    return Described(
        names, train_numbers(sentence, words), kinds, hints, anaphoric(sentence, words)
    )


def train_of(
    head: Token, own: Described, before: Sequence[Described], event_type: EventType
) -> Train:
    """The train of an event in a sentence, after the sentences before it, the nearest first."""
    still, hit = event_type in STILL, event_type == EventType.COLLISION
    name = (nearest(running(own.names, head), head) if hit else None) or nearest(own.names, head)
    kind = likeliest_kind(running(own.kinds, head) if hit else own.kinds, head)
    if name is None and own.anaphoric and not still:
        name = next((other.names[0].value for other in before if other.names), None)
    kind = kind or nearest(own.hints, head) or likeliest_kind(own.kinds, head)
    if kind is None and not still:
        kind = next((other.kinds[0].value for other in before if other.kinds), None)
    if kind is None and name:
        kind = TrainKind.PASSENGER.value
    return Train(name, nearest(own.numbers, head), TrainKind(kind) if kind else None)


@Language.factory("trains", requires=["token.dep"], default_config={"language": "en"})
class TrainDescriber:
    """Sets `train` on each of `doc._.event_mentions`."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        words = train_words(self.language)
        starts = [sentence.start for sentence in doc.sents]
        rows = [describe(sentence, words) for sentence in doc.sents]
        for mention in doc._.event_mentions:
            index = bisect_right(starts, mention.start) - 1
            before = rows[max(0, index - CARRY) : index][::-1]
            mention.train = train_of(doc[mention.head], rows[index], before, mention.type)
        return doc
