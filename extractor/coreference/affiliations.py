"""For whom persons speak: "Jane Roe, a spokeswoman for Metro-North", "Metro's chief, Rob Troup"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from extractor.alternatives import any_of
from extractor.coreference.speaking import (
    LONGEST_PERSON,
    NEXT_TO,
    beside,
    is_of_name,
    is_titled,
    persons,
    surname,
)
from extractor.extensions import text_of
from extractor.gazetteer.words import POSSESSIVES, is_title, word_list
from extractor.lexicon import load_discourse, load_lexicon
from extractor.mentions import OrganisationSpan, starting_between

SMALL = load_discourse("en")
ROLES = any_of(sorted(load_lexicon("en").classes["spokesperson"]))
SPOKESMAN = re.compile(rf"\b(?:{any_of(sorted(word_list('speakers')))})\b", re.IGNORECASE)
OF, THE = SMALL["of_body"], rf"(?:{SMALL['the']}\s+)"
RANK_OF = re.compile(rf"\s{SMALL['rank_of']}\s")
# Between a body and who speaks for it: "Amtrak | spokesman | Marc", "Metro|'s | Rob Troup".
BODY_FIRST = re.compile(
    rf"(?:['’]s)?(?:\s+[\w&-]+){{0,4}}?\s+(?:{ROLES})\b(?:\s+{OF}\s+[\w\s&-]{{1,30}})?,?\s+|['’]s\s+",
    re.IGNORECASE,
)
# Between a person and the body: "Rob Troup|, the head of maintenance at the |Metro".
PERSON_FIRST = re.compile(
    rf"[,(](?=[^.]*\b(?:{ROLES})\b)[^.]{{,{NEXT_TO}}}|,?\s+{OF}\s+{THE}?", re.IGNORECASE
)
BARE = re.compile(r",?\s+")
APPOSED = re.compile(rf",\s+(?:{SMALL['article']}\s+)?", re.IGNORECASE)
# Before a body and behind it, what somebody is there: "head of |Metro|", "|Metro|'s acting head".
ROLE_BEFORE = re.compile(rf"\b(?:{ROLES})\s+{OF}\s+{THE}?$", re.IGNORECASE)
ROLE_BEHIND = re.compile(rf"(?:['’]s)?(?:\s+[\w&-]+){{0,3}}?\s+(?:{ROLES})\b", re.IGNORECASE)


def speaks_for(
    text: str, person: Span, body: OrganisationSpan, spans: Sequence[OrganisationSpan]
) -> bool:
    """Whether the words around a person and a body say that the one belongs to the other."""
    between = text[min(body.end, person.end_char) : max(body.start, person.start_char)]
    if body.text.islower() and not SPOKESMAN.search(between):
        return False  # a "police chief" is told by name, a "police spokesman" is the police
    if body.end <= person.start_char:
        headed = ROLE_BEFORE.search(text, max(0, body.start - NEXT_TO), body.start)
        return bool(BODY_FIRST.fullmatch(between) or (headed and BARE.fullmatch(between)))
    if person.end_char <= body.start:
        role = ROLE_BEHIND.match(text, body.end) if APPOSED.fullmatch(between) else None
        if role and not starting_between(spans, body.end, role.end()):
            return True  # "Roe, Metro's spokesman", but not "Roe, Metro's | police chief"
        return PERSON_FIRST.fullmatch(between) is not None
    return False


def may_name_person(span: OrganisationSpan) -> bool:
    """Whether only the tagger takes it for a body, by a name that a person may have."""
    return is_only_tagged(span) and 1 < len(span.text.split()) <= LONGEST_PERSON


def is_only_tagged(span: OrganisationSpan) -> bool:
    """Whether no more is known of a body than that the tagger takes it for one."""
    return span.kind == "organisation" and span.organisation is None


def somebody(doc: Doc, spans: Sequence[OrganisationSpan]) -> Iterator[Span]:
    """Persons, also those whom the tagger takes for bodies."""
    yield from persons(doc)
    for one in filter(may_name_person, spans):
        name = doc.char_span(one.start, one.end)
        if name is not None and all(map(is_of_name, name)):
            yield name


def affiliations(doc: Doc, spans: Sequence[OrganisationSpan]) -> dict[str, OrganisationSpan]:
    """Surnames of persons with the body, or the office told by its holder, that they speak for."""
    text = text_of(doc)
    found: dict[str, OrganisationSpan] = {}
    for person in somebody(doc, spans):
        titled = is_titled(text, person, spans)
        for span in beside(spans, person):
            held = span.start < person.start_char < span.end
            if held or (not titled and speaks_for(text, person, span, spans)):
                found.setdefault(surname(person), span)
    return found


def with_holders(doc: Doc, spans: Sequence[OrganisationSpan]) -> list[OrganisationSpan]:
    """The bodies; an office with the name of who holds it: "Transport Minister | Jo Roe"."""
    holders = {person.start_char: person for person in persons(doc) if len(person) > 1}
    return [held_by(doc, span, holders.get(span.end + 1)) for span in spans]


def held_by(doc: Doc, office: OrganisationSpan, holder: Span | None) -> OrganisationSpan:
    """The office with its holder's name, where it is an office and one is told right behind."""
    rank = RANK_OF.split(office.text, maxsplit=1)[0]  # of "Superintendent of Police"
    if holder is None or not (is_title(rank.split()[-1]) or is_title(office.text.split()[-1])):
        return office
    end = next(token for token in reversed(holder) if token.lower_ not in POSSESSIVES)
    told = doc[holder.start : end.i + 1].end_char
    return replace(office, end=told, text=text_of(doc)[office.start : told])


def is_affiliated(span: OrganisationSpan, known: dict[str, OrganisationSpan]) -> bool:
    """Whether what the tagger takes for a body is a person who speaks for another one."""
    body = known.get(span.text.split()[-1])
    return is_only_tagged(span) and body is not None and body.start != span.start
