"""Names made of a common noun: "Line 4", "tunnel 11", "the Blue and Purple lines"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from extractor.gazetteer.edges import left_edge, right_edge
from extractor.gazetteer.words import Words, cue_rows, word_list

_LONGEST_NUMBER = 3  # digits of a street's; four are a year


@cache
def _things() -> dict[str, tuple[str, bool]]:
    """Things that a number tells apart: their kind, and whether a capital or an urban word has to
    tell that a name is meant: "Line 1", "metro line 4".
    """
    rows = cue_rows("numbered")
    return {row["thing"]: (row["kind"], row["needs_capital"] == "yes") for row in rows}


@cache
def plurals() -> dict[str, str]:
    """The kind of what the names before a plural tell apart: "the Blue and Yellow | lines"."""
    return {row["thing"]: row["kind"] for row in cue_rows("plurals")}


def numbered(words: Words) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of "Line 1", "Line No. 4", "Line K", "tunnel 11"."""
    for i in range(len(words) - 1):
        kind, needs_capital = _things().get(words.lower[i], (None, False))
        if kind is None or (needs_capital and not _is_told(words, i)):
            continue
        at = i + 1 + (words.lower[i + 1] in word_list("number_signs"))
        if at < len(words) and (words.texts[at].isdigit() or _is_letter(words.texts[at])):
            yield i, at + 1, kind


def numbered_streets(words: Words) -> Iterator[tuple[int, int, int]]:
    """Start, end and what to look up from where: "14 St", "E 180 St", "34 St-| Penn Station"."""
    for i in range(1, len(words)):
        number = words.texts[i - 1]
        if (
            words.texts[i] not in word_list("streets")
            or not number.isdigit()
            or len(number) > _LONGEST_NUMBER
        ):
            continue
        start = i - 1 - (i > 1 and words.texts[i - 2] in word_list("sides"))
        end = i + 1
        if end + 1 < len(words) and words.is_hyphen(end) and words.capital[end + 1]:
            yield start, right_edge(words, end + 1), end + 1
        elif end == len(words) or not words.capital[end]:  # not "the 9 St Pancras trains"
            yield start, end, start


def _is_told(words: Words, i: int) -> bool:
    """ "Line 1", "metro line 4", "line B": not the lines of a text."""
    urban = i > 0 and words.lower[i - 1] in word_list("urban")
    return words.capital[i] or urban or _is_letter(words.texts[i + 1])


def _is_letter(text: str) -> bool:
    """One capital that is no word: the K of "Line K"."""
    return len(text) == 1 and text.isupper() and text not in "AI"


def _is_end(words: Words, start: int) -> bool:
    """Whether the name is an end of one of several: "the Leeds to | York | lines"."""
    return start > 1 and words.lower[start - 1] == "to" and words.capital[start - 2]


def in_lists(words: Words) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of the names in "the Blue, Yellow and Purple lines"."""
    for i in range(2, len(words)):
        kind = plurals().get(words.lower[i])
        if kind is None or not words.capital[i - 1]:
            continue
        end = i
        while end > 0 and words.capital[end - 1]:
            start = left_edge(words, end, small_words=False)
            if start >= end:
                break
            if words.text(start, end) not in word_list("ways") and not _is_end(words, start):
                yield start, end, kind
            if start < 2 or words.lower[start - 1] not in {",", *word_list("conjunctions")}:
                break
            end = start - 1 - (words.texts[start - 2] == ",")
