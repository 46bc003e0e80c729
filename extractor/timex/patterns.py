"""Patterns of a language's data files, and which of them a text may hold at all.

Most patterns fit few texts. What a pattern cannot do without, words and slots, is looked for first:
a pattern whose needs are not all in the text is not tried, nor even compiled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# `{day}`, `{year2}`: a slot of a pattern; a count such as `{2}` is left to the regular expression.
SLOT = re.compile(r"\{([a-zA-Z_]+\d?)\}")
OPTIONAL = r"(?:[?*]|\{\d*,?\d*\})"
CLASS = re.compile(rf"(?:\[(?:\\.|[^\]])*\]|\\.){OPTIONAL}?")  # "[Tt]", "\\d"
GROUP = re.compile(rf"\([^()]*\){OPTIONAL}?")  # the innermost
MISSABLE = re.compile(rf"(?:{SLOT.pattern}|.){OPTIONAL}")
WORDS = re.compile(r"[A-Za-z ]{3,}|[A-Z]\d")
# A group that something has to fit, here or ahead: "(?:later|earlier)", "(?= tonight)".
NEEDED = re.compile(r"\((?:\?(?::|=|<=|P<\w+>)|(?!\?))([^()]*)\)(?![?*{])")


@dataclass(frozen=True)
class Atom:
    """A pattern, the facts that it states beside those it captures, and what it cannot do without.

    `words` stand in every text that it fits, and so does one of each of `choices` and something
    that fits each of `slots`.
    """

    source: str
    facts: dict[str, Any]
    words: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    slots: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first wanted."""
        return re.compile(self.source, re.MULTILINE)


def fill(pattern: str, slots: dict[str, str]) -> str:
    """The pattern with its slots replaced. Raises KeyError for a slot that is not declared."""
    return SLOT.sub(lambda found: slots[found.group(1)], pattern)


def outer_parts(pattern: str) -> str:
    """What of a pattern stands outside all groups and classes and may not be missing."""
    pattern = CLASS.sub("\n", pattern)
    while GROUP.search(pattern):
        pattern = GROUP.sub("\n", pattern)
    return "" if "|" in pattern else MISSABLE.sub("\n", pattern)


class Patterns:
    """The patterns of `[[...]]` tables of a data file, whose `match` holds their texts."""

    def __init__(self, tables: Iterable[dict[str, Any]], slots: dict[str, str]) -> None:
        """Raises KeyError for a slot that is not declared."""
        self.atoms = [make_atom(text, table, slots) for table in tables for text in table["match"]]
        self.words = {w for a in self.atoms for words in (a.words, *a.choices) for w in words}
        uses = Counter(name for atom in self.atoms for name in atom.slots)
        # To look for a slot pays where that spares several patterns.
        shared = [name for name, count in uses.items() if count > 1]
        self.slots = {name: re.compile(slots[name], re.MULTILINE) for name in shared}

    def within(self, text: str) -> list[Atom]:
        """The patterns that may fit somewhere in the text, in the order of the file."""
        absent = {word for word in self.words if word not in text}
        worded = [
            atom
            for atom in self.atoms
            if absent.isdisjoint(atom.words) and not any(map(absent.issuperset, atom.choices))
        ]
        wanted = self.slots.keys() & set().union(*[atom.slots for atom in worded])
        missing = {name for name in wanted if not self.slots[name].search(text)}
        return [atom for atom in worded if missing.isdisjoint(atom.slots)]


def needed_choices(pattern: str) -> Iterator[tuple[str, ...]]:
    """For groups outside all others that may not be missing, a word of each of their branches."""
    if outer_parts(pattern) == "":
        return
    pattern = CLASS.sub("\n", pattern)
    for found in NEEDED.finditer(pattern):
        before = pattern[: found.start()]
        if before.count("(") == before.count(")"):
            branches = [longest_word(branch) for branch in found[1].split("|")]
            if all(branches):
                yield tuple(branches)


def longest_word(pattern: str) -> str:
    """The longest word of a pattern without groups that may not be missing; empty if none."""
    return max(words_of(outer_parts(pattern)), key=len, default="")


def words_of(outer: str) -> list[str]:
    """The words outside the slots."""
    return WORDS.findall(SLOT.sub("\n", outer))


def make_atom(text: str, table: dict[str, Any], slots: dict[str, str]) -> Atom:
    """One pattern of a table."""
    outer = outer_parts(text)
    return Atom(
        source=rf"(?<!\w)(?:{fill(text, slots)})(?!\w)",
        facts={key: value for key, value in table.items() if key != "match"},
        words=tuple(words_of(outer)),
        choices=tuple(needed_choices(text)),
        slots=frozenset(SLOT.findall(outer)),
    )
