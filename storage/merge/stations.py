"""Whether two reports of one city name two of its stations, by entry or by mere name.

The gazetteer lacks many stations and takes others for the suburb that they are named after, so what
counts is how the text calls them. Of two languages the names may be those of one station.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz import fuzz

from storage.folding import CJK
from storage.merge.facts import PlaceFact
from storage.merge.places import Likeness, in_latin, place_likeness
from storage.merge.weights import SAME_NAME
from storage.merge.words import word_list

Words = frozenset[str]
Places = tuple[PlaceFact, ...]


def are_two_stations(mine: Places, theirs: Places) -> bool:
    """Whether both name stations, and none of the one can be one of the other's.

    Only within a city that both have is a mere name enough: beside a line stand many stations.
    """
    keys = {place.key for place in theirs}
    shared = {place.key for place in mine if place.key in keys and not place.is_area}
    city = _words(place for place in (*mine, *theirs) if place.key in shared)
    found = {
        _likeness(here, there, city)
        for here in mine
        for there in theirs
        if is_station(here) and is_station(there) and (shared or _are_linked(here, there))
    }
    return Likeness.BESIDE in found and found.isdisjoint({Likeness.SAME, Likeness.UNCLEAR})


@lru_cache(maxsize=100_000)
def is_station(place: PlaceFact) -> bool:
    """Whether a text means a station by it, whatever the gazetteer takes the name for."""
    return place.kind == "station" or any(map(_is_station_word, place.written.split()))


def _words(places: Iterable[PlaceFact]) -> Words:
    """The words of the names of what the stations are in."""
    names = (name for place in places if not is_station(place) for name in place.names)
    return frozenset(word for name in names for word in name.split())


def _are_linked(one: PlaceFact, other: PlaceFact) -> bool:
    return one.kind == other.kind == "station" and None not in (one.id, other.id)


@lru_cache(maxsize=100_000)
def _likeness(one: PlaceFact, other: PlaceFact, city: Words) -> Likeness:
    if _are_linked(one, other):
        return place_likeness(one, other)
    pairs = [(mine, theirs) for mine in _names(one, city) for theirs in _names(other, city)]
    if any(_may_be_one(*pair) for pair in pairs):
        return Likeness.SAME
    of_one_script = any(mine.isascii() == theirs.isascii() for mine, theirs in pairs)
    return Likeness.BESIDE if of_one_script else Likeness.UNCLEAR


def _names(station: PlaceFact, city: Words) -> set[str]:
    """What its names say beyond the city's, as far as they say anything."""
    names = station.names if station.kind == "station" else {station.written}
    found = {" ".join(_telling(name.split(), city)) for name in names}
    return found - {""} or {""}


def _telling(words: list[str], city: Words) -> Iterable[str]:
    idle = word_list("station_fillers.txt") | city
    for word in words:
        told = _beyond(word, city) if CJK.match(word) else word
        if told and told not in idle and told not in word_list("station_words.txt"):
            yield told


def _beyond(word: str, city: Words) -> str:
    """北京西站 is the 西 of 北京."""
    ending = next((it for it in _endings() if word.endswith(it)), "")
    begun = max((it for it in city if word.startswith(it)), key=len, default="")
    return word.removesuffix(ending).removeprefix(begun)


def _may_be_one(one: str, other: str) -> bool:
    """Whether one name says no more than the other, or they are two spellings."""
    mine, theirs = set(one.split()), set(other.split())
    if mine <= theirs or theirs <= mine:
        return True
    return fuzz.ratio(in_latin(one).replace(" ", ""), in_latin(other).replace(" ", "")) >= SAME_NAME


def _is_station_word(word: str) -> bool:
    return word in word_list("station_words.txt") or word.endswith(_endings())


@cache
def _endings() -> tuple[str, ...]:
    listed = sorted(word_list("station_words.txt"))
    return tuple(word.removeprefix("-") for word in listed if word.startswith("-"))
