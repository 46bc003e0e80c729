"""The words of a language for trains, read from its data file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.alternatives import any_of
from extractor.lexicon import LANGUAGES
from extractor.timex.patterns import fill
from storage.records import TrainKind

# A capitalised word, without the s of a possessive: "Bandhan", "Te", "KTX-Eum", "Devil's".
PART = r"[A-ZÀ-Þ][\w.]*(?:[-–’'](?!s\b)\w+)*"


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
    route: re.Pattern[str]
    numbers: tuple[re.Pattern[str], ...]
    numbered_before: re.Pattern[str]
    numbered_behind: re.Pattern[str]
    letters: re.Pattern[str]
    doubtful: frozenset[str]
    not_names: frozenset[str]
    anaphors: frozenset[str]
    common: frozenset[str]
    untold: frozenset[str]
    told: frozenset[str]
    verbs: frozenset[str]
    parts: frozenset[str]
    line_ends: frozenset[str]
    bare_ends: frozenset[str]
    bound: frozenset[str]
    makes: frozenset[str]
    before_lone: frozenset[str]
    determiners: frozenset[str]
    aboard: frozenset[str]
    part_of: frozenset[str]
    running_from: frozenset[str]


def by_word(groups: dict[str, list[str]]) -> dict[str, TrainKind]:
    """Words with their kind, from lists of words under the kinds."""
    return {word: TrainKind(kind) for kind, words in groups.items() for word in words}


def number_patterns(data: dict[str, Any]) -> tuple[re.Pattern[str], ...]:
    """The patterns of the numbers of trains; the last are those behind a name."""
    behind = r"(?<![\w-])(?:{names})\s(?P<number>\d{1,4})\b{not_counted}"
    parts = {
        "code": data["code"],
        "not_counted": data["not_counted"],
        "names": any_of(data["numbered"]),
    }
    return tuple(re.compile(fill(pattern, parts)) for pattern in (*data["numbers"], behind))


@cache
def train_words(language: str) -> TrainWords:
    """The words for trains in a language."""
    data = tomllib.loads((LANGUAGES / language / "trains.toml").read_text("utf-8"))
    names = by_word(data["names"])
    ends = "|".join(data["name_ends"])
    heads = "|".join(data["name_heads"])
    return TrainWords(
        kinds=KindTable.of(data["kinds"]),
        hints=KindTable.of(data["hints"]),
        names=names,
        known=re.compile(
            rf"(?<![\w-])(?P<known>{any_of(names)})(?:\s(?:{data['known_ends']}))*(?![\w-])"
        ),
        ending=re.compile(
            rf"(?:{PART}\s+(?:(?:{data['name_links']})\s+)?){{1,4}}(?:{ends})(?![\w-])"
        ),
        before=re.compile(rf"(?P<name>{PART}(?:\s+{PART}){{0,2}})\s+(?:{heads})\b"),
        apposed=re.compile(
            rf"\b(?:{heads}){data['apposed']}"
            rf"(?P<name>{PART}(?:\s+{data['name_of']}{PART}){{0,2}})"
            rf"(?=\s*[,.;:(—–]|{data['number_behind']})"
        ),
        plain=re.compile(rf"(?<![\w-]){PART}(?:\s+{PART}){{0,2}}"),
        route=re.compile(data["route"]),
        numbers=number_patterns(data),
        numbered_before=re.compile(data["numbered_before"], re.IGNORECASE),
        numbered_behind=re.compile(data["numbered_behind"]),
        letters=re.compile(data["letters"]),
        doubtful=frozenset(data["doubtful"]),
        not_names=frozenset(data["not_names"]),
        anaphors=frozenset(data["anaphors"]),
        common=frozenset(data["common"]),
        untold=frozenset(data["untold"]),
        told=frozenset(data["told"]),
        verbs=frozenset(data["verbs"]),
        parts=frozenset(data["parts"]),
        line_ends=frozenset(data["line_ends"]),
        bare_ends=frozenset(data["bare_ends"]),
        bound=frozenset(data["bound"]),
        makes=frozenset(data["makes"]),
        before_lone=frozenset(data["before_lone"]),
        determiners=frozenset(data["determiners"]),
        aboard=frozenset(data["aboard"]),
        part_of=frozenset(data["part_of"]),
        running_from=frozenset(data["running_from"]),
    )
