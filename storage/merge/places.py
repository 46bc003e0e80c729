"""Whether two places are one, in the eyes of a reader."""

from __future__ import annotations

from enum import Enum, auto
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz

from storage.folding import CJK
from storage.merge.facts import PlaceFact
from storage.merge.weights import NEAR_KM, SAME_NAME
from storage.merge.words import nation, word_list

EARTH_KM = 6371.0


class Likeness(Enum):
    SAME = auto()
    WITHIN = auto()  # one is the country in which the other lies
    UNCLEAR = auto()
    ACROSS = auto()  # close by, on the other side of a border
    BESIDE = auto()  # two stations that may be of one city
    NEIGHBOURS = auto()  # two towns close by: one thing between them, or a thing in each
    OTHER = auto()


@lru_cache(maxsize=100_000)
def place_likeness(one: PlaceFact, other: PlaceFact) -> Likeness:
    """How two places relate; the same whichever is asked first."""
    if one.whole_country or other.whole_country:
        return _with_country(one, other)
    if one.id is not None and one.id == other.id:
        return Likeness.SAME
    if is_unnamed(one) or is_unnamed(other):
        return Likeness.UNCLEAR
    if one.country and other.country and one.country != other.country:
        return _over_border(one, other)
    if one.id is None or other.id is None:
        return Likeness.SAME if _names_alike(one, other) else _unlinked(one, other)
    return _linked(one, other)


def _over_border(one: PlaceFact, other: PlaceFact) -> Likeness:
    """One crossing has a station on either side; without an entry, the country is its report's.

    A border station may then be one place in two countries; names that are but spelt alike may not.
    """
    if not (one.id and other.id):
        mine, theirs = ({bare_name(name) for name in place.names} for place in (one, other))
        if mine & theirs:
            return Likeness.SAME
        return Likeness.UNCLEAR if _names_alike(one, other) else _unlinked(one, other)
    distance = None if one.is_area or other.is_area else kilometres(one, other)
    near = distance is not None and distance <= NEAR_KM
    return Likeness.ACROSS if near else Likeness.OTHER


def _with_country(one: PlaceFact, other: PlaceFact) -> Likeness:
    if one.country is None or other.country is None:
        return Likeness.UNCLEAR
    if one.country != other.country:
        return Likeness.OTHER
    return Likeness.SAME if one.whole_country and other.whole_country else Likeness.WITHIN


def _unlinked(one: PlaceFact, other: PlaceFact) -> Likeness:
    """Two names of which one has no entry: Dhaka and Dhaka Cantonment may be one place."""
    if one.is_area or other.is_area:
        return Likeness.UNCLEAR
    longer = any(_goes_on(mine, theirs) for mine in one.names for theirs in other.names)
    return Likeness.UNCLEAR if longer else Likeness.OTHER


def _goes_on(one: str, other: str) -> bool:
    mine, theirs = sorted((bare_name(one), bare_name(other)), key=len)
    return theirs.startswith(f"{mine} ")


def _linked(one: PlaceFact, other: PlaceFact) -> Likeness:
    """Two entries of the gazetteer: one place where they lie close, as station and town do.

    Not so two stations, of which a city has several, nor two towns: Rotherham is not Sheffield.
    """
    distance = kilometres(one, other)
    if one.is_area or other.is_area:
        return Likeness.UNCLEAR
    if distance is None:
        return Likeness.SAME if _names_alike(one, other) else Likeness.OTHER
    if distance > NEAR_KM:
        return Likeness.OTHER
    if one.kind != other.kind or _names_alike(one, other):
        return Likeness.SAME
    if one.kind == "city":
        return Likeness.SAME if _is_named_after(one, other) else Likeness.NEIGHBOURS
    return Likeness.BESIDE if one.kind == "station" else Likeness.SAME


def _is_named_after(one: PlaceFact, other: PlaceFact) -> bool:
    """Whether one has the other's name and more: New Delhi, Delhi."""
    pairs = (
        (set(mine.split()), set(theirs.split())) for mine in one.names for theirs in other.names
    )
    return any(mine <= theirs or theirs <= mine for mine, theirs in pairs)


def _names_alike(one: PlaceFact, other: PlaceFact) -> bool:
    return any(_alike(mine, theirs) for mine in one.names for theirs in other.names)


@lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> bool:
    mine, theirs = bare_name(one), bare_name(other)
    if mine == theirs:
        return True
    return min(len(mine), len(theirs)) >= 5 and fuzz.ratio(mine, theirs) >= SAME_NAME


@lru_cache(maxsize=100_000)
def is_unnamed(place: PlaceFact) -> bool:
    """Whether its name only says what it is and in which country: the Russian border station."""
    generic = word_list("generic_place_words.txt")
    rest = " ".join(word for word in place.written.split() if word not in generic)
    return place.id is None and (not rest or nation(rest) is not None)


@lru_cache(maxsize=100_000)
def bare_name(name: str) -> str:
    """A folded name without generic words, Khasan station as Khasan; Cyrillic in Latin letters."""
    generic = word_list("generic_place_words.txt")
    words = [word for word in name.split() if word not in generic] or name.split()
    return in_latin(" ".join(map(_without_ending, words)))


def in_latin(name: str) -> str:
    """A folded name with Cyrillic letters as English-language papers write them."""
    return name.translate(_latin_letters())


def _without_ending(word: str) -> str:
    """`하산역` is `하산`, where what a place is stands glued to its name."""
    generic = word_list("generic_place_words.txt")
    is_glued = len(word) > 2 and CJK.fullmatch(word) and word[-1] in generic
    return word[:-1] if is_glued else word


@cache
def _latin_letters() -> dict[int, str]:
    pairs = (line.partition(" ") for line in word_list("cyrillic_letters.txt"))
    return {ord(letter): latin for letter, _, latin in pairs}


def kilometres(one: PlaceFact, other: PlaceFact) -> float | None:
    """How far apart two places lie as the crow flies; None where one is not on the map."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    lat1, lon1 = radians(one.latitude or 0), radians(one.longitude or 0)
    lat2, lon2 = radians(other.latitude or 0), radians(other.longitude or 0)
    arc = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(arc))
