"""Why an event happened, in its sentence's words: "because of heavy rain", "after a landslide".

Words that say so outright come first ("because of"), then what stopped or hit the train as the
subject or agent of a verb, then a clause or phrase that tells what went before, and at last any
word for a hazard.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extractor.event_mention import EventMention
from extractor.lexicon import LANGUAGES
from extractor.syntax import SUBJECTS, distance
from storage.records import EventType

LONGEST = 9  # words
NEAR = 4  # steps of the parse from an event within which a verb still tells why it happened

# Types that befall the railway. Of others ("a bridge opens after the storm") only the surest
# words tell a cause.
SUFFERED = frozenset(
    {
        EventType.DISRUPTION,
        EventType.SERVICE_SUSPENSION,
        EventType.DERAILMENT,
        EventType.COLLISION,
        EventType.LEVEL_CROSSING_ACCIDENT,
        EventType.FIRE,
        EventType.OTHER_INCIDENT,
        EventType.STRIKE,
        EventType.CLOSURE,
    }
)


@dataclass(frozen=True, slots=True)
class CauseCues:
    """The words around causes, and those for what causes and what does not."""

    sure: re.Pattern[str]
    loose: re.Pattern[str]
    clauses: frozenset[str]
    verbs: frozenset[str]
    blaming: frozenset[str]
    hazards: frozenset[str]
    disputes: frozenset[str]
    actors: frozenset[str]
    itself: dict[str, frozenset[str]]
    stops: frozenset[str]
    lead: frozenset[str]


def pattern(words: list[str]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in longest)})\b", re.I)


@cache
def cause_cues(language: str) -> CauseCues:
    """The words around causes in a language."""
    data = tomllib.loads((LANGUAGES / language / "causes.toml").read_text("utf-8"))
    return CauseCues(
        sure=pattern(data["sure"]),
        loose=pattern(data["loose"]),
        clauses=frozenset(data["clauses"]),
        verbs=frozenset(data["verbs"]),
        blaming=frozenset(data["blaming"]),
        hazards=frozenset(data["hazards"]),
        disputes=frozenset(data["disputes"]),
        actors=frozenset(data["actors"]),
        itself={EventType(kind).value: frozenset(w) for kind, w in data["itself"].items()},
        stops=frozenset(data["stop"]),
        lead=frozenset(data["lead"]),
    )


def phrase_from(doc: Doc, start: int, end: int, cues: CauseCues) -> str | None:
    """The words from a token on, up to a word that ends the phrase."""
    words: list[Token] = []
    for token in doc[start : min(end, start + LONGEST)]:
        if token.is_space and not words:
            continue
        hyphened = token.i > 0 and doc[token.i - 1].text == "-"  # the "on" of "head-on"
        if words and token.lower_ in cues.stops and not hyphened:
            break
        words.append(token)
    while words and words[0].lower_ in cues.lead:
        words.pop(0)
    if not any(token.pos_ in ("NOUN", "PROPN", "VERB") for token in words):
        return None
    if all(token.ent_type_ in ("DATE", "TIME", "CARDINAL") for token in words):
        return None
    return doc[words[0].i : words[-1].i + 1].text.strip(" \n\"'“”‘’") or None


def dated(token: Token) -> bool:
    """Whether a token begins a time or a place: "after midnight", "in Perm"."""
    root = next((t for t in (token, *token.ancestors) if t.dep_ in ("pobj", "pcomp")), token)
    return root.ent_type_ in ("DATE", "TIME", "CARDINAL", "GPE", "LOC", "FAC", "MONEY", "PERCENT")


def told_by_words(sentence: Span, head: Token, found: re.Pattern[str]) -> Iterator[Token]:
    """The tokens behind the words of a pattern, those nearest to the event first."""
    rows = []
    for match in found.finditer(sentence.text):
        at = sentence.start_char + match.end()
        cue = sentence.doc.char_span(at - len(match.group()), at, alignment_mode="expand")
        if cue is None or cue.end >= sentence.end:
            continue
        # "due to open" is a plan, "due to heavy rain" a cause.
        if not (cue[-1].tag_ == "TO" and sentence.doc[cue.end].tag_ == "VB"):
            rows.append((distance(cue[0], head), cue.end))
    for _, after in sorted(rows):
        yield sentence.doc[after]


def could_cause(token: Token, cues: CauseCues) -> bool:
    """Whether a noun may be why, not who: no operator, no train, no name of a person or place."""
    if token.lower_ in cues.hazards:
        return True
    if token.pos_ not in ("NOUN", "PROPN") or {token.lower_, token.lemma_.lower()} & cues.actors:
        return False
    dateline = token.is_upper and len(token) > 3
    return not dateline and token.ent_type_ not in (
        *("ORG", "PERSON", "GPE", "LOC", "FAC", "DATE", "TIME", "CARDINAL", "NORP", "MONEY"),
    )


def subjects(sentence: Span, head: Token, cues: CauseCues) -> Iterator[Token]:
    """What did it: "a landslide blocked the line", "halted by a rockslide", "a leak is blamed"."""
    rows: list[tuple[int, Token]] = []
    for token in sentence:
        verb = token.head
        if token.dep_ == "pobj" and verb.dep_ == "agent":
            verb = verb.head
            fits = could_cause(token, cues)
        elif token.dep_ in SUBJECTS:
            lemma = verb.lemma_.lower()
            passive = token.dep_ == "nsubjpass"
            fits = could_cause(token, cues) and lemma in (cues.blaming if passive else cues.verbs)
        elif token.dep_ == "dobj":
            fits = verb.lemma_.lower() in cues.blaming and could_cause(token, cues)
        else:
            continue
        if fits and token != head and (steps := distance(verb, head)) <= NEAR:
            rows.append((steps, token))
    for _, token in sorted(rows, key=rank):
        yield token


def rank(row: tuple[int, Token]) -> tuple[int, int]:
    """Nearer first, then as they stand."""
    return row[0], row[1].i


def clauses(sentence: Span, head: Token, cues: CauseCues) -> Iterator[Token]:
    """The first words of clauses that tell what went before: "when a door came loose"."""
    for token in sentence:
        clause = token.head
        if token.lower_ not in cues.clauses or token.dep_ not in ("mark", "advmod"):
            continue
        if head == clause or clause in head.ancestors or distance(clause, head) > NEAR:
            continue
        subject = next((t for t in clause.lefts if t.dep_ in SUBJECTS and t.i > token.i), None)
        if subject is not None and could_cause(subject, cues):
            yield subject.left_edge


def own_words(kind: EventType, cues: CauseCues) -> frozenset[str]:
    """The words that may say why an event of a type happened."""
    if kind == EventType.STRIKE:
        return cues.disputes
    return cues.hazards - cues.itself.get(kind.value, frozenset())


def hazards(sentence: Span, head: Token, words: frozenset[str]) -> Iterator[Token]:
    """Words for a hazard other than the event's own, the nearest first."""
    rows = [
        (distance(token, head), token)
        for token in sentence
        if token != head and token.pos_ in ("NOUN", "PROPN") and is_in(token, words)
    ]
    for _, token in sorted(rows, key=rank):
        yield token


def is_in(token: Token, words: frozenset[str]) -> bool:
    """Whether a token is one of the words, in any form."""
    return token.lower_ in words or token.lemma_.lower() in words


def start_of(token: Token) -> int:
    """Where a noun's own words begin: its adjectives, not what stands before them."""
    return token.left_edge.i if token.i - token.left_edge.i < LONGEST - 2 else token.i


def causes_of(doc: Doc, mention: EventMention, cues: CauseCues) -> Iterator[str | None]:
    """The causes that the mention's sentence may give for it, the likeliest first."""
    sentence, head = doc[mention.start : mention.end], doc[mention.head]
    for token in told_by_words(sentence, head, cues.sure):
        yield phrase_from(doc, token.i, mention.end, cues)
    if mention.type not in SUFFERED:
        return
    words = own_words(mention.type, cues)
    starts = [start_of(t) for t in subjects(sentence, head, cues)]
    starts += [t.i for t in clauses(sentence, head, cues)]
    if mention.type == EventType.STRIKE:
        starts = []  # what else a sentence tells of a strike is what came of it
    near = [t for t in told_by_words(sentence, head, cues.loose) if distance(t, head) <= NEAR]
    starts += [t.i for t in near if not dated(t) and not may_be_who(t, cues)]
    starts += [start_of(t) for t in hazards(sentence, head, words)]
    for start in starts:
        yield phrase_from(doc, start, mention.end, cues)


def may_be_who(token: Token, cues: CauseCues) -> bool:
    """Whether the noun that a phrase begins with names a person, a train or a company."""
    root = next((t for t in (token, *token.ancestors) if t.dep_ in ("pobj", "pcomp")), token)
    return root.pos_ in ("NOUN", "PROPN") and not could_cause(root, cues)


def find_cause(doc: Doc, mention: EventMention, language: str) -> str | None:
    """The cause that the mention's sentence gives for it, or None."""
    return next((text for text in causes_of(doc, mention, cause_cues(language)) if text), None)


@Language.factory("causes", requires=["token.dep"], default_config={"language": "en"})
class CauseFinder:
    """Sets `cause` on each of `doc._.event_mentions`."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        for mention in doc._.event_mentions:
            mention.cause = find_cause(doc, mention, self.language)
        return doc
