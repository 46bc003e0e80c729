"""Lists of words that the merge goes by, kept as data beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from storage.folding import CJK
from storage.word_lists import data_lines


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file of this folder, one a line; lines with `#` are comments."""
    return frozenset(data_lines(Path(__file__).parent / name))


def any_occurs(name: str, folded: str, *, as_beginning: bool = False) -> bool:
    """Whether a phrase of the list stands in folded text, as whole words or as their beginning.

    In a script without spaces it may stand anywhere.
    """
    text, end = f" {folded} ", "" if as_beginning else " "
    return any(
        (phrase if CJK.match(phrase) else f" {phrase}{end}") in text for phrase in word_list(name)
    )
