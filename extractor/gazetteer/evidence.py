"""What in a text speaks for or against a capitalised word being a place."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.gazetteer.linking import Candidate, prominence
from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.words import Words, is_title, word_list

PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_PROMINENT = 5.0  # 100,000 inhabitants
_CERTAIN, _IF_ELSEWHERE, _NO = 2, 1, 0


def is_prominent(candidate: Candidate) -> bool:
    """Whether the place is known by itself, as a city of 100,000 is."""
    return prominence(candidate) >= _PROMINENT


class Evidence:
    """Judges spans of tokens by their neighbours, the entity tags and the article's countries."""

    def __init__(self, words: Words, gazetteer: Gazetteer, countries: set[str]) -> None:
        self.words, self.gazetteer, self.countries = words, gazetteer, countries

    def known(self, start: int, end: int) -> tuple[Candidate, ...]:
        return self.gazetteer.candidates(self.words.text(start, end))

    def belief(self, start: int, end: int, candidates: Sequence[Candidate]) -> int:
        """2: surely a place here; 1: a place if it is named surely elsewhere; 0: not one."""
        words = self.words
        own = candidates[0].place.id.startswith(("own:", "country:"))
        if self.is_person(start, end):
            return _NO
        if words.is_everyday(start, end) and not (own and end - start > 1):
            return self.everyday_belief(start, end, candidates)
        if self.in_longer_name(start, end) and not own:
            return _IF_ELSEWHERE
        if own or words.entity[start] in PLACE_LABELS or self.after_place_word(start):
            return _CERTAIN
        return _CERTAIN if self.fits_article(start, end, candidates) else _IF_ELSEWHERE

    def everyday_belief(self, start: int, end: int, candidates: Sequence[Candidate]) -> int:
        """ "Mobile" is a place between "from" and "to", "Reading" with a tag and a preposition.

        A city near which something is in its own country is one without a tag.
        """
        if self.on_route(start, end) or self.is_near_city(start, candidates):
            return _CERTAIN
        tagged = self.words.entity[start] in PLACE_LABELS and self.after_place_word(start)
        return _CERTAIN if tagged and (end - start > 1) else _IF_ELSEWHERE if tagged else _NO

    def is_near_city(self, start: int, candidates: Sequence[Candidate]) -> bool:
        """ "near | Reading |", in an article that speaks of Britain."""
        near = (
            start > 0
            and self.words.lower[start - 1] in word_list("nearby")
            and self.words.capital[start]
        )
        return near and any(
            is_prominent(known) and known.place.country in self.countries for known in candidates
        )

    def fits_article(self, start: int, end: int, candidates: Sequence[Candidate]) -> bool:
        """A big place, or one of a country that the article speaks of, in mid-sentence."""
        words = self.words
        if self.before_region(end):
            return True
        at_home = any(c.place.country in self.countries for c in candidates)
        prominent = any(map(is_prominent, candidates))
        untagged = words.entity[start] == "" and len(words.texts[start]) > 3
        if words.sentence_start[start]:
            return at_home and prominent and words.entity[start] != "PERSON"
        return prominent or (at_home and (untagged or words.entity[start] == "ORG"))

    def is_person(self, start: int, end: int) -> bool:
        """After a title, or in a run of two and more words tagged as a person."""
        words = self.words
        if start and is_title(words.lower[start - 1]) and words.capital[start - 1]:
            return True
        before = start > 0 and self._person(start - 1)
        after = end < len(words) and self._person(end)
        return self._person(start) and (before or after)

    def _person(self, i: int) -> bool:
        return self.words.entity[i] == "PERSON" and self.words.capital[i]

    def in_longer_name(self, start: int, end: int) -> bool:
        """Part of a longer run of capitals: "Julia Creek" in "Julia Creek Downs"."""
        words, everyday = self.words, word_list("everyday")
        before = (
            start > 0 and words.is_name_word(start - 1) and words.lower[start - 1] not in everyday
        )
        return before or (end < len(words) and words.is_name_word(end))

    def after_place_word(self, i: int) -> bool:
        words = self.words
        i -= i > 0 and words.is_definite(i - 1)
        return i > 0 and (
            words.lower[i - 1] in word_list("before_places") or words.is_hyphen(i - 1)
        )

    def on_route(self, start: int, end: int) -> bool:
        """ "from | Mobile | to New Orleans", "between Mission and | Waterfront |".

        Not the May of "from January to May".
        """
        words = self.words
        if start == 0 or not words.capital[start]:
            return False
        openers, joints = word_list("route_openers"), word_list("route_joints")
        joined = end + 1 < len(words) and words.lower[end] in joints
        if words.lower[start - 1] in openers:
            return joined and self.is_end(end + 1)
        opened = any(words.lower[i] in openers for i in range(max(0, start - 6), start))
        return words.lower[start - 1] in joints and opened and self.is_end(start - 2)

    def is_end(self, i: int) -> bool:
        """Whether the token may be the other end of a route: a name, and no month or day."""
        return self.words.capital[i] and self.words.lower[i] not in word_list("calendar")

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
