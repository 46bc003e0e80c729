"""How sure a text is of a number: "at least 14", "nearly 300", "20 or so"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from extractor.alternatives import any_of
from storage.records import Qualifier

BEHIND = 40  # characters before a number in which its approximation may stand
STACKED = 3  # approximations one number may have ("up to an estimated 300")


def alternation(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, the longest first, spaces as any white space."""
    return any_of(words).replace(r"\ ", r"\s+")


class ApproximationReader:
    """Reads the words around a number. `data` is the `[approximation]` of a quantities.toml."""

    def __init__(self, data: Mapping[str, Mapping[str, list[str]]]) -> None:
        opening = r"(?:^|(?<=[\s(\"“‘'—–]))"
        self._before = {
            Qualifier(name): re.compile(rf"{opening}(?:{alternation(words)})\s*$", re.I)
            for name, words in data["before"].items()
        }
        self._behind = {
            Qualifier(name): re.compile(rf"\s?(?:{alternation(words)})(?!\w)", re.I)
            for name, words in data["after"].items()
        }

    def before(self, text: str, start: int) -> tuple[int, Qualifier]:
        """Where the words before a number at `start` begin, and the qualifier they give it."""
        qualifier = Qualifier.EXACT
        for _ in range(STACKED):
            window = text[max(0, start - BEHIND) : start]
            found = [(m, q) for q, pattern in self._before.items() if (m := pattern.search(window))]
            if not found:
                break
            match, kind = max(found, key=match_length)
            start -= len(window) - match.start()
            qualifier = kind if kind is not Qualifier.EXACT else qualifier
        return start, qualifier

    def behind(self, text: str, at: int) -> tuple[Qualifier, int] | None:
        """The approximation that begins at `at` ("or so", "or more") and where it ends."""
        for kind, pattern in self._behind.items():
            if match := pattern.match(text, at):
                return kind, match.end()
        return None


def match_length(found: tuple[re.Match[str], Qualifier]) -> int:
    return len(found[0].group())
