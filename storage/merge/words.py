"""Lists of words that the merge goes by, kept as data beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from storage.folding import CJK
from storage.gazetteer import country_code
from storage.word_lists import data_lines


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file of this folder, one a line; lines with `#` are comments."""
    return frozenset(data_lines(Path(__file__).parent / name))


def nation(folded: str) -> str | None:
    """The code of the country that folded words name, or whose they say a thing is: `russian`."""
    return country_code(folded) or _nationalities().get(folded)


@cache
def _nationalities() -> dict[str, str]:
    pairs = (line.rpartition(" ") for line in word_list("nationalities.txt"))
    return {words: code for words, _, code in pairs}


def any_occurs(name: str, folded: str, *, as_beginning: bool = False) -> bool:
    """Whether a phrase of the list stands in folded text, as whole words or as their beginning.

    In a script without spaces it may stand anywhere.
    """
    text, end = f" {folded} ", "" if as_beginning else " "
    return any(
        (phrase if CJK.match(phrase) else f" {phrase}{end}") in text for phrase in word_list(name)
    )
