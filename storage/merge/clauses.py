"""In which part of a sentence a clock time stands: "cleared at 15:00 and left at 15:30" has two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from storage.merge.words import word_list

JOINING = "|".join(sorted(word_list("joining_words.txt")))
# Between two things told in one sentence, each with a clock time of its own.
PARTING = re.compile(rf"[,;，；、]|\b(?:{JOINING})\b", re.IGNORECASE)
# 15:30, 15.30, 15h30, 15시, 3 p.m.
CLOCK = re.compile(r"\d\s?(?:[:.h]\s?\d\d|[时時点시])|\d\s?[ap]\.?\s?m\b", re.IGNORECASE)

Span = tuple[int, int]


def clauses_of_clocks(text: str, sentences: Sequence[Span], words: Sequence[Span]) -> list[str]:
    """The parts of the sentences in which those of the words that tell a clock time stand."""
    clocks = [start for start, end in words if CLOCK.search(text[start:end])]
    return [
        text[begin:end]
        for sentence in sentences
        for begin, end in _clauses(text, *sentence)
        if any(begin <= start < end for start in clocks)
    ]


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence parted where there is a clock time on either side."""
    cuts = [found.start() for found in PARTING.finditer(text, start, end)]
    for cut, following in pairwise([*cuts, end]):
        if CLOCK.search(text, start, cut) and CLOCK.search(text, cut, following):
            yield start, cut
            start = cut
    yield start, end
