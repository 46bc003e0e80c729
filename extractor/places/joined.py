"""Where the words for two places meet: "Austin, Texas, and the city of Dallas", "A–B"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon import load_discourse
from extractor.mentions import PlaceSpan

SMALL = load_discourse("en")
# "the capital, | Kyiv", "the northern city of | Vinh"
APPOSED = re.compile(rf"\b{SMALL['apposed']}\s+$", re.IGNORECASE)
# "between A and B", "from A to B", "A–B", "A to B"
JOINT = re.compile(rf"\s*{SMALL['joint']}\s*", re.IGNORECASE)
HOLDERS = ("region", "country")  # kinds of place that tell where another lies
# "Arvika, | a town in western Sweden's | Varmland"
LIES_IN = re.compile(
    rf"(?:{SMALL['a_town']})?,? {SMALL['within']} (?:{SMALL['the']} )?(?:{SMALL['kind_of']} )?"
    rf"(?:{SMALL['compass']} )?"
    rf"(?:(?:\w+ )?\w+['’]s )?(?:{SMALL['compass']} )?",
    re.IGNORECASE,
)
# "Dundrum, south | Dublin"
IN_PART = re.compile(rf",?(?: {SMALL['within']})? {SMALL['compass']} ", re.IGNORECASE)
IN_REGION = re.compile(SMALL["in_region"])
LIST_GOES_ON = re.compile(SMALL["list_goes_on"])
WHAT_IS_OF = re.compile(rf" {SMALL['what_is_of']} (?=[A-ZÀ-Þ])")
SPOTS = ("station", "border_crossing", "crossing", "bridge", "tunnel", "street", "port", "airport")


def phrase_start(text: str, place: PlaceSpan) -> int:
    """Where a place's name starts, with what says before it what it is: "the capital, Kyiv"."""
    low = max(0, place.start - 40)
    what = APPOSED.search(text, low, place.start)
    return what.start() if what else place.start


def without_holders(text: str, places: Sequence[PlaceSpan]) -> list[tuple[PlaceSpan, int]]:
    """The places, each with where it ends; "Texas" of "Austin, Texas, and" only ends another."""
    kept: list[tuple[PlaceSpan, int]] = []
    for place in places:
        last = kept[-1][0] if kept and kept[-1][0].kind not in HOLDERS else None
        if last and place.kind in HOLDERS and text[last.end : place.start] == ", ":
            kept[-1] = (last, place.end + text.startswith(", ", place.end))
        else:
            kept.append((place, place.end))
    return kept


def only_describes(text: str, place: PlaceSpan) -> bool:
    """Whether a place only says what another is: "the Caribbean resort of Cancun"."""
    return WHAT_IS_OF.match(text, place.end) is not None


def holds(text: str, place: PlaceSpan, other: PlaceSpan) -> bool:
    """Whether one place is said to lie in the other: a region, or the town of a station."""
    if place.kind in ("country", "line") or other.kind not in ("region", "city", "place"):
        return False
    if IN_PART.fullmatch(text, place.end, other.start):
        return True
    inside = LIES_IN.fullmatch(text, place.end, other.start) is not None
    if other.kind != "region":
        return inside and place.kind in SPOTS
    listed = place.kind == "region" and LIST_GOES_ON.match(text, other.end)
    beside = IN_REGION.fullmatch(text, place.end, other.start) is not None
    return inside or (beside and not listed)
