"""Finds the places, lines and named trains of a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.gazetteer.linking import Candidate, prominence
from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.organisations import left_edge
from extractor.gazetteer.words import HYPHENS, PARTICLES, POSSESSIVES, Words, cue_table, word_list

_LONGEST = 7  # tokens
_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_BEFORE_A_PLACE = frozenset(
    "in at near between from to of via through outside towards toward into across around for and "
    "off beyond past until by linking connecting serving reaching leaving inside onto over above".split()
)
_PROMINENT = 5.0  # 100,000 inhabitants


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens start to end (excluded) name a place. `key` is what to look up, `kind` what words say."""

    start: int
    end: int
    key: str
    kind: str | None = None
    sure: bool = True


def find_places(words: Words, gazetteer: Gazetteer, taken: set[int]) -> list[Named]:
    """Every place named outside the `taken` tokens, without overlaps, in text order."""
    finder = _Finder(words, gazetteer, taken)
    found = [*finder.by_cue(), *finder.by_name(), *finder.by_entity(), *finder.by_preposition()]
    return finder.settle(found)


class _Finder:
    def __init__(self, words: Words, gazetteer: Gazetteer, taken: set[int]) -> None:
        self.words, self.gazetteer, self.taken = words, gazetteer, taken

    def by_cue(self) -> Iterator[Named]:
        """Names made places by a word beside them: "Chukursay freight yard", "port of Vanino"."""
        words, table = self.words, cue_table("places")
        for i in range(len(words)):
            if cue := words.matching_cue(table, "after", i):
                start = left_edge(words, i, small_words=False)
                start = self.last_owner(start, i)
                if start < i and not self.is_pair(start, i):
                    yield Named(start, i + len(cue.words), self.text(start, i), cue.kind)
            if cue := words.matching_cue(table, "before", i):
                end = self.right_edge(i + len(cue.words))
                if end > i + len(cue.words):
                    name = self.text(i + len(cue.words), end)
                    begin = i if words.capital[i] else i + len(cue.words)
                    yield Named(begin, end, name, cue.kind)

    def last_owner(self, start: int, end: int) -> int:
        """Past the owner of a station: Moscow's | Yaroslavsky; King's Cross stays whole."""
        for i in range(end - 1, start, -1):
            if self.words.lower[i] in POSSESSIVES and not self.known(start, end):
                return i + 1
        return start

    def right_edge(self, i: int) -> int:
        words, end = self.words, i
        while end < len(words) and end - i < _LONGEST:
            if words.capital[end] or (words.texts[end] in HYPHENS and words.glued(end)):
                end += 1
            elif (
                words.lower[end] in PARTICLES - {"and", ".", "the", "of"}
                and end > i
                and (
                    end + 1 < len(words)
                    and words.capital[end + 1]
                    and words.lower[end] not in ("on", "e", "i", "y", "an", "en")
                )
            ):
                end += 1
            else:
                break
        return end

    def is_pair(self, start: int, end: int) -> bool:
        """Damoh-Bhopal: two places joined by a dash, not one name that holds a hyphen."""
        dashes = [i for i in range(start, end) if self.words.texts[i] in HYPHENS]
        if not dashes or self.known(start, end):
            return False
        return all(self.known(*half) for half in ((start, dashes[0]), (dashes[-1] + 1, end)))

    def by_name(self) -> Iterator[Named]:
        """Names that the gazetteer holds, the longest from each token on."""
        words = self.words
        for start in range(len(words)):
            if not words.capital[start] or start in self.taken:
                continue
            for end in self.ends(start):
                candidates = self.known(start, end)
                if candidates and (strength := self.believed(start, end, candidates)):
                    yield Named(start, end, self.text(start, end), None, strength == 2)
                    break

    def ends(self, start: int) -> list[int]:
        """Ends of the runs of name words from start, the farthest first."""
        words, ends, end = self.words, [], start
        while end < len(words) and end - start < _LONGEST and end not in self.taken:
            if words.capital[end] or words.texts[end].isdigit():
                ends.append(end + 1)
            elif not (
                words.lower[end] in PARTICLES
                or words.lower[end] in POSSESSIVES
                or words.texts[end] in HYPHENS
            ):
                break
            end += 1
        return ends[::-1]

    def known(self, start: int, end: int) -> tuple[Candidate, ...]:
        return self.gazetteer.candidates(self.text(start, end))

    def text(self, start: int, end: int) -> str:
        return self.words.doc[start:end].text

    def believed(self, start: int, end: int, candidates: tuple[Candidate, ...]) -> int:
        """2: surely a place here; 1: a place if it is named surely elsewhere; 0: not one."""
        words = self.words
        kinds = {candidate.place.kind for candidate in candidates}
        own = candidates[0].place.id.startswith(("own:", "country:"))
        if self.is_person(start, end):
            return 0
        label = words.entity[start] in _PLACE_LABELS
        everyday = all(
            words.lower[i] in word_list("everyday") or not words.capital[i]
            for i in range(start, end)
        )
        if everyday and not (label and end - start > 1) and not (own and end - start > 1):
            return 1 if label and self.after_preposition(start) else 0
        if self.in_name(start, end) and not own:
            return 1
        if label or own or self.after_preposition(start) or self.before_region(end):
            return 2
        prominent = max(map(prominence, candidates)) >= _PROMINENT or kinds & {"country", "region"}
        return 2 if prominent and not words.sentence_start[start] else 1

    def in_name(self, start: int, end: int) -> bool:
        """Part of a longer run of capitals ("Julia Creek Downs"): one of its words names nothing."""
        words = self.words
        before = (
            start > 0
            and words.is_name_word(start - 1)
            and words.lower[start - 1] not in word_list("everyday")
        )
        after = end < len(words) and words.is_name_word(end) and not words.breaks_before(end)
        return before or after

    def is_person(self, start: int, end: int) -> bool:
        words = self.words
        if (
            start > 0
            and words.lower[start - 1].rstrip(".") in word_list("titles")
            and words.capital[start - 1]
        ):
            return True
        before = start > 0 and words.person[start - 1] and words.capital[start - 1]
        after = end < len(words) and words.person[end] and words.capital[end]
        return words.person[start] and (before or after)

    def after_preposition(self, i: int) -> bool:
        words = self.words
        if i > 0 and words.lower[i - 1] == "the":
            i -= 1
        return i > 0 and (
            words.lower[i - 1] in _BEFORE_A_PLACE
            or (words.texts[i - 1] in HYPHENS and words.glued(i))
        )

    def before_region(self, end: int) -> bool:
        """ "Erwin, Tennessee": a region or country follows the comma."""
        words = self.words
        if end + 1 >= len(words) or words.texts[end] != "," or not words.capital[end + 1]:
            return False
        return any(
            candidate.place.kind in ("region", "country")
            for last in (end + 2, end + 3)
            if last <= len(words)
            for candidate in self.known(end + 1, last)
        )

    def by_entity(self) -> Iterator[Named]:
        """Names that the statistical model takes for places and the gazetteer does not know."""
        for entity in self.words.doc.ents:
            if entity.label_ in _PLACE_LABELS:
                start, end = self.trimmed(entity.start, entity.end)
                if start < end and not self.is_pair(start, end):
                    yield Named(start, end, self.text(start, end), None, True)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        words = self.words
        while start < end and (not words.capital[start] or words.lower[start] in ("the", "a")):
            start += 1
        while end > start and not (words.capital[end - 1] or words.texts[end - 1].isdigit()):
            end -= 1
        if end - start == 1 and words.lower[start] in word_list("everyday"):
            return start, start
        return start, end

    def by_preposition(self) -> Iterator[Named]:
        """Unknown names after "near", "between" and the like."""
        words = self.words
        for i in range(1, len(words)):
            if not words.capital[i] or words.lower[i - 1] not in _STRONG_PREPOSITIONS:
                continue
            end = self.right_edge(i)
            if end == i or words.person[i] or words.entity[i] in ("ORG", "DATE", "TIME", "NORP"):
                continue
            if all(words.lower[j] in word_list("everyday") for j in range(i, end)):
                continue
            if not self.is_pair(i, end):
                yield Named(i, end, self.text(i, end), None, True)

    def settle(self, found: list[Named]) -> list[Named]:
        """Drop overlaps, the longest first, and unsure names that are named surely nowhere."""
        sure = {one.key.casefold() for one in found if one.sure}
        chosen: list[Named] = []
        taken = set(self.taken)
        for one in sorted(found, key=_length, reverse=True):
            if (one.sure or one.key.casefold() in sure) and taken.isdisjoint(
                range(one.start, one.end)
            ):
                taken.update(range(one.start, one.end))
                chosen.append(one)
        return sorted(chosen, key=_start)


_STRONG_PREPOSITIONS = frozenset(
    "near between at in from to outside via towards reached reaching".split()
)


def _length(named: Named) -> tuple[int, bool]:
    return named.end - named.start, named.kind is not None


def _start(named: Named) -> int:
    return named.start
