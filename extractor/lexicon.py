"""Word classes and trigger patterns of a language, read from its data files.

A pattern is a row of elements parted by spaces: `left the|its rail|track`. A word matches a token
whose lemma or lower-case form it is, `a|b` either, `<train>` any word of that class, `*` up to
three tokens, `?word` may be missing, and `^` marks the word that evokes the event where it is not
the first plain one.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from storage.records import EventType

LANGUAGES = Path(__file__).parent / "languages"
GAP = 3  # tokens that `*` may stand for


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a pattern: words or classes that fit it."""

    words: frozenset[str]
    classes: frozenset[str]
    gap: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of elements that evokes an event of `type`; `head` is the evoking element's index.

    `least` is how likely it makes the event by itself. One for the `passing` word holds only where
    a text is mostly about other things.
    """

    text: str
    type: EventType
    level: int
    about: frozenset[str]
    unless: frozenset[str]
    elements: tuple[Element, ...]
    head: int
    least: float = 0.0
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's word classes and its patterns, indexed by the words they may start with."""

    classes: dict[str, frozenset[str]]
    members: dict[str, frozenset[str]]  # word -> the classes it belongs to
    patterns: dict[str, tuple[Pattern, ...]]

    def classes_of(self, keys: frozenset[str]) -> set[str]:
        """The classes that a token belongs to by its `forms`."""
        return set().union(*[self.members[key] for key in keys if key in self.members])


def forms(token: Token) -> frozenset[str]:
    """The keys under which a token may stand in a lexicon: its lemma, its form and plain stems."""
    return word_forms(token.lower_, token.lemma_.lower())


def all_forms(doc: Doc) -> list[frozenset[str]]:
    """The `forms` of each token of a document whose lemmas are known; kept."""
    known: list[frozenset[str]] | None = doc.user_data.get("forms")
    if known is None:
        known = doc.user_data["forms"] = [forms(token) for token in doc]
    return known


@lru_cache(maxsize=50_000)
def word_forms(text: str, lemma: str) -> frozenset[str]:
    """A word with its lemma and plain stems.

    The stems help where the tagger takes "derailed" or "ploughed" for an adjective or a name.
    """
    keys = {lemma, text}
    for ending, restored in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if text.endswith(ending) and len(text) - len(ending) >= 3:
            stem = text.removesuffix(ending) + restored
            keys.add(stem)
            if stem[-1] == stem[-2:-1] and ending in ("ed", "ing"):
                keys.add(stem[:-1])
    return frozenset(keys)


def parse_element(text: str, classes: dict[str, frozenset[str]]) -> Element:
    """One element from its spelling. Raises KeyError for a class that is not declared."""
    if text == "*":
        return Element(frozenset(), frozenset(), gap=True)
    words: set[str] = set()
    for part in text.strip("?^").split("|"):
        words |= classes[part[1:-1]] if part.startswith("<") else {part}
    names = {part[1:-1] for part in text.strip("?^").split("|") if part.startswith("<")}
    return Element(frozenset(words), frozenset(names), optional=text.startswith("?"))


def parse_pattern(text: str, group: dict[str, Any], classes: dict[str, frozenset[str]]) -> Pattern:
    """A pattern of a `[[trigger]]` table. Raises ValueError for an unknown type or class."""
    rows = text.split()
    elements = tuple(parse_element(row, classes) for row in rows)
    marked = [index for index, row in enumerate(rows) if row.startswith("^")]
    plain = [i for i, element in enumerate(elements) if element.words and not element.classes]
    about = frozenset(group.get("about", ()))
    if unknown := about - classes.keys():
        raise ValueError(f"trigger pattern {text!r}: unknown classes {sorted(unknown)}")
    return Pattern(
        text=text,
        type=EventType(group["type"]),
        level=int(group["level"]),
        about=about,
        unless=frozenset(group.get("unless", ())),
        elements=elements,
        head=(marked or plain or [0])[0],
        least=float(group.get("least", 0.0)),
        passing=bool(group.get("passing", False)),
    )


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language ("en"). Raises FileNotFoundError where there is none."""
    folder = LANGUAGES / language
    classes = {
        name: frozenset(words.split())
        for name, words in tomllib.loads((folder / "classes.toml").read_text("utf-8")).items()
    }
    index: dict[str, list[Pattern]] = defaultdict(list)
    for group in tomllib.loads((folder / "triggers.toml").read_text("utf-8"))["trigger"]:
        for text in group["match"]:
            pattern = parse_pattern(text, group, classes)
            for word in pattern.elements[0].words:
                index[word].append(pattern)
    members: dict[str, set[str]] = defaultdict(set)
    for name, words in classes.items():
        for word in words:
            members[word].add(name)
    return Lexicon(
        classes,
        {word: frozenset(names) for word, names in members.items()},
        {word: tuple(rows) for word, rows in index.items()},
    )


@cache
def load_discourse(language: str) -> dict[str, str]:
    """Alternatives of small words by their group in `discourse.toml`, for use in a pattern."""
    data = tomllib.loads((LANGUAGES / language / "discourse.toml").read_text("utf-8"))
    return {group: f"(?:{'|'.join(pieces)})" for group, pieces in data.items()}


@cache
def discourse_words(language: str, group: str) -> re.Pattern[str]:
    """The whole words of a group of `discourse.toml`, in any case."""
    return re.compile(rf"\b{load_discourse(language)[group]}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cues:
    """Named groups of patterns without a type of event: what colours a statement."""

    patterns: dict[str, tuple[tuple[str, str, tuple[Element, ...]], ...]]

    def find(self, doc: Doc, start: int, end: int) -> Iterator[tuple[str, str, int]]:
        """Cues among the tokens `start:end`: group, pattern and token index."""
        keys = all_forms(doc)[start:end]
        for offset in range(len(keys)):
            for key in sorted(self.patterns.keys() & keys[offset]):
                for group, text, elements in self.patterns[key]:
                    if _match(elements, 0, keys, offset, len(keys)) is not None:
                        yield group, text, start + offset


@cache
def load_cues(language: str) -> Cues:
    """The cues of factuality of a language ("en")."""
    folder = LANGUAGES / language
    index: dict[str, list[tuple[str, str, tuple[Element, ...]]]] = defaultdict(list)
    for group, patterns in tomllib.loads((folder / "factuality.toml").read_text("utf-8")).items():
        for text in patterns:
            elements = tuple(parse_element(row, {}) for row in text.split())
            for word in elements[0].words:
                index[word].append((group, text, elements))
    return Cues({word: tuple(rows) for word, rows in index.items()})


def match_at(
    pattern: Pattern, keys: Sequence[frozenset[str]], start: int, end: int
) -> list[int] | None:
    """Token indices that the pattern's elements take from `start` on, before `end`; None if none.

    A gap or a missing optional element has the index -1.
    """
    return _match(pattern.elements, 0, keys, start, end)


def _match(
    elements: tuple[Element, ...], index: int, keys: Sequence[frozenset[str]], at: int, end: int
) -> list[int] | None:
    if index == len(elements):
        return []
    element = elements[index]
    if element.gap:
        for skip in range(GAP + 1):
            if (rest := _match(elements, index + 1, keys, at + skip, end)) is not None:
                return [-1, *rest]
        return None
    if at < end and not keys[at].isdisjoint(element.words):
        rest = _match(elements, index + 1, keys, at + 1, end)
        if rest is not None:
            return [at, *rest]
    if element.optional and (rest := _match(elements, index + 1, keys, at, end)) is not None:
        return [-1, *rest]
    return None


def find_patterns(
    lexicon: Lexicon, keys: Sequence[frozenset[str]], start: int
) -> Iterator[tuple[Pattern, int, int, int]]:
    """Patterns among the tokens from `start` on, each with its first, head and last token index.

    `keys` are the `forms` of each of the tokens.
    """
    for offset in range(len(keys)):
        seen: set[str] = set()
        for key in sorted(lexicon.patterns.keys() & keys[offset]):
            for pattern in lexicon.patterns[key]:
                if pattern.text + pattern.type in seen:
                    continue
                seen.add(pattern.text + pattern.type)
                if taken := match_at(pattern, keys, offset, len(keys)):
                    used = [index for index in taken if index >= 0]
                    head = taken[pattern.head] if taken[pattern.head] >= 0 else used[0]
                    yield pattern, start + used[0], start + head, start + used[-1]
