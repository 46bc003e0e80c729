"""Pairs of places joined by a dash: "Khasan-Tumangang", "the Mumbai–Howrah Mail"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.gazetteer.edges import right_edge
from extractor.gazetteer.evidence import Evidence
from extractor.gazetteer.words import HYPHENS, Words, word_list


class PairFinder:
    """Finds both halves of pairs outside the tokens `taken` by organisations."""

    def __init__(self, words: Words, evidence: Evidence, taken: set[int]) -> None:
        self.words, self.evidence, self.taken = words, evidence, taken

    def halves(self) -> Iterator[tuple[int, int]]:
        """Start and end of every half, the end excluded."""
        words = self.words
        for dash in range(1, len(words) - 1):
            if not words.is_hyphen(dash) or dash in self.taken:
                continue
            left, right = self.known_before(dash), self.known_after(dash + 1)
            if self.is_whole(left, right, dash) or (left is None and right is None):
                continue
            both = left is not None and right is not None
            if both or self.before_rail_noun(right or right_edge(words, dash + 1)):
                start = left if left is not None else self.run_before(dash)
                end = right or self.run_after(dash + 1)
                if start < dash and end > dash + 1:
                    yield start, dash
                    yield dash + 1, end

    def known_before(self, dash: int) -> int | None:
        for start in range(max(0, dash - 4), dash):
            if self.is_half(start, dash):
                return start
        return None

    def known_after(self, start: int) -> int | None:
        for end in range(min(len(self.words), start + 4), start, -1):
            if self.is_half(start, end):
                return end
        return None

    def is_half(self, start: int, end: int) -> bool:
        words = self.words
        if not (words.capital[start] and words.capital[end - 1]) or words.is_everyday(start, end):
            return False
        if any(words.texts[i] in HYPHENS or i in self.taken for i in range(start, end)):
            return False
        kinds = {candidate.place.kind for candidate in self.evidence.known(start, end)}
        return bool(kinds - {"train", "line"})

    def is_whole(self, left: int | None, right: int | None, dash: int) -> bool:
        """Shin-Osaka, Baden-Baden, Casa-Voyageurs: one name that holds a hyphen."""
        words = self.words
        start = left if left is not None else dash - 1
        candidates = self.evidence.known(start, right or dash + 2)
        if candidates and candidates[0].place.kind not in ("line", "train"):
            return True
        return words.texts[dash] == "-" and words.lower[dash - 1] in word_list("hyphen_prefixes")

    def before_rail_noun(self, end: int) -> bool:
        words, nouns = self.words, word_list("rail_nouns")
        return any(words.lower[i] in nouns for i in range(end, min(end + 4, len(words))))

    def run_before(self, dash: int) -> int:
        start = dash
        while start > 0 and dash - start < 3 and self.words.is_name_word(start - 1):
            start -= 1
        return start

    def run_after(self, start: int) -> int:
        return start + 1 if self.words.capital[start] else start
