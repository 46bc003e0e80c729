"""The countries of an event, where its own places tell them and where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from extractor.drafts import Draft
from extractor.gazetteer import Gazetteer
from extractor.mentions import FROM_ANYWHERE, NamedSpan, starting_between
from storage.records import Organisation, Place, PlaceMention


def countries_of(doc: Doc, draft: Draft, places: Sequence[PlaceMention]) -> tuple[str, ...]:
    """Countries of the event's places, else those its sentences name, else the likeliest one."""
    named = dict.fromkeys(p.place.country for p in places if p.place and p.place.country)
    if told := named or countries_named(doc, draft):
        return tuple(told)
    country = home_of(doc, draft) or main_country(doc)
    return (country,) if country else ()


def countries_named(doc: Doc, draft: Draft) -> dict[str, None]:
    """The countries that the draft's sentences name, "the two countries" too, in their order."""
    return {
        place.place.country: None
        for place in told_in(doc, draft, doc._.places)
        if place.kind == "country" and place.place and place.place.country
    }


def home_of(doc: Doc, draft: Draft) -> str | None:
    """The country of most bodies, else of most places, that the draft's sentences name.

    A body of a country of which the article tells nothing else may be a namesake: of India's
    Congress, or a railway that owns another abroad.
    """
    lands = lands_of(doc)
    named = told_in(doc, draft, doc._.organisations)
    bodies = [one.organisation for one in named if one.kind not in FROM_ANYWHERE]
    told = likeliest(body for body in bodies if body and (body.country in lands or not lands))
    return told or likeliest(one.place for one in told_in(doc, draft, doc._.places))


def lands_of(doc: Doc) -> set[str | None]:
    """The countries of the article's places, and those it names by themselves or by their people.

    "Canadian" in the name of a railway is none of these.
    """
    finder = Gazetteer.load()
    bodies = {i for one in doc._.organisations for i in range(one.start, one.end)}
    named = {
        finder.country_of(word.text) for word in doc if word.is_title and word.idx not in bodies
    }
    return (named - {None}) | {place.place.country for place in doc._.places if place.place}


def told_in(doc: Doc, draft: Draft, spans: Sequence[NamedSpan]) -> Iterator[NamedSpan]:
    """Those of the places or bodies of a document that stand in the draft's sentences."""
    for mention in draft.mentions:
        sentence = doc[mention.start : mention.end]
        yield from starting_between(spans, sentence.start_char - 1, sentence.end_char)


def main_country(doc: Doc) -> str | None:
    """The country that most of the article's places lie in."""
    return likeliest(place.place for place in doc._.places)


def likeliest(known: Iterable[Place | Organisation | None]) -> str | None:
    """The country of most of the gazetteer's entries, the first of equals."""
    counts = Counter(one.country for one in known if one and one.country)
    return max(counts, key=counts.__getitem__, default=None)
