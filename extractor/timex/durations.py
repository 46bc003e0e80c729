"""Lengths of time: for nearly four years, a three-day strike, 4 hours 20 minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.alternatives import any_of
from extractor.timex.atoms import number
from extractor.timex.words import Words, number_pattern
from storage.records import Qualifier

# "every 15 minutes", "the first 12 months", "$5 a day"
NO_LENGTH_BEFORE = re.compile(
    r"(?:\b(?:every|each|per|No\.|this|next|last)|[$€£₹#])\s?$", re.IGNORECASE
)
# "a day", "an hour" only tell a length where the words before say so
ARTICLE_BEFORE = re.compile(
    r"\b(?:for|within|in|about|almost|nearly|lasted|took|takes?|taking|over|than|half|after)\s$"
)
# "two years old", "24 hours a day", "two days ago"
NO_LENGTH_AFTER = re.compile(
    r"[ -](?:old|olds|ago|later|earlier|apart)\b| (?:a|per|each) (?:day|week|month|year)\b"
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time at `start:end`, in minutes."""

    start: int
    end: int
    minutes: float
    qualifier: Qualifier


@cache
def pattern(
    numbers: tuple[str, ...], units: tuple[str, ...], qualifiers: tuple[str, ...]
) -> re.Pattern[str]:
    """Qualifier, number and unit, with a second pair ("and 50 minutes") or a half."""
    unit = any_of(units)
    more = [word for word in numbers if word not in ("a", "an")]  # not "24 hours a day"
    return re.compile(
        rf"(?<!\w)(?:(?P<qualifier>{any_of(qualifiers)})[ ])?(?<![\w.,:/-])"
        rf"(?:(?P<to>\d{{1,3}}|{any_of(numbers)})(?:-| to ))?"
        rf"{number_pattern(numbers)}[ -](?P<unit>{unit})s?\b(?P<half> and a half)?"
        rf"(?:,? (?:and )?{number_pattern(more, 'count2')}[ -](?P<unit2>{unit})s?\b)?"
        r"(?:[- ]long\b)?",
        re.IGNORECASE,
    )


def find_lengths(text: str, words: Words) -> Iterator[Length]:
    """The lengths of time in a text."""
    for match in pattern(
        tuple(words.numbers), tuple(words.units), tuple(words.qualifiers)
    ).finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if NO_LENGTH_BEFORE.search(before) or NO_LENGTH_AFTER.match(text, match.end()):
            continue
        article = match["count"].lower() in ("a", "an") and not match["half"]
        if article and not match["qualifier"] and not ARTICLE_BEFORE.search(before):
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
