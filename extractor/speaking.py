"""Who speaks without being named as a body: persons ("Jozef Raz said"), governments ("Moscow")."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Span

from extractor.lexicon import LANGUAGES, load_lexicon
from extractor.mentions import OrganisationSpan, PlaceSpan, starting_between

NEXT_TO = 60  # characters between a person and the body that is taken to be spoken for
LONGEST_NAME = 200  # characters of a body's name
GOVERNED = frozenset(("country", "city", "region"))


@cache
def governing_verbs() -> frozenset[str]:
    """What governments do, of anaphora.toml."""
    data = tomllib.loads((LANGUAGES / "en" / "anaphora.toml").read_text("utf-8"))
    return frozenset(data["governments"]["verbs"].split())


def speaks(span: Span) -> bool:
    """Whether the name, or a title that it stands by, is the subject of a word for speaking."""
    subject = span.root
    while subject.dep_ in ("appos", "compound", "flat") and subject.head is not subject:
        subject = subject.head
    classes = load_lexicon("en").classes
    verb = subject.head
    spoken = verb.lower_ in classes["spoken"] or verb.lemma_.lower() in classes["speech"]
    return subject.dep_ == "nsubj" and spoken and verb.pos_ == "VERB"


def beside(spans: Sequence[OrganisationSpan], person: Span) -> Sequence[OrganisationSpan]:
    """Those, of spans in the order of the text, that may stand as near to a person as `NEXT_TO`."""
    low = person.start_char - NEXT_TO - LONGEST_NAME
    return starting_between(spans, low, person.end_char + NEXT_TO)


def speaking_persons(
    doc: Doc, organisations: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Persons named in full who speak, with no organisation near that they may speak for."""
    for person in doc.ents:
        if person.label_ != "PERSON" or len(person) < 2 or not speaks(person):
            continue
        if not any(person.start_char < one.end + NEXT_TO for one in beside(organisations, person)):
            yield OrganisationSpan(person.start_char, person.end_char, person.text, "person")


def governs(span: Span) -> bool:
    """Whether the name does what governments do: "Spain paid for it", "closed by Ankara"."""
    name = span.root
    verb = name.head.head if name.dep_ == "pobj" and name.head.lower_ == "by" else name.head
    agent = name.dep_ == "nsubj" or (name.dep_ == "pobj" and name.head.dep_ == "agent")
    return agent and verb.lemma_.lower() in governing_verbs()


def speaking_places(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[OrganisationSpan]:
    """Governments called by their country or capital: "Moscow has denied"."""
    for place in places:
        span = doc.char_span(place.start, place.end)
        if span is None or place.kind not in GOVERNED:
            continue
        if speaks(span) or governs(span):
            yield OrganisationSpan(place.start, place.end, place.text, "government")
