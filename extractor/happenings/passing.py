"""Where a text speaks of railways: news of a storm, a war or the day may do so in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.lexicon import discourse_words
from storage import relevance

RAIL = discourse_words("en", "rail")
NO_RAIL = discourse_words("en", "no_rail")
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# Below this share of paragraphs that speak of rail a text is about other things; with a headline
# that speaks of rail it is less easily.
SELDOM = {False: 0.5, True: 0.35}


@dataclass(frozen=True, slots=True)
class RailParts:
    """Where a text's paragraphs end, the numbers of those that speak of railways, and whether its
    headline does.
    """

    ends: Sequence[int]
    of_rail: Sequence[int]
    headline: bool

    def in_passing(self) -> bool:
        """Whether the text is mostly about other things."""
        return len(self.of_rail) < SELDOM[self.headline] * len(self.ends)

    def number(self, character: int) -> int:
        """The number of the paragraph that a character stands in."""
        return sum(end <= character for end in self.ends)


def names_rail(words: str) -> bool:
    """Whether words name railways, other than what is called by them: a rail trail."""
    return RAIL.search(NO_RAIL.sub(" ", words)) is not None or surely_names_rail(words)


def surely_names_rail(words: str) -> bool:
    """Whether one of the words speaks of railways by itself: a wagon and tracks may be others'."""
    return relevance.names_rail(NO_RAIL.sub(" ", words))


def rail_parts(doc: Doc) -> RailParts:
    """The paragraphs of a text; one speaks of railways that names them or who runs trains."""
    found = list(PARAGRAPH.finditer(text_of(doc)))
    runs = [body.start for body in doc._.organisations if body.kind == "operator"]
    of_rail = [
        number
        for number, part in enumerate(found)
        if names_rail(part[0]) or any(part.start() <= at < part.end() for at in runs)
    ]
    return RailParts([part.end() for part in found], of_rail, names_rail(doc._.title or ""))
