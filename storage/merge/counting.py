"""Over what time a figure counts, as the words around it say: a day or a week, since June or 2022.

Two figures of which each names another time are two quantities; who names none may mean either's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel.dates import get_month_names

from storage.folding import CJK, fold_name
from storage.merge.words import any_occurs, word_list
from storage.records import Scope

Times = frozenset[str]

# Where a sentence or a part of it ends; not the point in "1.200".
CLAUSE = re.compile(r"[.;:!?]\s|[。；：！？\n]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# The languages of `since_words.txt`, in which months are looked for.
LANGUAGES = ("en", "ru", "ko", "zh", "ja")


def counted_over(scope: str | None, before: str, after: str) -> Times:
    """What the text before and after a figure says of the time over which it counts.

    `day` or its like of what comes again; of a sum the month (`06`) and year since when; nothing
    where the words do not say.
    """
    behind, ahead = CLAUSE.split(before)[-1], CLAUSE.split(after)[0]
    if scope == Scope.PER_PERIOD:
        rates = [*_rates(ahead)[:1], *_rates(behind)[-1:]]
        return frozenset(rates[:1])
    if scope == Scope.CUMULATIVE:
        return _since(ahead) or _since(behind)
    return frozenset()


def differ(one: Times, other: Times) -> bool:
    """Whether the two cannot be one: June and June 2024 can, June and 2022 cannot."""
    return not (one <= other or other <= one)


def _rates(text: str) -> list[str]:
    return [
        _rate_words()[found] for found in _pattern(tuple(_rate_words())).findall(fold_name(text))
    ]


def _since(text: str) -> Times:
    key = fold_name(text)
    if not any_occurs("since_words.txt", key):
        return frozenset()
    months = (_months()[found] for found in _pattern(tuple(_months())).findall(key))
    return frozenset([*months, *YEAR.findall(key)])


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases, the longest first, as whole words where the script has spaces."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(map(_whole, ordered)))


def _whole(phrase: str) -> str:
    return phrase if CJK.search(phrase) else rf"(?<!\w){phrase}(?!\w)"


@cache
def _rate_words() -> dict[str, str]:
    pairs = (line.partition(" ") for line in word_list("rate_words.txt"))
    return {phrase: code for code, _, phrase in pairs}


@cache
def _months() -> dict[str, str]:
    return {name: f"{month:02}" for name, month in _month_names()}


def _month_names() -> Iterator[tuple[str, int]]:
    for language in LANGUAGES:
        for use in ("format", "stand-alone"):
            names: Iterable[tuple[int, str]] = get_month_names("wide", use, language).items()
            yield from ((fold_name(name), month) for month, name in names)
    for month in range(1, 13):  # as Korean, Chinese and Japanese papers write them
        yield from ((f"{month}{sign}", month) for sign in "월月")
