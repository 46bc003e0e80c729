"""The component that finds places and organisations and links them to the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc

import extractor.extensions  # noqa: F401 registers doc._.places and doc._.organisations
from extractor.gazetteer import Gazetteer
from extractor.gazetteer.clock_zones import of_clocks
from extractor.gazetteer.evidence import Evidence, is_prominent
from extractor.gazetteer.linking import is_own, prominence
from extractor.gazetteer.lookup import is_called
from extractor.gazetteer.named import Named
from extractor.gazetteer.organisations import (
    Found,
    find_organisations,
    tagged_organisations,
)
from extractor.gazetteer.places import PlaceFinder
from extractor.gazetteer.words import HYPHENS, Words, countries_of_states, word_list
from extractor.mentions import FROM_ANYWHERE, OrganisationSpan, PlaceSpan
from storage.records import Place

_TELLING = 4.7  # a place of 50,000 inhabitants tells which country an article speaks of
_AGREED = 2  # names that lie in one country only and so tell which one an article speaks of
_WIDE = ("region", "country")
# "Commonwealth Avenue" is not in the town of Commonwealth, nor "Jaldhaka bridge" in Jaldhaka.
_NEVER_TOWNS = frozenset(("street", "bridge", "tunnel", "river", "line", "train"))


@Language.factory("gazetteer", assigns=["doc._.places", "doc._.organisations"])
def make_gazetteer(nlp: Language, name: str) -> GazetteerLinker:
    return GazetteerLinker(Gazetteer.load())


class GazetteerLinker:
    """Sets `doc._.places` and `doc._.organisations`, each in text order and without overlaps.

    Organisations come first: in "Ussuri customs office" there is no place; only the place behind
    "in" or "at" stays one ("court in Bhopal"). Names the gazetteer
    does not know are kept, with no link, where their form or the words around them tell.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        words = Words(doc)
        countries = self.countries(words)
        organisations = find_organisations(words, self.gazetteer, set(countries))
        countries.update(countries_of_bodies(organisations))
        taken = {i for one in organisations for i in range(one.start, own_end(words, one))}
        taken.update(of_clocks(words))
        evidence = Evidence(words, self.gazetteer, set(countries))
        places = PlaceFinder(words, evidence, taken).find()
        taken |= {i for one in places for i in range(one.start, one.end)}
        organisations += tagged_organisations(words, self.gazetteer, taken)
        organisations.sort(key=attrgetter("start"))
        doc._.organisations = [_organisation_span(doc, one) for one in organisations]
        doc._.places = self.linked(doc, places, countries)
        return doc

    def countries(self, words: Words) -> Counter[str]:
        """The countries that the text names ("Russia", "Russian") or whose big places it names.

        Where any is named so, a region that nobody wrote down tells no other: Maritime of Togo.
        """
        found: Counter[str] = Counter()
        by_region: Counter[str] = Counter()
        for i, text in enumerate(words.texts):
            if words.capital[i] and words.lower[i] not in word_list("everyday"):
                pair = words.text(i, min(i + 2, len(words)))
                name = pair if self.country(pair) else text
                if country := self.country(name):
                    (by_region if self.is_little_known(name) else found)[country] += 1
        return Counter({c: n + by_region[c] for c, n in found.items()}) or by_region

    def is_little_known(self, name: str) -> bool:
        """Whether a name is first of all that of a region that nobody wrote down."""
        if self.gazetteer.country_of(name):
            return False
        place = self.gazetteer.candidates(name)[0].place
        return place.kind == "region" and not is_own(place)

    def country(self, name: str) -> str | None:
        """The country a name stands for by itself, whatever else the text says."""
        if country := self.gazetteer.country_of(name):
            return country
        candidates = self.gazetteer.candidates(name)
        if not candidates or prominence(candidates[0]) < _TELLING:
            return None
        if any(is_region_abroad(known.place, candidates[0].place) for known in candidates):
            return None
        if not is_called(candidates[0].place, name) and any(
            is_called(known.place, name) for known in candidates
        ):
            return None  # Poti is in Georgia; Teresina, called so too, tells nothing
        abroad = [c for c in candidates if c.place.country != candidates[0].place.country]
        rival = prominence(abroad[0]) if abroad else 0.0
        return candidates[0].place.country if prominence(candidates[0]) - rival > 1.0 else None

    def linked(self, doc: Doc, places: Sequence[Named], countries: Counter[str]) -> list[PlaceSpan]:
        """Link each name, first by itself, then by the countries that all of them suggest."""
        context = countries + self.agreed(places)
        context = context or self.shared(places)
        said = self.said_homes(doc, places, context)
        near: list[tuple[float, float]] = []
        for key in dict.fromkeys(named.key for named in places):
            place, certainty = self.gazetteer.link(key, countries=said.get(key, countries))
            if place is None or certainty < 0.5:
                continue
            if not (place.country in countries or is_own(place) or self.country(key)):
                continue
            context[place.country or ""] += 1
            if place.latitude is not None and place.longitude is not None:
                near.append((place.latitude, place.longitude))
        spans = [self.place_span(doc, one, said.get(one.key, context), near) for one in places]
        return [at_home(*row) for row in zip(spans, map(said.get, keys_of(places)), strict=True)]

    def agreed(self, places: Sequence[Named]) -> Counter[str]:
        """The countries in which several names lie that no other country has."""
        found: Counter[str] = Counter()
        for homes in self.homes(places):
            if len(homes) == 1:
                found.update(homes)
        return Counter({country: names for country, names in found.items() if names >= _AGREED})

    def shared(self, places: Sequence[Named]) -> Counter[str]:
        """The only country that has all of several names, where nothing else tells one."""
        homes = list(self.homes(places))
        everywhere = set.intersection(*homes) if len(homes) >= _AGREED else set()
        return Counter(everywhere if len(everywhere) == 1 else ())

    def homes(self, places: Sequence[Named]) -> Iterator[set[str]]:
        """For each different name that is known, the countries that have it."""
        for key in dict.fromkeys(keys_of(places)):
            found = {known.place.country for known in self.gazetteer.candidates(key)}
            if homes := {country for country in found if country}:
                yield homes

    def said_homes(
        self, doc: Doc, places: Sequence[Named], countries: Counter[str]
    ) -> dict[str, Counter[str]]:
        """The country of two names of which one tells where the other lies: "Kingston, Ontario"."""
        found = {one.key: Counter([land]) for one in places if (land := land_behind(doc, one))}
        state_lands = countries_of_states("short") | countries_of_states("full")
        for one, wide in pairwise(places):
            if doc[one.end : wide.start].text != "," or is_listed(doc, wide):
                continue
            if land := state_lands.get(wide.key):
                found[one.key] = found[wide.key] = Counter([land])
                continue
            homes = {known.place.country for known in self.gazetteer.candidates(one.key)}
            lands = [
                known.place.country
                for known in self.gazetteer.candidates(wide.key)
                if known.place.kind in _WIDE and known.place.country in homes
            ]
            if home := max(filter(None, lands), key=countries.__getitem__, default=None):
                found[one.key] = found[wide.key] = Counter([home])
        return found

    def is_big(self, named: Named) -> bool:
        """Whether a name is that of a city of 100,000 people."""
        candidates = self.gazetteer.candidates(named.key)
        return bool(candidates) and is_prominent(candidates[0])

    def place_span(
        self,
        doc: Doc,
        named: Named,
        countries: Counter[str],
        near: Sequence[tuple[float, float]],
    ) -> PlaceSpan:
        span = doc[named.start : named.end]
        place, certainty = None, 0.0
        whole = bool(self.gazetteer.candidates(span.text))
        if (whole or named.kind not in _NEVER_TOWNS) and not span.text.islower():
            place, certainty = self.gazetteer.link(
                span.text if whole else named.key, countries=countries, near=near, kind=named.kind
            )
        if place and place.kind == "city" and is_landscape(doc, named) and not self.is_big(named):
            place, certainty = None, 0.0
        kind = named.kind or (place.kind if place else "place")
        return PlaceSpan(span.start_char, span.end_char, span.text, kind, place, certainty)


def is_landscape(doc: Doc, named: Named) -> bool:
    """Whether an article belongs to a name alone: "the Peninsula", not "the Ludhiana line"."""
    before, after = named.start - 1, named.end
    if named.kind is not None:  # "the Kacanik gorge"
        return False
    alone = after >= len(doc) or doc[after].pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "VERB")
    hyphened = after < len(doc) and doc[after].text in HYPHENS
    return before >= 0 and doc[before].lower_ in word_list("definite") and alone and not hyphened


def land_behind(doc: Doc, named: Named) -> str | None:
    """The country that the short form of a state behind a name tells: "Bradford, Ont."."""
    behind = doc[named.end : named.end + 3]
    if len(behind) < 2 or behind[0].text != ",":
        return None
    signs = countries_of_states("short")
    # The tokenizer may part a full stop from what it shortens.
    return signs.get(behind[1].text) or signs.get(behind[1:].text)


def is_region_abroad(place: Place, other: Place) -> bool:
    """Whether a place is a region of another country: Suffolk in England, the city in Virginia."""
    return place.kind == "region" and place.country != other.country


def keys_of(places: Sequence[Named]) -> list[str]:
    """What each name is looked up by."""
    return [named.key for named in places]


def at_home(span: PlaceSpan, said: Counter[str] | None) -> PlaceSpan:
    """The span, without a link to another country than the text says."""
    abroad = said and span.place and span.place.country not in said
    return replace(span, place=None, certainty=0.0) if abroad else span


def is_listed(doc: Doc, named: Named) -> bool:
    """Whether a name is one of a row, not where another lies: "Ipoh, Penang and Perak"."""
    return named.end < len(doc) and doc[named.end].lower_ in {"&", *word_list("conjunctions")}


def countries_of_bodies(organisations: Sequence[Found]) -> list[str]:
    """The country of each body on the ground; news of any country comes by an agency."""
    known = {one.organisation for one in organisations if one.kind not in FROM_ANYWHERE}
    return [body.country for body in known if body and body.country]


def own_end(words: Words, found: Found) -> int:
    """Where the words end that are no place's: in "court in Çorlu" the place stays one."""
    for i in range(found.start + 1, found.end):
        if words.lower[i] in ("in", "at") and found.organisation is None:
            return i
    return found.end


def _organisation_span(doc: Doc, found: Found) -> OrganisationSpan:
    span = doc[found.start : found.end]
    return OrganisationSpan(
        span.start_char, span.end_char, span.text, found.kind, found.organisation
    )
