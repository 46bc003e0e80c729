"""The two ends of a service or line, wherever a sentence tells them."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile

from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.gazetteer import Gazetteer
from extractor.gazetteer.words import POSSESSIVES, word_list
from extractor.lexicon import LANGUAGES
from extractor.mentions import PlaceSpan, starting_between
from extractor.places.homes import homes
from extractor.places.joined import JOINT, only_describes, without_holders
from extractor.setting import DATELINE

Pair = tuple[PlaceSpan, PlaceSpan]

LOOK_BACK = 60  # characters before the first of two places
DASHES = "-–—"
OWNER = re.compile(r"(?:[A-Z]\w+ )*[A-Z]\w+['’]s\s+$")  # "Russia's "


@cache
def route_patterns() -> dict[str, re.Pattern[str]]:
    """What stands beside the ends of a route, of anaphora.toml; "{called}" is what that names."""
    data = tomllib.loads((LANGUAGES / "en" / "anaphora.toml").read_text("utf-8"))
    rules: dict[str, str] = data["routes"]
    called = rules["called"]
    return {
        name: re.compile(rule.replace("{called}", called), re.IGNORECASE)
        for name, rule in rules.items()
    }


def named_pairs(doc: Doc, places: Sequence[PlaceSpan]) -> list[Pair]:
    """Two places named as the ends of something, in text order: "from A to B", "A–B"."""
    text = text_of(doc)
    places = [place for place in places if not only_describes(text, place)]
    ordered = without_holders(text, places)
    joined = [
        (one, other)
        for (one, end), (other, _) in pairwise(ordered)
        if is_joined(text, one, other, end) and not opens_line(text, other)
    ]
    known = {place.start for pair in joined for place in pair}
    apart = [pair for pair in apart_in_sentence(doc, places) if pair[0].start not in known]
    return sorted([*joined, *apart], key=first_start)


def opens_line(text: str, place: PlaceSpan) -> bool:
    """Whether a place stands in the dateline that opens its line: "BEIJING/SHENYANG, Jan. 16"."""
    dateline = DATELINE.match(text, text.rfind("\n", 0, place.start) + 1)
    return dateline is not None and place.end <= dateline.end()


def first_start(pair: Pair) -> int:
    """Sort key: where the first of the two stands."""
    return pair[0].start


def pairs_between(pairs: Sequence[Pair], low: int, high: int) -> Sequence[Pair]:
    """Those, of pairs in the order of the text, that start behind `low` and before `high`."""
    first = bisect_right(pairs, low, key=first_start)
    return pairs[first : bisect_left(pairs, high, key=first_start)]


def country_pairs(doc: Doc, places: Sequence[PlaceSpan]) -> list[Pair]:
    """Two countries named together, in text order: "between Russia and North Korea"."""
    text, countries = text_of(doc), [place for place in places if place.kind == "country"]
    return [
        (one, other)
        for one, other in pairwise(countries)
        if JOINT.fullmatch(text, one.end, other.start) and one.text != other.text
    ]


def is_joined(text: str, one: PlaceSpan, other: PlaceSpan, end: int | None = None) -> bool:
    """Whether nothing but a word like "to" or a dash parts the two, and the two are ends.

    `end` is where the first ends with the region that it lies in: "Austin, Texas, and".

    Two that "and" joins are, behind a word for what has two ends: "between A and B". What goes
    from A to B by road has no ends of a line.
    """
    rules, between = route_patterns(), text[end or one.end : other.start]
    before = text[max(0, one.start - LOOK_BACK) : one.start]
    if not JOINT.fullmatch(between) or one.kind == "country" or rules["by_road"].search(before):
        return False
    loose = rules["loose"].fullmatch(between)
    if loose and rules["bound"].match(text, other.end):
        return False
    return not loose or rules["two_ends"].search(before) is not None


def ways(text: str, places: Sequence[PlaceSpan]) -> Iterator[Sequence[PlaceSpan]]:
    """The places by which something is told to run, in order: "A to B", "A–X–B", "between A, X
    and B".
    """
    stops = [place for place in places if place.kind not in ("train", "line")]
    ordered, at = without_holders(text, stops), 0
    while at + 1 < len(ordered):
        (one, end), (other, _) = ordered[at : at + 2]
        stop = way_end(text, ordered, at)
        if stop == at + 1 and other.kind != "country" and is_joined(text, one, other, end):
            stop = at + 2
        if stop > at + 1:
            yield [place for place, _ in ordered[at:stop]]
        at = max(stop - 1, at + 1)


def way_end(text: str, ordered: Sequence[tuple[PlaceSpan, int]], at: int) -> int:
    """Behind which place a way of three or more ends, if one starts with the place at the index."""
    rules, first = route_patterns(), ordered[at][0]
    joints = [text[end : other.start] for (_, end), (other, _) in pairwise(ordered[at:])]
    dashes = len(list(takewhile(lambda joint: joint.strip() in [*DASHES], joints)))
    if dashes > 1:
        return at + dashes + 1
    commas = len(list(takewhile(lambda joint: joint == ", ", joints)))
    listed = rules["listed"].search(text, max(0, first.start - LOOK_BACK), first.start)
    closed = commas < len(joints) and rules["last"].fullmatch(joints[commas])
    return at + commas + 2 if commas and listed and closed else at + 1


def apart_in_sentence(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[Pair]:
    """The place left and the one reached in a sentence: "bound for B, it left A"."""
    text, rules = text_of(doc), route_patterns()
    at_home = {place.start for place in homes(text, places)}
    for sentence in doc.sents:
        left = reached = None
        for place in starting_between(places, sentence.start_char - 1, sentence.end_char):
            if place.start in at_home:
                continue
            before = text[max(sentence.start_char, place.start - 40) : place.start]
            # In "out of Russia's Khasan" what stands before the owner stands before the place.
            if text[place.end : place.end + 2] in POSSESSIVES:
                continue
            before = OWNER.sub("", before)
            if rules["by_road"].search(before):
                break  # what the sentence goes on to reach is reached by road
            if rules["leaving"].search(before):
                left = place
            elif rules["reaching"].search(before):
                reached = place
            if left is not None and reached is not None:
                yield left, reached
                left = reached = None


def described_ends(text: str, places: Sequence[PlaceSpan]) -> Iterator[Pair]:
    """Two places told as ends with what they are or where they lie.

    "From the border town of Terespol in eastern Poland to Belarus's capital Minsk".
    """
    rules = route_patterns()
    places = [place for place in places if not only_describes(text, place)]
    for at, one in enumerate(places):
        opened = rules["opened"].search(text, max(0, one.start - LOOK_BACK), one.start)
        if not opened:
            continue
        for other in places[at + 1 : at + 4]:
            closed = rules["closed"].fullmatch(text, one.end, other.start)
            if closed and other.kind != "country":
                bare = all(rules["bare"].fullmatch(end["what"]) for end in (opened, closed))
                if closed["where"] or not bare:
                    yield one, other
                break


def ends_of_own_way(text: str, places: Sequence[PlaceSpan]) -> Iterator[Pair]:
    """Two places that a train is said to run between: "a train travelling from Oslo to Bergen"."""
    rules = route_patterns()
    for at, one in enumerate(places):
        if rules["own_way"].search(text, max(0, one.start - LOOK_BACK), one.start):
            for other in places[at + 1 : at + 4]:
                joined = rules["ways_end"].fullmatch(text, one.end, other.start)
                if joined and other.kind != "country":
                    yield one, other
                    break


def tells_zone(text: str, place: PlaceSpan) -> bool:
    """Whether a place only tells whose clock is meant: "08:00 in Moscow", "Moscow time"."""
    rules = route_patterns()
    before = rules["clock_before"].search(text[max(0, place.start - 15) : place.start])
    return bool(before or rules["clock_after"].match(text, place.end))


def wholes(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[PlaceSpan]:
    """What two places or one name together with the words behind: "Prague's main station"."""
    text, rules = text_of(doc), route_patterns()
    for one, other in pairwise(places):
        whole = rules["whole"].match(text, other.end)
        if whole and text[one.end : other.start] in [*DASHES]:
            kind = whole.group().split()[-1].lower()
            yield longer(text, one, whole.end(), "line" if kind == "railway" else kind)
    for one in places:
        if station := rules["main_station"].match(text, one.end):
            yield longer(text, one, station.end(), "station")


def longer(text: str, place: PlaceSpan, end: int, kind: str) -> PlaceSpan:
    """The name from the place's start to the end, which no gazetteer holds."""
    return PlaceSpan(place.start, end, text[place.start : end], kind)


def ends_of_lines(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[PlaceSpan]:
    """Both ends of a line that is called by them: "Addis Ababa–Djibouti railway"."""
    finder = Gazetteer.load()
    for line in places:
        parts = re.split(f"[{DASHES}]", line.text) if line.kind == "line" else []
        names = [*parts[:-1], *(parts[-1].rsplit(" ", 1)[:1] if len(parts) > 1 else [])]
        compass = {name.lower() for name in names} <= word_list("directions")
        if len(names) == 2 and not compass and all(map(finder.candidates, names)):
            for name in names:
                start = line.start + line.text.index(name)
                place, certainty = finder.link(name)
                kind = place.kind if place else "place"
                yield PlaceSpan(start, start + len(name), name, kind, place, certainty)
