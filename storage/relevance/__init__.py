"""The cheap gate before careful extraction: has a text anything to do with rail?

It weighs words of all languages we read at once, so the text's language need not be known. The
lists beside this file say what counts; README.md says how they are written.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from storage.folding import CJK, fold
from storage.word_lists import data_lines

ENOUGH = 3
# Hints alone (passengers, a tunnel, a strike) make no rail news.
TELLING = 2
# One word of sport or music may stand in rail news; several different ones tell of another matter.
SEVERAL = 2
WORD = re.compile(r"\w+")
BREAKS = {code: " " for code in range(128) if not WORD.match(chr(code))}
# Rail is named early or never; the rest of a very long page is lists and comments.
CHARACTERS_READ = 100_000


def is_rail(title: str, text: str) -> bool:
    """Whether the article may tell of trains, rail services or rail infrastructure."""
    in_title, in_text = _found(title), _found(text)
    found = in_title | in_text
    against = {at: weight for at, weight in in_title.items() if weight < 0}
    elsewhere = sorted((found[at], at) for at in found.keys() & _patterns()[2])
    if len(elsewhere) >= SEVERAL:
        against |= {at: weight for weight, at in elsewhere[:SEVERAL]}
    for_it = [weight for weight in found.values() if weight > 0]
    return max(for_it, default=0) >= TELLING and sum(for_it) + sum(against.values()) >= ENOUGH


def names_rail(text: str) -> bool:
    """Whether some word of the text speaks of rail by itself, whatever else the text is about."""
    return max(_found(text).values(), default=0) >= ENOUGH


def _found(text: str) -> dict[int, int]:
    """The weight of each pattern that occurs, by its number."""
    patterns, weights, _ = _patterns()
    return {at: weights[at] for at, _, _ in patterns.find_matches_as_indexes(_spaced(text))}


def _spaced(text: str) -> str:
    """Folded words, each between spaces of its own, so that neighbours may both match."""
    folded = fold(text[:CHARACTERS_READ])
    # Of ASCII the same words, in a third of the time.
    words = folded.translate(BREAKS).split() if folded.isascii() else WORD.findall(folded)
    return f" {'  '.join(words)} "


@cache
def _patterns() -> tuple[AhoCorasick, list[int], frozenset[int]]:
    """The patterns, their weights, and the numbers of those that count against a text as well."""
    rows = [
        line.split("\t")
        for path in sorted(Path(__file__).parent.glob("*.txt"))
        for line in data_lines(path)
    ]
    patterns = AhoCorasick([_pattern(row[1]) for row in rows], matchkind=MATCHKIND_LEFTMOST_LONGEST)
    elsewhere = frozenset(at for at, row in enumerate(rows) if row[2:] == ["text"])
    return patterns, [int(row[0]) for row in rows], elsewhere


def _pattern(pattern: str) -> str:
    words = "  ".join(WORD.findall(pattern))
    if CJK.match(words):
        return words
    return f" {words} " if pattern.endswith("$") else f" {words}"
