"""Names of places that only tell by which clock: "at 08:30 Moscow time"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.gazetteer.edges import left_edge
from extractor.gazetteer.words import Words, word_list


def of_clocks(words: Words) -> Iterator[int]:
    """The tokens of such names."""
    for i, word in enumerate(words.lower):
        if word == "time":
            end = i
            while end > 0 and words.lower[end - 1] in word_list("clock_words"):
                end -= 1
            yield from range(left_edge(words, end, small_words=False), end)
