"""Pairs of places joined by a dash: "Khasan-Tumangang", "the Mumbai–Howrah Mail"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.gazetteer.edges import right_edge
from extractor.gazetteer.evidence import Evidence
from extractor.gazetteer.words import HYPHENS, Words, cue_table, word_list


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
            whole = self.is_whole(left, right, dash) or self.is_one_end(dash)
            whole = whole or self.is_direction(dash)
            if whole or (left is None and right is None and not self.are_ends(dash)):
                continue
            both = left is not None and right is not None
            if both or self.before_rail_noun(right or right_edge(words, dash + 1)):
                start = left if left is not None else self.run_before(dash)
                end = right or self.run_after(dash + 1)
                if start < dash and end > dash + 1:
                    yield start, dash
                    yield dash + 1, end

    def are_ends(self, dash: int) -> bool:
        """Whether a long dash joins two names of one word that nobody knows, ends of a line."""
        words, end = self.words, dash + 2
        names = words.is_name_word(dash - 1) and words.is_name_word(dash + 1)
        alone = dash < 2 or not words.capital[dash - 2]
        return words.texts[dash] == "–" and names and alone and self.before_rail_noun(end)

    def is_direction(self, dash: int) -> bool:
        """ "South-Eastern", "North-West": one word of the compass."""
        beside = {self.words.lower[dash - 1], self.words.lower[dash + 1]}
        return beside <= word_list("directions")

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
        if any(i in self.taken or self.splits(i, start, end) for i in range(start, end)):
            return False
        known = self.evidence.known(start, end)
        if words.is_definite(start) and not any(c.place.name.startswith("The ") for c in known):
            return False
        return bool({candidate.place.kind for candidate in known} - {"train", "line"})

    def splits(self, i: int, start: int, end: int) -> bool:
        """Whether token i parts two names; the "-" of "Zamyn-Uud–Erenhot" does not."""
        texts = self.words.texts
        if texts[i] not in HYPHENS:
            return False
        beside = {texts[j] for j in (start - 1, end) if 0 <= j < len(texts)} & HYPHENS
        return texts[i] != "-" or beside <= {"-"}

    def is_one_end(self, dash: int) -> bool:
        """ "between Croton-Harmon and Tarrytown", "Croton-Harmon railway station": one name."""
        words, start, end = self.words, self.run_before(dash), self.run_after(dash + 1)
        if words.texts[dash] != "-" or start == 0 or end >= len(words):
            return False
        cue = words.matching_cue(cue_table("places"), "after", end)
        if cue and cue.words[-1] == "station" and words.capital[end - 1]:
            return True
        if self.is_at(start) and not self.before_rail_noun(end):
            return True
        first = words.lower[start - 1] == "between" and words.lower[end] == "and"
        if first or words.lower[start - 1] not in word_list("route_joints"):
            return first
        opened = "between" if words.lower[start - 1] == "and" else "from"
        return opened in words.lower[max(0, start - 6) : start - 1]

    def is_at(self, start: int) -> bool:
        """ "at Iwate-Numakunai", "south of Izumo-Yokota": only one place can follow."""
        before = "_".join(self.words.lower[max(0, start - 2) : start])
        spot = self.words.lower[start - 1] in word_list("spots")
        return spot or before in word_list("place_phrases")

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
        """The end of an unknown name: "Sudbury–White River train"."""
        words, end = self.words, start
        while end < len(words) and end - start < 2 and words.capital[end]:
            if end > start and words.lower[end] in word_list("rail_nouns"):
                break
            end += 1
        return end
