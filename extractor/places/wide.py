"""Where something happened that no finer place is told of: "a train derailed in southern Egypt"."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from extractor.drafts import HAPPENING, Draft
from extractor.extensions import text_of
from extractor.lexicon import load_discourse
from extractor.mentions import starting_between
from storage.records import PlaceMention, PlaceRole

# "in | southern | Egypt"
PART = re.compile(rf"\b{load_discourse('en')['compass']} $", re.IGNORECASE)
LONGEST = 20  # characters before the country


def part_of_country(doc: Doc, draft: Draft) -> list[PlaceMention]:
    """The part of a country that the draft's sentences name first; only what happens has one."""
    text = text_of(doc)
    for mention in draft.mentions if draft.type in HAPPENING else ():
        sentence = doc[mention.start : mention.end]
        for place in starting_between(doc._.places, sentence.start_char - 1, sentence.end_char):
            part = PART.search(text, max(0, place.start - LONGEST), place.start)
            if part and place.kind == "country":
                return [PlaceMention(PlaceRole.LOCATION, text[part.start() : place.end], None)]
    return []
