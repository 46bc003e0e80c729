"""The words around causes, and what they say of a noun: whether it may be why, or who, or when."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from extractor.alternatives import any_of
from extractor.lexicon import LANGUAGES
from extractor.syntax import SUBJECTS
from storage.records import EventType

WHO_OR_WHEN = frozenset(
    ("ORG", "PERSON", "GPE", "LOC", "FAC", "DATE", "TIME", "CARDINAL", "NORP", "MONEY", "PERCENT")
)
PLACES = frozenset(("ORG", "GPE", "LOC", "FAC"))
MEASURES = frozenset(("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "QUANTITY"))


@dataclass(frozen=True, slots=True)
class CauseCues:
    """The words around causes, and those for what causes and what does not.

    `words` are the lists of causes.toml that are plain sets, by their names there.
    """

    sure: re.Pattern[str]
    loose: re.Pattern[str]
    about: re.Pattern[str]  # the same, and what a strike is about
    words: dict[str, frozenset[str]]
    hazards: dict[str, str]  # the kind of each
    acting: frozenset[str]  # kinds that are a cause only as a subject or agent
    reaching: frozenset[str]  # kinds that stop trains far and wide
    barred: dict[EventType, frozenset[str]]
    conduct: dict[EventType, re.Pattern[str]]
    # Where a later sentence says why: it names what happened, or only points at it.
    named_again: dict[EventType, re.Pattern[str]]
    pointed_again: re.Pattern[str]
    strikers_again: re.Pattern[str]
    refuted_again: re.Pattern[str]

    def has(self, token: Token, name: str) -> bool:
        """Whether a token is one of the words of a list, in any form."""
        words = self.words[name]
        return token.lower_ in words or token.lemma_.lower() in words

    def has_pair(self, token: Token, name: str) -> bool:
        """Whether a token and the word before it are one of the words of a list."""
        return bool(token.i) and f"{token.nbor(-1).lower_} {token.lower_}" in self.words[name]

    def kind(self, token: Token) -> str | None:
        """The kind of hazard that a token, or it and the word before, is called by."""
        named = token.tag_ == "VBG" and token.dep_ in (*SUBJECTS, "pobj", "dobj")  # "flooding"
        if token.pos_ not in ("NOUN", "PROPN", "X", "NUM", "ADJ") and not named:
            return None
        lemma = token.lemma_.lower()
        pair = f"{token.nbor(-1).lower_} {lemma}" if token.i else lemma
        return next(
            (self.hazards[w] for w in (pair, token.lower_, lemma) if w in self.hazards), None
        )


def pattern(words: list[str], around: Sequence[str] = ()) -> re.Pattern[str]:
    """Any of the words, the longest first, or of the patterns."""
    return re.compile(rf"\b(?:{'|'.join([*around, any_of(words)])})\b", re.I)


def conduct_of(tables: Sequence[dict[str, list[str]]]) -> dict[EventType, re.Pattern[str]]:
    """What people do that is why, by the types of causes.toml's tables."""
    found: dict[EventType, list[str]] = {}
    for table in tables:
        for name in table["types"]:
            found.setdefault(EventType(name), []).extend(table["match"])
    return {kind: re.compile(rf"\b(?:{'|'.join(row)})", re.I) for kind, row in found.items()}


@cache
def cause_cues(language: str) -> CauseCues:
    """The words around causes in a language; ValueError where a barred kind is unknown."""
    data = tomllib.loads((LANGUAGES / language / "causes.toml").read_text("utf-8"))
    sure = pattern(data.pop("sure"), data.pop("sure_around"))
    kinds, barred = data.pop("hazards"), data.pop("barred")
    acting = frozenset(data.pop("acting")["kinds"])
    reaching = frozenset(data.pop("reaching")["kinds"])
    conduct = conduct_of(data.pop("conduct"))
    again, called = data.pop("again"), data.pop("called")
    if unknown := acting.union(reaching, *barred.values()) - set(kinds):
        raise ValueError(f"causes.toml bars kinds that it does not have: {sorted(unknown)}")
    return CauseCues(
        sure=sure,
        loose=pattern(data["loose"]),
        about=pattern([*data["loose"], *data["about"]]),
        words={name: frozenset(words) for name, words in data.items()},
        hazards={word: kind for kind, words in kinds.items() for word in words},
        acting=acting,
        reaching=reaching,
        conduct=conduct,
        barred={EventType(name): frozenset(row) for name, row in barred.items()},
        named_again={EventType(n): said_why(again, "named", row) for n, row in called.items()},
        pointed_again=said_why(again, "pointed"),
        strikers_again=said_why(again, "striking"),
        refuted_again=pattern(again["refuting"]),
    )


def said_why(again: dict[str, list[str]], how: str, words: Sequence[str] = ()) -> re.Pattern[str]:
    """What a later sentence says of what happened, which it calls by one of the words."""
    said = "|".join(again[how]).replace("{explained}", any_of(again["explained"]))
    return re.compile(rf"\b(?:{said.replace('{called}', any_of(words))})\b", re.I)


def own_words(noun: Token) -> Iterator[Token]:
    """A noun and the words that say what it is: "signal fault", "part of a dam"."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "npadvmod"):
            yield child
        elif child.dep_ == "prep" and child.lower_ == "of":
            yield from (grandchild for grandchild in child.children if grandchild.dep_ == "pobj")


def is_hazard(noun: Token, event_type: EventType, cues: CauseCues) -> bool:
    """Whether a noun, or what it is made of, names what brings trains to harm or to a stand."""
    barred = cues.barred.get(event_type, frozenset())
    own = cues.kind(noun)
    if is_brigade(noun, cues):
        return False
    if noun.pos_ == "PROPN" and noun.ent_type_ in PLACES and own in cues.acting:
        return False
    if own or cues.has(noun, "actors") or noun.pos_ not in ("NOUN", "PROPN"):
        return own is not None and own not in barred
    kinds = {cues.kind(word) for word in own_words(noun)} - {None} - cues.acting
    if kinds:
        return not kinds & barred
    return not is_measured(noun) and any(cues.has(c, "damaged") for c in noun.children)


def is_brigade(noun: Token, cues: CauseCues) -> bool:
    """Whether a hazard's word stands for those who fight it: "police and fire are at the scene"."""
    bare = not any(child.dep_ in ("det", "amod", "compound") for child in noun.children)
    beside = [noun.head] if noun.dep_ == "conj" else [c for c in noun.children if c.dep_ == "conj"]
    return bare and cues.has(noun, "fought") and any(cues.has(one, "actors") for one in beside)


def is_measured(noun: Token) -> bool:
    """Whether a noun is a length of time, a count or a sum: "a stop of four years"."""
    counted = any(child.dep_ == "nummod" for child in noun.children)
    return noun.ent_type_ in MEASURES or (counted and bool(noun.ent_type_)) or ends_in_time(noun)


def ends_in_time(noun: Token) -> bool:
    """Whether a noun is of a length of time: "a stop of four years"."""
    return any(t.ent_type_ in ("DATE", "TIME") for t in own_words(noun) if t.dep_ == "pobj")


def could_cause(noun: Token, event_type: EventType, cues: CauseCues) -> bool:
    """Whether a noun may be why, not who or when: no operator, no train, no person or place."""
    if is_hazard(noun, event_type, cues):
        return True
    if noun.pos_ != "NOUN" or cues.has(noun, "actors"):
        return False
    dateline = noun.is_upper and len(noun) > 3
    return not dateline and not cues.kind(noun) and noun.ent_type_ not in WHO_OR_WHEN - {"PERSON"}


def is_counted(noun: Token) -> bool:
    """Whether a noun is counted off: "every shift", "for 24 hours"."""
    return is_measured(noun) or any(
        child.lower_ in ("every", "each") or child.dep_ == "nummod" for child in noun.children
    )


def is_denied(noun: Token) -> bool:
    """Whether a noun is said not to be, or not to do it: "no fire", "sabotage is not suspected"."""
    if any(child.lower_ == "no" for child in noun.children):
        return True
    if noun.dep_ not in SUBJECTS:
        return False
    told = (noun.head, *(c for c in noun.head.children if c.dep_ in ("xcomp", "acomp", "attr")))
    return any(child.dep_ == "neg" for word in told for child in word.children)


def is_named(noun: Token, cues: CauseCues) -> bool:
    """Whether a hazard's word stands for it: not in "flood warning", "battery-powered"."""
    behind = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    part = noun.dep_ == "compound" or behind.text == "-" or behind.tag_ in ("NN", "NNS")
    damaged = any(cues.has(child, "damaged") for child in noun.children)
    return not part and not is_denied(noun) and (damaged or cues.kind(noun) not in cues.acting)
