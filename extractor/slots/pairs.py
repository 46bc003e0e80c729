"""Keeps the ends of one report to one pair: "trains from A to B and from C to D" give no A to D."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from spacy.tokens import Doc

from extractor.drafts import ENDS
from extractor.event_mention import EventMention
from extractor.extensions import text_of
from extractor.mentions import WIDE, PlaceSpan, starting_between
from extractor.places.routes import Pair, apart_in_sentence, is_joined
from extractor.slots.fillers import Filler, filling, key_of


def one_pair(doc: Doc, fillers: Sequence[Filler]) -> list[Filler]:
    """The values; where the likeliest origin and destination are each told with another end, and
    never with each other, that of the two pairs whose places are likelier to be the ends.
    """
    likeliest = [end for role in ENDS if (end := particular(filling(fillers, role.value)))]
    pairs = [pair for end in likeliest for pair in pairs_told_by(doc, end)]
    if len(likeliest) < 2 or not are_mixed(likeliest, pairs):
        return list(fillers)
    whole = (
        completed(end, partner, fillers) for end in likeliest for partner in partners_of(end, pairs)
    )
    likelier = max(whole, key=lambda ends: sum(end.rating for end in ends))
    return [*(filler for filler in fillers if filler.slot not in ENDS), *likelier]


def without_own_country(fillers: Sequence[Filler]) -> list[Filler]:
    """The values but a country as one end of what has its other end in that country."""
    ends = [end for role in ENDS if (end := particular(filling(fillers, role.value)))]
    return [one for one in fillers if not any(is_country_of(one, end) for end in ends)]


def is_country_of(one: Filler, end: Filler) -> bool:
    """Whether a value is, as the other end, the country in which an end lies."""
    if one.slot not in ENDS or one.slot == end.slot or one.value.kind != "country":
        return False
    country, place = one.value.place, end.value.place
    within = end.value.kind != "country" and country is not None and place is not None
    return within and country.country == place.country


def both_alike(doc: Doc, kept: Sequence[Filler], fillers: Sequence[Filler]) -> list[Filler]:
    """The values to be written down; where only one of two places named together is an end, so is
    the other, or both are locations, whichever is likelier.
    """
    ends = [filler for filler in kept if filler.slot in ENDS]
    if len({end.slot for end in ends}) != 1:
        return list(kept)
    end = max(ends, key=lambda one: one.rating)
    apart = apart_in_sentence(doc, [place for place in doc._.places if is_named(doc, place)])
    told = [pair for pair in pairs_told_by(doc, end) if all(is_named(doc, one) for one in pair)]
    told += [pair for pair in apart if any(stands_in(doc, pair[0], one) for one, _ in end.told)]
    partner = next(iter(partners_of(end, told)), None)
    if partner is None or key_of(partner.text) == end.key:
        return list(kept)
    places = [one for one in kept if isinstance(one.value, PlaceSpan)]
    beside = next((one for one in places if one.key == key_of(partner.text)), None)
    if beside is None or beside.rating <= end.rating:
        others = [one for one in kept if one not in (*ends, beside)]
        return [*others, *completed(end, partner, fillers)]
    own = Filler(beside.slot, end.key, end.value, end.told, end.chance, end.rating)
    return [*(one for one in kept if one not in ends), own]


def stands_in(doc: Doc, place: PlaceSpan, mention: EventMention) -> bool:
    """Whether a place stands in the mention's sentence."""
    sentence = doc[mention.start : mention.end]
    return sentence.start_char <= place.start < sentence.end_char


def is_named(doc: Doc, place: PlaceSpan) -> bool:
    """Whether a place stands where its own name does, not "the line"."""
    return text_of(doc)[place.start : place.end] == place.text


def particular(ends: Sequence[Filler]) -> Filler | None:
    """The likeliest, one that is no country if any."""
    return min(ends, key=lambda end: (end.value.kind == "country", -end.rating), default=None)


def are_mixed(ends: Sequence[Filler], pairs: Sequence[Pair]) -> bool:
    """Whether both ends, two places, are told with others, and never with each other."""
    partners = [partners_of(end, pairs) for end in ends]
    named = {str(end.key) for end in ends}
    with_others = len(named) == len(ends) and all(partners)
    return with_others and not any(
        within(key_of(place.text), name) for name in named for place in chain(*partners)
    )


def within(one: str, other: str) -> bool:
    """Whether one name holds all words of the other: "Almaty", "Almaty-2"."""
    mine, theirs = (set(re.findall(r"\w+", name)) for name in (one, other))
    return mine <= theirs or theirs <= mine


def pairs_told_by(doc: Doc, end: Filler) -> Iterator[Pair]:
    """The pairs of ends that the sentences tell which give the place: "from A to B", "A–B", "A–X–B"
    or what "the line" stands for.
    """
    for mention, _ in end.told:
        sentence = doc[mention.start : mention.end]
        told = starting_between(doc._.places, sentence.start_char - 1, sentence.end_char)
        named = [place for place in told if place.kind != "line"]
        cuts = [at for at, two in enumerate(pairwise(named), 1) if not go_together(doc, *two)]
        for start, stop in pairwise([0, *cuts, len(named)]):
            if stop - start > 1:
                yield named[start], named[stop - 1]


def go_together(doc: Doc, one: PlaceSpan, other: PlaceSpan) -> bool:
    """Whether two places are told as the ends of something, or one word stands for both."""
    if (one.start, one.end) == (other.start, other.end):
        return one.text != other.text
    return one.kind not in WIDE and is_joined(text_of(doc), one, other)


def partners_of(end: Filler, pairs: Sequence[Pair]) -> list[PlaceSpan]:
    """The places that are told with this one as the two ends of something."""
    found = [(one, other) for pair in pairs for one, other in (pair, pair[::-1])]
    return [other for one, other in found if key_of(one.text) == end.key]


def completed(end: Filler, partner: PlaceSpan, fillers: Sequence[Filler]) -> tuple[Filler, Filler]:
    """The end and, for the other slot, the place that it is told with."""
    slot = next(role.value for role in ENDS if role.value != end.slot)
    key = key_of(partner.text)
    known = next((one for one in fillers if (one.slot, one.key) == (slot, key)), None)
    return end, known or Filler(slot, key, partner, end.told)
