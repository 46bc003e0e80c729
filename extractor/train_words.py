"""The words of a language for trains, read from its data file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from extractor.alternatives import any_of
from extractor.lexicon import LANGUAGES
from storage.records import TrainKind

# A capitalised word, without the s of a possessive: "Bandhan", "Te", "KTX-Eum", "Devil's".
PART = r"[A-ZÀ-Þ][\w.]*(?:[-–’'](?!s\b)\w+)*"


# What behind a number tells that it counts things or goes on.
NOT_COUNTED = (
    r"(?![\w.,:%/]*\d)"
    r"(?!\s*(?:people|passengers|cars|km|coaches|wagons|trainsets|percent|per|million|%))"
)


@dataclass(frozen=True, slots=True)
class KindTable:
    """Words with the kind of train that they stand for."""

    kinds: dict[str, TrainKind]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, groups: dict[str, list[str]]) -> KindTable:
        """A table from lists of words under the kinds; longer words win."""
        kinds = by_word(groups)
        return cls(
            kinds, re.compile(rf"(?<![\w-]){any_of(kinds)}(?!\w|(?-i:-[A-Z]))", re.IGNORECASE)
        )


@dataclass(frozen=True, slots=True)
class TrainWords:
    """Kinds of train by word, the kinds that other words hint at, and the words of names."""

    kinds: KindTable
    hints: KindTable
    names: dict[str, TrainKind]
    known: re.Pattern[str]
    ending: re.Pattern[str]
    before: re.Pattern[str]
    apposed: re.Pattern[str]
    plain: re.Pattern[str]
    doubtful: frozenset[str]
    not_names: frozenset[str]
    anaphors: frozenset[str]
    verbs: frozenset[str]
    parts: frozenset[str]
    line_ends: frozenset[str]
    bare_ends: frozenset[str]
    numbered: re.Pattern[str]
    makes: frozenset[str]


def by_word(groups: dict[str, list[str]]) -> dict[str, TrainKind]:
    """Words with their kind, from lists of words under the kinds."""
    return {word: TrainKind(kind) for kind, words in groups.items() for word in words}


@cache
def train_words(language: str) -> TrainWords:
    """The words for trains in a language."""
    data = tomllib.loads((LANGUAGES / language / "trains.toml").read_text("utf-8"))
    names = by_word(data["names"])
    ends = "|".join(data["name_ends"])
    heads = "|".join(data["name_heads"])
    return TrainWords(
        KindTable.of(data["kinds"]),
        KindTable.of(data["hints"]),
        names,
        re.compile(
            rf"(?<![\w-])(?P<known>{any_of(names)})(?:\s(?:{data['known_ends']}))*(?![\w-])"
        ),
        re.compile(rf"(?:{PART}\s+(?:(?:da|de|del|of|and)\s+)?){{1,4}}(?:{ends})(?![\w-])"),
        re.compile(rf"(?P<name>{PART}(?:\s+{PART}){{0,2}})\s+(?:{heads})\b"),
        re.compile(
            rf"\b(?:{heads}),\s+the\s+"
            rf"(?P<name>{PART}(?:\s+(?!No\b)(?:of (?:the )?)?{PART}){{0,2}})"
            r"(?=\s*[,.;:(—–]|\s+No\b)"
        ),
        re.compile(rf"(?<![\w-]){PART}(?:\s+{PART}){{0,2}}"),
        frozenset(data["doubtful"]),
        frozenset(data["not_names"]),
        frozenset(data["anaphors"]),
        frozenset(data["verbs"]),
        frozenset(data["parts"]),
        frozenset(data["line_ends"]),
        frozenset(data["bare_ends"]),
        re.compile(
            rf"(?<![\w-])(?:{any_of(data['numbered'])})\s(?P<number>\d{{1,4}})\b{NOT_COUNTED}"
        ),
        frozenset(data["makes"]),
    )
