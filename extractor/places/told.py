"""What the words around places plainly tell of their part in an event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.drafts import ACCIDENTS
from extractor.lexicon import load_discourse
from extractor.linear import Chances
from extractor.mentions import PlaceSpan
from extractor.places.homes import homes
from extractor.places.joined import HOLDERS, only_describes
from extractor.places.routes import ways
from extractor.setting import Setting
from extractor.syntax import chain, covering

# "The A–X–B line | from B to C" tells its own ends.
SMALL = load_discourse("en")
SECTION = re.compile(rf" (?:[a-z]+ )?{SMALL['called_line']} {SMALL['section_of']}\b")
EXCEPTED = re.compile(rf"\b{SMALL['excepting']}\b[^,.;]*$", re.IGNORECASE)

Rated = Sequence[tuple[PlaceSpan, Chances]]


def even_ways(setting: Setting, rated: Rated) -> None:
    """Makes both ends of a way alike likely ends, and alike likely locations: "trains between A
    and B" run from A to B, what "broke down between A and B" is near both.

    What lies between two ends on a way is a location. A way there and back ends where it turns.
    """
    own = {id(place): chances for place, chances in rated}
    for way in ways(setting.text, setting.named_places):
        if SECTION.match(setting.text, way[-1].end):
            continue
        turns = len(way) > 2 and way[0].text == way[-1].text
        first, *between, last = [own[id(place)] for place in (way[:-1] if turns else way)]
        near = max(first.get("location", 0.0), last.get("location", 0.0))
        ends = max(first.get("origin", 0.0), last.get("destination", 0.0))
        if setting.mention.type not in ACCIDENTS and is_of_accident(setting, way[0]):
            ends, near = 0.0, max(ends, near)
        first["location"] = last["location"] = near
        if setting.mention.type in ACCIDENTS:
            continue
        first["origin"] = last["destination"] = ends
        for chances in between:
            chances["location"] = max(chances.get("location", 0.0), ends)


def is_of_accident(setting: Setting, place: PlaceSpan) -> bool:
    """Whether a place is told of an accident beside the event: "a fire at A halted trains"."""
    accidents = {rival.head for rival in setting.rivals if rival.type in ACCIDENTS}
    for token in chain(covering(setting.doc, place.start, place.end).root):
        if token.i in accidents or token.i == setting.mention.head:
            return token.i != setting.mention.head
    return False


def leave_out_idle(setting: Setting, rated: Rated) -> None:
    """Takes every part from places that only tell where somebody lives, what the event does not
    hold for, or what another place is: that may still be a region that this lies in.
    """
    text = setting.text
    at_home = {place.start for place in homes(text, setting.named_places)}
    for place, chances in rated:
        near = chances.get("location", 0.0)
        if place.start in at_home or EXCEPTED.search(text, setting.bounds[0], place.start):
            chances.clear()
        elif only_describes(text, place):
            chances.clear()
            chances["location"] = near if place.kind in HOLDERS else 0.0
