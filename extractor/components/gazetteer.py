"""The component that finds places and organisations and links them to the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

import extractor.extensions  # noqa: F401 registers doc._.places and doc._.organisations
from extractor.gazetteer import Gazetteer
from extractor.gazetteer.organisations import Found, find_organisations
from extractor.gazetteer.places import Named, find_places
from extractor.gazetteer.words import Words
from extractor.mentions import OrganisationSpan, PlaceSpan

_LONGEST_TEXT = 200_000  # tokens; what lies behind is left unread


@Language.factory("gazetteer", assigns=["doc._.places", "doc._.organisations"])
def make_gazetteer(nlp: Language, name: str) -> GazetteerLinker:
    return GazetteerLinker(Gazetteer.load())


class GazetteerLinker:
    """Sets `doc._.places` and `doc._.organisations`, both in text order and without overlaps.

    Organisations come first: in "Ussuri customs office" there is no place. Names the gazetteer
    does not know are kept, with no link, where their form or the words around them tell.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        words = Words(doc)
        countries = self.countries(words)
        organisations = find_organisations(words, self.gazetteer, set(countries))
        taken = {i for one in organisations for i in range(one.start, one.end)}
        places = find_places(words, self.gazetteer, taken)
        doc._.organisations = [_organisation_span(doc, one) for one in organisations]
        doc._.places = self.linked(doc, places, countries)
        return doc

    def countries(self, words: Words) -> Counter[str]:
        """The countries that the text names, or speaks of as "Russian", with their counts."""
        found: Counter[str] = Counter()
        for i, text in enumerate(words.texts):
            if not words.capital[i]:
                continue
            pair = f"{text} {words.texts[i + 1]}" if i + 1 < len(words) else text
            country = self.gazetteer.country_of(pair) or self.gazetteer.country_of(text)
            if country:
                found[country] += 1
        return found

    def linked(self, doc: Doc, places: Sequence[Named], countries: Counter[str]) -> list[PlaceSpan]:
        """Link each name, first by itself, then in the light of the countries all of them suggest."""
        context = Counter(countries)
        near: list[tuple[float, float]] = []
        for key in {named.key for named in places}:
            place, certainty = self.gazetteer.link(key, countries=countries)
            if place is not None and place.country and certainty > 0.5:
                context[place.country] += 1
                if place.latitude is not None and place.longitude is not None:
                    near.append((place.latitude, place.longitude))
        return [self.place_span(doc, named, context, near) for named in places]

    def place_span(
        self,
        doc: Doc,
        named: Named,
        countries: Counter[str],
        near: Sequence[tuple[float, float]],
    ) -> PlaceSpan:
        span = doc[named.start : named.end]
        place, certainty = self.gazetteer.link(span.text, countries=countries, near=near)
        if place is None:
            place, certainty = self.gazetteer.link(named.key, countries=countries, near=near)
        kind = named.kind or (place.kind if place else "place")
        return PlaceSpan(span.start_char, span.end_char, span.text, kind, place, certainty)


def _organisation_span(doc: Doc, found: Found) -> OrganisationSpan:
    span = doc[found.start : found.end]
    return OrganisationSpan(
        span.start_char, span.end_char, span.text, found.kind, found.organisation
    )
