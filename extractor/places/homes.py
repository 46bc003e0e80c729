"""Places that only tell where somebody lives: "a man from Leeds", "Jo Roe, 43, of Ely"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.lexicon import load_discourse
from extractor.mentions import PlaceSpan

SMALL = load_discourse("en")
LOOK_BACK = 60  # characters before the name
# "Residents of the village of", "a teenager, originally from", "43, of"
SOMEBODY = rf"(?:{SMALL['somebody']}(?: of \w+)?,?|\d\d,)"
HOME = re.compile(
    rf"\b(?:{SMALL['lives_in']}|{SOMEBODY} {SMALL['hails_from']})"
    rf" (?:{SMALL['the']} )?(?:{SMALL['compass']} )?(?:[\w-]+ )?(?:{SMALL['settlement']} of )?$",
    re.IGNORECASE,
)
# "Littleport, | near Ely | in Cambridgeshire"
LIES = re.compile(
    rf",? (?:{SMALL['lies']} )?(?:{SMALL['the']} )?(?:{SMALL['compass']} )?", re.IGNORECASE
)


def homes(text: str, places: Sequence[PlaceSpan]) -> Iterator[PlaceSpan]:
    """Those, of places in the order of the text, with what tells where the home itself lies."""
    last: PlaceSpan | None = None
    for place in places:
        told = HOME.search(text, max(0, place.start - LOOK_BACK), place.start)
        lies = last is not None and LIES.fullmatch(text, last.end, place.start)
        last = place if told or lies else None
        if last is not None:
            yield last
