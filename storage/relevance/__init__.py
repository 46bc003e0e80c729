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
WORD = re.compile(r"\w+")
# Rail is named early or never; the rest of a very long page is lists and comments.
CHARACTERS_READ = 100_000


def is_rail(title: str, text: str) -> bool:
    """Whether the article may tell of trains, rail services or rail infrastructure."""
    in_title, in_text = _found(title), _found(text)
    against = [weight for weight in in_title.values() if weight < 0]
    for_it = [weight for weight in (in_title | in_text).values() if weight > 0]
    return max(for_it, default=0) >= TELLING and sum(for_it) + sum(against) >= ENOUGH


def _found(text: str) -> dict[int, int]:
    """The weight of each pattern that occurs, by its number."""
    patterns, weights = _patterns()
    return {at: weights[at] for at, _, _ in patterns.find_matches_as_indexes(_spaced(text))}


def _spaced(text: str) -> str:
    """Folded words, each between spaces of its own, so that neighbours may both match."""
    words = WORD.findall(fold(text[:CHARACTERS_READ]))
    return f" {'  '.join(words)} "


@cache
def _patterns() -> tuple[AhoCorasick, list[int]]:
    patterns, weights = [], []
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line in data_lines(path):
            weight, _, pattern = line.partition("\t")
            patterns.append(_pattern(pattern))
            weights.append(int(weight))
    return AhoCorasick(patterns, matchkind=MATCHKIND_LEFTMOST_LONGEST), weights


def _pattern(pattern: str) -> str:
    words = "  ".join(WORD.findall(pattern))
    if CJK.match(words):
        return words
    return f" {words} " if pattern.endswith("$") else f" {words}"
