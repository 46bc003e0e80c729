"""The two ends of a service or line, wherever a sentence tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc

from extractor.gazetteer import Gazetteer
from extractor.mentions import PlaceSpan
from extractor.slot_features import JOINT

Pair = tuple[PlaceSpan, PlaceSpan]

# "from Limerick to the port of Foynes", "left Quetta on Friday and reached Zahedan"
LEAVING = re.compile(r"\b(?:from|left|leaving|departed|out of)(?: the)?\s*$", re.IGNORECASE)
REACHING = re.compile(
    r"\b(?:to|for|towards?|into|reached|reaching|arrived (?:in|at))(?: the)?(?: port of)?\s*$",
    re.IGNORECASE,
)

# What a pair of places names as a whole: "Khasan–Tumangang bridge", "Lanzhou-Xinjiang Railway"
WHOLE = re.compile(
    r"\s(?:(?:border |rail |railway )?(?:crossing|bridge|tunnel)|railway|line)\b",
    re.IGNORECASE,
)
MAIN_STATION = re.compile(r"['’]s (?:main|central) (?:railway |train )?station\b")
DASHES = "-–—"


def named_pairs(doc: Doc, places: Sequence[PlaceSpan]) -> list[Pair]:
    """Two places named as the ends of something, in text order: "from A to B", "A–B"."""
    joined = [pair for pair in pairwise(places) if is_joined(doc, *pair)]
    known = {place.start for pair in joined for place in pair}
    apart = [pair for pair in apart_in_sentence(doc, places) if pair[0].start not in known]
    return sorted([*joined, *apart], key=first_start)


def first_start(pair: Pair) -> int:
    """Sort key: where the first of the two stands."""
    return pair[0].start


def is_joined(doc: Doc, one: PlaceSpan, other: PlaceSpan) -> bool:
    """Whether nothing but a word like "to" or a dash parts the two."""
    between = doc.text[one.end : other.start]
    return bool(JOINT.fullmatch(between)) and one.kind != "country" and "or" not in between


def apart_in_sentence(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[Pair]:
    """The place left and the next one in the sentence that is reached."""
    for sentence in doc.sents:
        told = [p for p in places if sentence.start_char <= p.start and p.end <= sentence.end_char]
        left = None
        for place in told:
            before = doc.text[max(sentence.start_char, place.start - 25) : place.start]
            if LEAVING.search(before):
                left = place
            elif left is not None and REACHING.search(before):
                yield left, place
                left = None


def wholes(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[PlaceSpan]:
    """What two places or one name together with the words behind: "Prague's main station"."""
    for one, other in pairwise(places):
        whole = WHOLE.match(doc.text, other.end)
        if whole and doc.text[one.end : other.start] in [*DASHES]:
            kind = whole.group().split()[-1].lower()
            yield longer(doc, one, whole.end(), "line" if kind == "railway" else kind)
    for one in places:
        if station := MAIN_STATION.match(doc.text, one.end):
            yield longer(doc, one, station.end(), "station")


def longer(doc: Doc, place: PlaceSpan, end: int, kind: str) -> PlaceSpan:
    """The name from the place's start to the end, which no gazetteer holds."""
    return PlaceSpan(place.start, end, doc.text[place.start : end], kind)


def ends_of_lines(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[PlaceSpan]:
    """Both ends of a line that is called by them: "Addis Ababa–Djibouti railway"."""
    finder = Gazetteer.load()
    for line in places:
        parts = re.split(f"[{DASHES}]", line.text) if line.kind == "line" else []
        names = [*parts[:-1], *(parts[-1].rsplit(" ", 1)[:1] if len(parts) > 1 else [])]
        if len(names) == 2 and all(finder.candidates(name) for name in names):
            for name in names:
                start = line.start + line.text.index(name)
                place, certainty = finder.link(name)
                kind = place.kind if place else "place"
                yield PlaceSpan(start, start + len(name), name, kind, place, certainty)
