"""What a sentence says of its train: name, number and kind."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.lexicon import LANGUAGES
from storage.records import Train, TrainKind

# "train No. 126", "Train 401", "train number 22162", "trains 645/646"
NUMBER = re.compile(
    r"\b(?:[Tt]rains?|[Ss]ervice|[Ee]xpress|[Uu]nit)\s+(?:[Nn]o\.?s?|[Nn]umbers?|[Nn]os\.?)?\s*#?"
    r"(?P<number>[A-Z]{0,3}\s?\d{1,5}[A-Z]?(?:/\d+[A-Z]?)?)\b(?!\s*(?:people|passengers|cars|km|coaches|%|per))"
)
# "No. 2 Rossiya", "the Padmavati Express (12763)", "15615 Guwahati–Silchar Express"
NUMBER_ALONE = re.compile(r"\bNo\.\s?(?P<number>\d{1,5}[A-Z]?)\b")
NUMBER_BRACKETED = re.compile(r"\((?P<number>\d{3,5}(?:/\d+)?)\)")
NUMBER_BEFORE = re.compile(r"\b(?P<number>\d{5})\s+(?=[A-Z])")


@cache
def train_words(language: str) -> dict[str, frozenset[str]]:
    """Kinds of train with their words, and under `names` and `name_ends` those of names."""
    data = tomllib.loads((LANGUAGES / language / "trains.toml").read_text("utf-8"))
    kinds = {TrainKind(kind).value: words for kind, words in data["kinds"].items()}
    groups = {**kinds, "names": data["names"], "name_ends": data["name_ends"]}
    return {name: frozenset(words.split()) for name, words in groups.items()}


@cache
def name_pattern(language: str) -> re.Pattern[str]:
    """Capitalised words that end in a word for a named train."""
    ends = "|".join(sorted(train_words(language)["name_ends"]))
    part = r"[A-Z][\w'’.]*(?:[-–][A-Z][\w'’]*)*"
    return re.compile(rf"(?:{part}\s+){{1,4}}(?:{ends})\b")


def train_name(text: str, language: str) -> str | None:
    """The name of the train that a text speaks of, without a leading article."""
    if found := name_pattern(language).search(text):
        name = found.group()
        first, _, rest = name.partition(" ")
        return rest if first in ("The", "A", "An", "This", "On", "In") and " " in rest else name
    names = train_words(language)["names"]
    return next((w for w in re.findall(r"[A-Z][\w-]+", text) if w in names), None)


def train_number(text: str, *, named: bool) -> str | None:
    """The number of the train that a text speaks of."""
    patterns = (NUMBER, NUMBER_BRACKETED, NUMBER_ALONE, NUMBER_BEFORE) if named else (NUMBER,)
    for pattern in patterns:
        if found := pattern.search(text):
            return found["number"].strip()
    return None


def train_kind(span: Span, language: str) -> TrainKind | None:
    """The kind of train, by the words of the span, the more particular kinds first."""
    words = {form for token in span for form in (token.lower_, token.lemma_.lower())}
    pairs = {f"{a.lower_}-{b.lower_}" for a, b in pairwise(span)}
    if {"high", "speed"} <= words or {"light", "rail"} <= words:
        pairs |= {"high-speed"} if "speed" in words else {"light-rail"}
    groups = train_words(language)
    order = ("military", "maintenance", "tourist", "high_speed", "tram", "metro", "freight")
    for kind in (*order, "passenger"):
        if groups[kind] & (words | pairs):
            return TrainKind(kind)
    return None


@Language.factory("trains", default_config={"language": "en"})
class TrainDescriber:
    """Sets `train` on each of `doc._.event_mentions`."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        for mention in doc._.event_mentions:
            span = doc[mention.start : mention.end]
            name = train_name(span.text, self.language)
            number = train_number(span.text, named=name is not None or "train" in span.text)
            mention.train = Train(name, number, train_kind(span, self.language))
        return doc
