"""Who speaks without being named as a body: persons ("Jozef Raz said"), governments ("Moscow")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from extractor.extensions import text_of
from extractor.gazetteer.words import POSSESSIVES, is_initials, is_title, word_list
from extractor.lexicon import LANGUAGES, load_discourse, load_lexicon
from extractor.mentions import OrganisationSpan, PlaceSpan, starting_between
from extractor.syntax import doer_verb

NEXT_TO = 60  # characters between a person and the body that is taken to be spoken for
LONGEST_NAME = 200  # characters of a body's name
LONGEST_PERSON = 4  # words of a person's
NO_PERSONS = frozenset(("GPE", "LOC", "FAC", "NORP", "DATE", "TIME"))
# Between an office and who holds it.
APPOSED = re.compile(rf",?\s+(?:{load_discourse('en')['the']}\s+)?", re.IGNORECASE)
GOVERNED = frozenset(("country", "city", "region"))


@cache
def governing_verbs() -> frozenset[str]:
    """What governments do, of anaphora.toml."""
    data = tomllib.loads((LANGUAGES / "en" / "anaphora.toml").read_text("utf-8"))
    return frozenset(data["governments"]["verbs"].split())


def speaks(span: Span) -> bool:
    """Whether the name, or a title that it stands by, is credited or the subject of speaking."""
    subject = span.root
    while subject.dep_ in ("appos", "compound", "flat") and subject.head is not subject:
        subject = subject.head
    classes = load_lexicon("en").classes
    verb = subject.head
    if subject.dep_ == "pobj" and verb.head.lower_ in classes["crediting"]:
        return True
    spoken = verb.lower_ in classes["spoken"] or verb.lemma_.lower() in classes["speech"]
    return subject.dep_ == "nsubj" and spoken and verb.pos_ == "VERB"


def beside(spans: Sequence[OrganisationSpan], person: Span) -> Sequence[OrganisationSpan]:
    """Those, of spans in the order of the text, that may stand as near to a person as `NEXT_TO`."""
    low = person.start_char - NEXT_TO - LONGEST_NAME
    return starting_between(spans, low, person.end_char + NEXT_TO)


def named_from(doc: Doc, start: int) -> Span | None:
    """The name that starts there, by its form: "Superintendent | Imran Hayat"."""
    start += start < len(doc) and doc[start].text == ","
    end = start
    while end < len(doc) and end - start < LONGEST_PERSON and is_of_name(doc[end]):
        end += 1
    return doc[start:end] if end - start > 1 else None


def is_of_name(token: Token) -> bool:
    """Whether a token may belong to a person's name, of which no model knows."""
    everyday = token.lower_ in word_list("everyday") or token.lower_ in word_list("titles")
    named = token.is_title and token.pos_ == "PROPN" and not everyday
    return named and token.ent_type_ not in NO_PERSONS


def persons(doc: Doc) -> list[Span]:
    """Persons tagged as such, names behind a title or with initials, in text order; kept."""
    known: list[tuple[int, int]] | None = doc.user_data.get("persons")
    if known is None:
        known = doc.user_data["persons"] = [(one.start, one.end) for one in find_persons(doc)]
    return [doc[start:end] for start, end in known]


def find_persons(doc: Doc) -> list[Span]:
    """The `persons` of a text."""
    titles = (token for token in doc if is_title(token.text))
    starts = [*(title.i + 1 for title in titles), *(t.i for t in doc if is_initials(t.text))]
    told = [span for start in starts if (span := named_from(doc, start))]
    tagged = [entity for entity in doc.ents if entity.label_ == "PERSON"]
    return sorted(filter_spans([*tagged, *told]), key=attrgetter("start"))


def is_in_full(person: Span) -> bool:
    """Whether a name has more than a surname: not "Mr Loke"."""
    return len(person) > 1 and person[0].lower_.rstrip(".") not in word_list("honorifics")


def surname(person: Span) -> str:
    """The last word of a person's name."""
    words = (token.text for token in reversed(person) if token.lower_ not in POSSESSIVES)
    return next(words, person.text)


def is_titled(text: str, person: Span, bodies: Sequence[OrganisationSpan]) -> bool:
    """Whether a person is named beside an office: "the transport minister, | Frank Tayali"."""
    low, high = person.start_char, person.end_char
    offices = (one for one in beside(bodies, person) if any(map(is_title, one.text.split())))
    gaps = (text[min(one.end, high) : max(one.start, low)] for one in offices)
    return any(APPOSED.fullmatch(gap) for gap in gaps)


def speaking_persons(
    doc: Doc, organisations: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Persons who speak, with no organisation near that they may speak for, by their full names.

    One whose office is told beside the name is called by it, and by the name where the surname
    comes again.
    """
    known: dict[str, Span] = {}
    for person in filter(speaks, persons(doc)):
        near = [one for one in beside(organisations, person) if one.kind != "news_agency"]
        free = not any(person.start_char < one.end + NEXT_TO for one in near)
        titled = is_titled(text_of(doc), person, doc._.organisations)
        full = is_in_full(person)
        if full and (free or titled):
            known.setdefault(surname(person), person)
        told = full or (len(person) > 1 and surname(person) not in known)
        if free and told and not titled:
            yield OrganisationSpan(person.start_char, person.end_char, person.text, "person")
    yield from named_again(doc, known, organisations)


def named_again(
    doc: Doc, known: Mapping[str, Span], organisations: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Persons who speak by their surname alone, where it stands for no organisation."""
    for token in doc:
        person = known.get(token.text)
        if person is None or token.i < person.end or not speaks(doc[token.i : token.i + 1]):
            continue
        start, end = token.idx, token.idx + len(token)
        before = token.nbor(-1)
        alone = not before.is_title or before.lower_.rstrip(".") in word_list("honorifics")
        near = beside(organisations, doc[token.i : token.i + 1])
        if alone and not any(one.start < end and start < one.end for one in near):
            yield OrganisationSpan(start, end, person.text, "person")


def governs(span: Span) -> bool:
    """Whether the name does what governments do: "Spain paid for it", "closed by Ankara"."""
    verb = doer_verb(span.root)
    return verb is not None and verb.lemma_.lower() in governing_verbs()


def tells_where(doc: Doc, place: PlaceSpan, places: Sequence[PlaceSpan]) -> bool:
    """Whether a place only tells where another lies: "Jo Roe, from Gurun, | Kedah | said"."""
    before = place.start - len(", ")
    return text_of(doc)[before : place.start] == ", " and any(p.end == before for p in places)


def speaking_places(doc: Doc, places: Sequence[PlaceSpan]) -> Iterator[OrganisationSpan]:
    """Governments called by their country or capital: "Moscow has denied"."""
    for place in places:
        span = doc.char_span(place.start, place.end)
        if span is None or place.kind not in GOVERNED or tells_where(doc, place, places):
            continue
        if speaks(span) or governs(span):
            yield OrganisationSpan(place.start, place.end, place.text, "government")
