"""Lengths of time: for nearly four years, a three-day strike, 4 hours 20 minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.timex.atoms import number
from extractor.timex.words import Words
from storage.records import Qualifier


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time at `start:end`, in minutes."""

    start: int
    end: int
    minutes: float
    qualifier: Qualifier


def find_lengths(text: str, words: Words) -> Iterator[Length]:
    """The lengths of time in a text."""
    rules = words.lengths
    for match in rules["length"].finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if rules["none_before"].search(before) or rules["none_after"].match(text, match.end()):
            continue
        article = match["count"].lower() in words.articles and not match["half"]
        if article and not match["qualifier"] and not rules["article_before"].search(before):
            continue
        yield Length(
            match.start(), match.end(), minutes(match, words), read_qualifier(match, words)
        )


def minutes(match: re.Match[str], words: Words) -> float:
    """The length in minutes."""
    unit = words.units[match["unit"].lower()]
    total = number(match["count"], words) * unit
    if match["half"]:
        total += unit / 2
    if match["unit2"]:
        total += number(match["count2"], words) * words.units[match["unit2"].lower()]
    return round(total, 2)


def read_qualifier(match: re.Match[str], words: Words) -> Qualifier:
    """What the words before say of the number."""
    word = match["qualifier"]
    return Qualifier(words.qualifiers[word.lower()]) if word else Qualifier.EXACT
