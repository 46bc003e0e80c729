"""The figures of a text, each at its spot: the words around it. Two texts of one story agree there.

Figures are compared as numbers, so that "five", "5" and 五 are one, and so are 11 p.m. and 23:00.
Where a sentence is worded anew its figures have lost their spots: the first that count the dead and
the injured (`toll_words.txt`) are compared all the same.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.folding import CJK, fold
from storage.word_lists import data_lines

Words = NDArray[np.int_]

# So many words on either side are a figure's spot, and so many of them alike make two spots one.
WORDS_AROUND = 6
LEAST_ALIKE = 3
WORDS_NEAR = 2
# So much of a text is read: tables may hold thousands of figures.
LETTERS_READ = 30_000
SPOTS_READ = 300
# Words are compared by so many bits of their hash: enough for a few in a row, too few to read them.
WORD_BITS = 16
# Stands for a figure among the words around another.
FIGURE = -1
# Stand for words that are missing, in one text and in the other: they are never alike.
NOTHING, NOTHING_THERE = -2, -3

# When and where a print was sent off, which is each outlet's own: "LUDDEN, March 4 (Wire) —",
# "Patna, Nov 1 -", "МОСКВА, 5 марта. /ТАСС/", "北京3月4日电".
DATELINE = re.compile(
    r"""\s*(?:
        (?: [A-ZА-Я][^\na-zа-я\d,!?]{1,30},\ (?=[^\n]{0,12}\d)
            | [A-Z][^\n\d.!?]{1,30},\ (?=[A-Z][a-z]+\.?\ \d)
        )
        [^\n!?:;]{1,40}? (?: \ ?[—–]\s | \ --?\s | /[^\n/]{2,20}/ )
        | [^\n，。]{0,12}\d+月\d+日[电電讯訊]
    )""",
    re.VERBOSE,
)
TOKEN = re.compile(
    rf"""(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\ ?(?P<half>[ap])\.?\ ?m\b\.?
    |(?P<clock>\d{{1,2}}:\d\d)
    |(?P<number>\d{{1,3}}(?:[,.'\ ]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?)
    |(?P<hangul>[\uac00-\ud7a3]+)
    |(?P<letter>{CJK.pattern[:-1]})
    |(?P<word>(?:(?!{CJK.pattern[:-1]})[^\W\d_])+)""",
    re.VERBOSE,
)
GROUPED = re.compile(r"\d{1,3}(?:[,.' ]\d{3})+")
CLAUSE_END = re.compile(r"[,;.!?()\n，。、；！？]")
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure's value with the words before it and after it, hashed, the nearest first.

    `toll` is whom it counts: the dead or the injured.
    """

    value: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    toll: str | None = None


@dataclass(frozen=True, slots=True)
class _Count:
    """A word for a number, and whether it multiplies what stands before it or stays alone."""

    value: float
    multiplies: bool = False
    is_alone: bool = False


@dataclass(slots=True)
class _Figure:
    """A figure as the sum of what has been read of it: two hundred and five are 200 + 5."""

    parts: list[float]
    can_add: bool
    clock: str | None = None

    @property
    def value(self) -> str:
        return self.clock or str(sum(self.parts))

    @property
    def may_count_people(self) -> bool:
        """Whether the figure is neither a time of day nor a year, nor a part."""
        total = sum(self.parts)
        return self.clock is None and total == int(total) and total not in YEARS

    def grow(self, count: _Count) -> bool:
        """Whether the next word belongs to this figure, which it then does."""
        if self.clock or count.is_alone:
            return False
        if count.multiplies:
            self._multiply(count.value)
            return True
        if self.can_add and count.value < _last_place(self.parts[-1]):
            self.parts.append(count.value)
            return True
        return False

    def go_on(self, digits: _Figure) -> bool:
        """Whether digits right behind a word belong to this figure, as in 1천200 and 1万2千."""
        if self.clock or digits.clock or not self.can_add:
            return False
        if digits.parts[0] < _last_place(self.parts[-1]):
            self.parts += digits.parts
            return True
        return False

    def _multiply(self, by: float) -> None:
        multiplied = 0.0
        while self.parts and self.parts[-1] < by:
            multiplied += self.parts.pop()
        self.parts.append((multiplied or 1) * by)
        self.can_add = True


def figure_spots(text: str) -> list[Spot]:
    """The figures of the text in order, without those of its dateline."""
    start = DATELINE.match(text)
    items, clauses = _items(fold(text[start.end() if start else 0 :][:LETTERS_READ]))
    words = [_hashed(item) if isinstance(item, str) else FIGURE for item in items]
    tolls = _tolls(items, clauses)
    spots = [
        Spot(
            item.value,
            tuple(reversed(words[max(at - WORDS_AROUND, 0) : at])),
            tuple(words[at + 1 : at + 1 + WORDS_AROUND]),
            tolls.get(at),
        )
        for at, item in enumerate(items)
        if not isinstance(item, str)
    ]
    return spots[:SPOTS_READ]


def figures_differ(one: Sequence[Spot], other: Sequence[Spot]) -> bool:
    """Whether a figure of one text stands changed at the same spot of the other, or a toll has.

    Two spots are the same where no other is more like either of them.
    """
    if not one or not other:
        return False
    alike = _alike(one, other)
    return _stand_changed(one, other, alike) or _tolls_differ(one, other, alike)


def _stand_changed(one: Sequence[Spot], other: Sequence[Spot], alike: Words) -> bool:
    values = [np.array([spot.value for spot in spots]) for spots in (one, other)]
    agree = np.equal.outer(*values)
    are_most = [(alike > 0) & (alike == alike.max(axis, keepdims=True)) for axis in (1, 0)]
    agreed = [
        (most & agree).any(axis, keepdims=True) for axis, most in zip((1, 0), are_most, strict=True)
    ]
    return bool((are_most[0] & are_most[1] & ~agreed[0] & ~agreed[1]).any())


def _tolls_differ(one: Sequence[Spot], other: Sequence[Spot], alike: Words) -> bool:
    """Whether the first tolls of one kind differ, neither of which has a spot in the other text.

    They may stand in another order, so that each text gives them both.
    """
    mine, theirs = _at_tolls(one), _at_tolls(other)
    for toll in mine.keys() & theirs.keys():
        first, its = mine[toll][0], theirs[toll][0]
        if alike[first].any() or alike[:, its].any():
            continue
        values = {one[at].value for at in mine[toll]}, {other[at].value for at in theirs[toll]}
        if one[first].value not in values[1] or other[its].value not in values[0]:
            return True
    return False


def _at_tolls(spots: Sequence[Spot]) -> dict[str, list[int]]:
    """Where the figures stand that count the dead, and the injured."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, spot in enumerate(spots):
        if spot.toll is not None:
            places[spot.toll].append(at)
    return places


def _alike(one: Sequence[Spot], other: Sequence[Spot]) -> Words:
    """How many words each spot of one text has in common with each of the other: enough, or 0.

    Like spots share the two words on one side at least; figures alone are none.
    """
    words = np.zeros((len(one), len(other)), dtype=int)
    are_near = np.zeros(words.shape, dtype=bool)
    for mine, its in (
        ([spot.before for spot in one], [spot.before for spot in other]),
        ([spot.after for spot in one], [spot.after for spot in other]),
    ):
        run, are_figures = _run(_columns(mine, NOTHING), _columns(its, NOTHING_THERE))
        words += run
        are_near |= (run >= WORDS_NEAR) & ~are_figures
    return np.where(are_near & (words >= LEAST_ALIKE), words, 0)


def _run(mine: Words, its: Words) -> tuple[Words, NDArray[np.bool_]]:
    """How many words run alike from each spot on, and of which the nearest two are figures."""
    going = np.ones((mine.shape[1], its.shape[1]), dtype=bool)
    words = np.zeros(going.shape, dtype=int)
    for ours, theirs in zip(mine, its, strict=True):
        going &= np.equal.outer(ours, theirs)
        words += going
    return words, (mine[:WORDS_NEAR] == FIGURE).all(axis=0)[:, None]


def _columns(sides: Sequence[tuple[int, ...]], filler: int) -> Words:
    """The words on one side of each spot as columns of one length, the nearest on top."""
    rows = [(*words, *[filler] * (WORDS_AROUND - len(words))) for words in sides]
    return np.array(rows).T


def _hashed(word: str) -> int:
    return zlib.crc32(word.encode()) % (1 << WORD_BITS)


def _tolls(items: Sequence[str | _Figure], clauses: Sequence[int]) -> dict[int, str]:
    """Which figures count the dead or the injured: for each such word the nearest of its clause."""
    tolls: dict[int, str] = {}
    for at, item in enumerate(items):
        found = _toll_word(item) if isinstance(item, str) else None
        if found is None:
            continue
        toll, is_before = found
        around = range(max(at - WORDS_AROUND, 0), min(at + WORDS_AROUND + 1, len(items)))
        near = [
            place
            for place in around
            if clauses[place] == clauses[at]
            and isinstance(figure := items[place], _Figure)
            and figure.may_count_people
            and not (is_before and place > at)
        ]
        if near:
            tolls.setdefault(min(near, key=lambda place: abs(place - at)), toll)
    return tolls


def _items(folded: str) -> tuple[list[str | _Figure], list[int]]:
    """The words and figures of a text, and the number of the clause of each.

    Those figures are made one that are said in several words.
    """
    items: list[str | _Figure] = []
    clauses: list[int] = []
    end = clause = 0
    for found in TOKEN.finditer(folded):
        gap = folded[end : found.start()]
        is_near = gap in ("", " ", "-")
        clause += not is_near and CLAUSE_END.search(gap) is not None
        for piece in _pieces(found):
            last = items[-1] if items else ""
            if isinstance(last, _Figure) and _grows(last, piece, is_near=is_near, is_glued=not gap):
                continue  # it is part of that figure
            items.append(_figure(piece) if isinstance(piece, _Count) else piece)
            is_near = True
        clauses += [clause] * (len(items) - len(clauses))
        end = found.end()
    return items, clauses


def _grows(
    figure: _Figure, piece: str | _Figure | _Count, *, is_near: bool, is_glued: bool
) -> bool:
    """Whether the next word or digits belong to the figure, which then has them."""
    if isinstance(piece, _Count):
        return is_near and figure.grow(piece)
    return isinstance(piece, _Figure) and is_glued and figure.go_on(piece)


def _figure(count: _Count) -> _Figure:
    return _Figure([count.value], can_add=not count.is_alone)


def _pieces(found: re.Match[str]) -> Iterator[str | _Figure | _Count]:
    text = found.group()
    if found["hour"]:
        hour = int(found["hour"]) % 12 + (12 if found["half"] == "p" else 0)
        yield _Figure([], can_add=False, clock=f"{hour}:{found['minute'] or '00'}")
    elif found["clock"]:
        yield _Figure([], can_add=False, clock=text.removeprefix("0"))
    elif found["number"]:
        plain = re.sub(r"\D", "", text) if GROUPED.fullmatch(text) else text.replace(",", ".")
        yield _Figure([float(plain)], can_add=False)
    elif found["hangul"]:
        yield from _hangul_pieces(text)
    else:
        yield _counts().get(text, text)


def _hangul_pieces(run: str) -> Iterator[str | _Count]:
    """Korean numbers stand alone or before what they count: 열두 명, 열두명이."""
    found = _hangul_number().match(run)
    counted = found.group() if found else ""
    for word in re.findall(_hangul_words(), counted):
        yield _counts()[word]
    if counted != run:
        yield run.removeprefix(counted)


def _last_place(value: float) -> int:
    """1 for 21, 10 for 20, 100 for 300."""
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return place


@cache
def _counts() -> dict[str, _Count]:
    """The words for numbers, each with what it counts."""
    counts: dict[str, _Count] = {}
    for line in data_lines(Path(__file__).with_name("number_words.txt")):
        figure, *words = line.split()
        value = float(figure.lstrip("x="))
        count = _Count(value, multiplies=figure[0] == "x", is_alone=figure[0] == "=")
        counts |= dict.fromkeys(words, count)
    return counts


@cache
def _hangul_words() -> str:
    words = filter(re.compile(r"[\uac00-\ud7a3]+").fullmatch, _counts())
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _hangul_number() -> re.Pattern[str]:
    lines = data_lines(Path(__file__).with_name("number_counters.txt"))
    counters = "|".join(" ".join(lines).split())
    return re.compile(rf"(?:{_hangul_words()})+(?=$|{counters})")


@cache
def _toll_words() -> tuple[dict[str, tuple[str, bool]], list[tuple[str, tuple[str, bool]]]]:
    """Whole words and beginnings, the longest first: what they count, and whether behind it."""
    words: dict[str, tuple[str, bool]] = {}
    for line in data_lines(Path(__file__).with_name("toll_words.txt")):
        toll, side, *given = line.split()
        words |= dict.fromkeys(given, (toll, side == "before"))
    stems = [(word[:-1], meant) for word, meant in words.items() if word.endswith("*")]
    return words, sorted(stems, key=lambda stem: -len(stem[0]))


@lru_cache(maxsize=4096)
def _toll_word(word: str) -> tuple[str, bool] | None:
    words, stems = _toll_words()
    beginnings = (meant for stem, meant in stems if word.startswith(stem))
    return words.get(word) or next(beginnings, None)
