"""Whose dollars and rupees are meant: the currency of an amount, by the countries a text names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from babel import Locale
from babel.numbers import get_territory_currencies
from spacy.tokens import Doc

from extractor.quantities.approximations import alternation

NEAR = 1_500  # characters to either side that may belong to an amount's paragraph


@cache
def country_currencies(language: str) -> dict[str, str]:
    """The current currency of each country by its name in a language, in lower case."""
    names = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    countries = [code for code in names if len(code) == 2 and code.isalpha()]
    current = {code: get_territory_currencies(code) for code in countries}
    return {names[code].lower(): rows[0] for code, rows in current.items() if rows}


class CurrencyCues:
    """The words that stand for each currency: its countries' names, and a language's own list."""

    def __init__(self, cues: Mapping[str, Sequence[str]], language: str) -> None:
        self.cues = country_currencies(language) | {
            word: code for code, words in cues.items() for word in words
        }
        self.pattern = re.compile(rf"(?<!\w)(?:{alternation(self.cues)})(?!\w)", re.I)

    def find(self, text: str) -> list[tuple[int, str]]:
        """Where the text names something of a currency's country, and that currency."""
        found = self.pattern.finditer(text)
        return [(m.start(), self.cues[" ".join(m.group().lower().split())]) for m in found]


class CurrencyReading:
    """The currencies of one text, by the words of its paragraphs and the places found in it."""

    def __init__(self, cues: CurrencyCues, doc: Doc, text: str) -> None:
        self.cues, self.doc, self.text = cues, doc, text

    def choose(self, codes: Sequence[str], at: int) -> str:
        """The likeliest of the currencies for the amount at character `at`.

        Its paragraph speaks first, then the text; where neither does, the first code stands.
        """
        if len(codes) == 1:
            return codes[0]
        start = max(self.text.rfind("\n\n", max(0, at - NEAR), at), at - NEAR)
        stop = self.text.find("\n\n", at, at + NEAR)
        low = bisect_left(self._named, (start, ""))
        high = bisect_left(self._named, (stop if stop >= 0 else at + NEAR, ""))
        for votes in (Counter(code for _, code in self._named[low:high]), self._all_votes):
            if any(votes[code] for code in codes):
                return max(codes, key=lambda code: (votes[code], -codes.index(code)))
        return codes[0]

    @cached_property
    def _named(self) -> list[tuple[int, str]]:
        """What speaks for each currency: words of ours, and places whose country is known."""
        named = self.cues.find(self.text)
        for span in self.doc._.places or ():
            if span.place is not None and span.place.country:
                codes = get_territory_currencies(span.place.country)[:1]
                named += [(span.start, code) for code in codes]
        return sorted(named)

    @cached_property
    def _all_votes(self) -> Counter[str]:
        return Counter(code for _, code in self._named)
