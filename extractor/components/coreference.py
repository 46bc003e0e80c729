"""Finds what "the company", "he said", "the line", "there" stand for, and adds it to the names."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.alternatives import any_of
from extractor.coreference.affiliations import affiliations, is_affiliated, with_holders
from extractor.coreference.speaking import NEXT_TO, speaking_persons, speaking_places
from extractor.coreference.standing_words import is_compound, is_idle, is_of_person, pair_ahead
from extractor.extensions import text_of
from extractor.lexicon import LANGUAGES, load_discourse, load_lexicon
from extractor.mentions import OrganisationSpan, PlaceSpan, starting_between
from extractor.places.homes import homes
from extractor.places.routes import (
    Pair,
    country_pairs,
    ends_of_lines,
    named_pairs,
    pairs_between,
    tells_zone,
    wholes,
)

REACH = 900  # characters back that a name may stand
FAR = 1800  # characters back that the ends of a service may stand, where a sentence tells none
SETTLED = ("city", "place")  # kinds of place that may be "the town"
REACH_SENTENCES = 2  # sentences back that the subject of "It" may stand
# "The town | of Nizanda" names itself.
OWN_NAME = re.compile(rf"\s+(?:{load_discourse('en')['own_name']})\s+[A-ZÀ-Þ]")
# "The line | between A and B" tells its own ends.
THE = load_discourse("en")["the"]
OWN_ENDS = re.compile(rf"\s+(?:{load_discourse('en')['own_ends']})\s+(?:{THE}\s+)?[A-ZÀ-Þ]")
SPEECH_REACH = 60  # characters between a speaker's name and the word for speaking


@dataclass(frozen=True, slots=True)
class Anaphora:
    """The words that stand for names, compiled."""

    organisations: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    speakers: re.Pattern[str]
    bodies: re.Pattern[str]
    persons: re.Pattern[str]
    pronouns: re.Pattern[str]
    openers: re.Pattern[str]
    pairs: re.Pattern[str]
    countries: re.Pattern[str]
    places: re.Pattern[str]
    settlements: frozenset[str]
    spots: frozenset[str]
    services: re.Pattern[str]

    @property
    def ends(self) -> re.Pattern[str]:
        """What stands for both ends of a line or service."""
        return re.compile(f"{self.pairs.pattern}|{self.countries.pattern}", re.IGNORECASE)


def alternatives(words: str) -> str:
    """A pattern for any of the words, the longest first."""
    return any_of(" ".join(part.split()) for part in words.split("|"))


def compile_words(words: str) -> re.Pattern[str]:
    """A pattern for any of the words."""
    return re.compile(rf"\b(?:{alternatives(words)})\b", re.IGNORECASE)


def spoken_pattern(speakers: Mapping[str, str], pronouns: str) -> re.Pattern[str]:
    """Each pronoun before or after a word for speaking."""
    verbs, small = alternatives(speakers["verbs"]), alternatives(speakers["between"])
    words = alternatives(pronouns)
    spoken = rf"\b(?:{words})\s+(?:(?:{small})\s+)*(?:{verbs})\b"
    # "The line is open," said he; but "Roe said he was late" has another speaker.
    return re.compile(rf"{spoken}|(?<=[,\"”’'] )(?:{verbs})\s+(?:{words})\b", re.IGNORECASE)


def speaker_pattern(speakers: Mapping[str, str]) -> re.Pattern[str]:
    """The speakers, but not "a spokesman | for the railway", who names his body himself."""
    told, own = compile_words(speakers["words"]), alternatives(speakers["own"])
    return re.compile(rf"{told.pattern}(?!\s+{own}\b)", re.IGNORECASE)


def opening_pattern(words: str) -> re.Pattern[str]:
    """The words where they open a sentence: with a capital, or after an opening mark."""
    return re.compile(rf"\b(?:{alternatives(words)})\b")


@cache
def load_anaphora(language: str) -> Anaphora:
    """The words of a language that stand for names."""
    data = tomllib.loads((LANGUAGES / language / "anaphora.toml").read_text("utf-8"))
    return Anaphora(
        tuple((compile_words(g["words"]), frozenset(g["kinds"])) for g in data["organisation"]),
        speaker_pattern(data["speakers"]),
        spoken_pattern(data["speakers"], data["speakers"]["pronouns"]),
        spoken_pattern(data["speakers"], data["speakers"]["persons"]),
        opening_pattern(data["pronouns"]["words"]),
        opening_pattern(data["pronouns"]["persons"]),
        compile_words(data["pairs"]["words"]),
        compile_words(data["countries"]["words"]),
        compile_words(data["places"]["words"]),
        frozenset(data["places"]["settlements"].split("|")),
        frozenset(data["places"]["spots"].split("|")),
        compile_words(data["services"]["words"]),
    )


def inside(start: int, end: int, spans: Sequence[OrganisationSpan | PlaceSpan]) -> bool:
    """Whether the characters touch one of the names, which are in the order of the text."""
    at = bisect_right(spans, start, key=lambda span: span.start)
    return any(s.start < end and start < s.end for s in spans[max(0, at - 1) : at + 1])


def named_organisation(
    word: str, at: int, kinds: frozenset[str], spans: Sequence[OrganisationSpan]
) -> OrganisationSpan | None:
    """The last organisation before `at` that the word may stand for.

    One whose name holds the word's own noun ("the ministry") comes before one of a fitting kind.
    """
    earlier = starting_between(spans, at - REACH, at)[::-1]
    noun = word.split()[-1].lower()
    holding = (span for span in earlier if noun in span.text.lower())
    fitting = (span for span in earlier if span.kind in kinds)
    return next(holding, None) or next(fitting, None)


def speaking(text: str, at: int, spans: Sequence[OrganisationSpan]) -> OrganisationSpan | None:
    """The last organisation before `at` that stands near a word for speaking."""
    spoken = load_lexicon("en").classes["spoken"]
    for span in reversed(starting_between(spans, at - REACH, at)):
        around = text[max(0, span.start - 25) : span.end + SPEECH_REACH].lower()
        if spoken & set(re.findall(r"[a-z]+", around)):
            return span
    return None


def may_be_somebody(text: str, span: OrganisationSpan) -> bool:
    """Whether "he" and "she" may stand for it: a person, or who holds or speaks for an office."""
    told = text[span.start : span.end + NEXT_TO].lower().partition(". ")[0]
    roles = load_lexicon("en").classes["spokesperson"]
    return span.kind == "person" or bool(roles & set(re.findall(r"[a-z]+", told)))


def person_pronouns(
    doc: Doc, anaphora: Anaphora, spans: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Whom "he said" and "she told" stand for."""
    text = text_of(doc)
    known = [span for span in spans if may_be_somebody(text, span)]
    for found in anaphora.persons.finditer(text):
        if speaker := speaking(text, found.start(), known):
            yield standing_for(found, speaker)


def described(
    text: str, anaphora: Anaphora, spans: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Organisations that definite descriptions stand for: "the company", "the ministry"."""
    for pattern, kinds in anaphora.organisations:
        for found in pattern.finditer(text):
            if not inside(found.start(), found.end(), spans):
                known = named_organisation(found.group(), found.start(), kinds, spans)
                if known:
                    yield standing_for(found, known)


def organisation_anaphors(
    doc: Doc, anaphora: Anaphora, spans: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Organisations that definite descriptions and speakers stand for."""
    text = text_of(doc)
    yield from described(text, anaphora, spans)
    asked = [span for span in spans if span.kind != "news_agency"]  # they ask spokesmen
    for pattern, told in ((anaphora.speakers, asked), (anaphora.bodies, spans)):
        for found in pattern.finditer(text):
            if known := speaking(text, found.start(), told):
                yield standing_for(found, known)
    sentences, somebody = list(doc.sents), [span for span in spans if may_be_somebody(text, span)]
    for pattern, told in ((anaphora.pronouns, spans), (anaphora.openers, somebody)):
        for found in pattern.finditer(text):
            if known := subject_before(doc, found.start(), told, sentences):
                yield standing_for(found, known)


def subject_before(
    doc: Doc, at: int, spans: Sequence[OrganisationSpan], sentences: Sequence[Span]
) -> OrganisationSpan | None:
    """Whom a pronoun that opens a sentence stands for: the subject of the sentence before.

    Where none of its organisations is the subject, the first one told there, or one sentence
    further back.
    """
    here = bisect_right(sentences, at, key=lambda sentence: sentence.start_char) - 1
    for sentence in reversed(sentences[max(0, here - REACH_SENTENCES) : max(0, here)]):
        told = starting_between(spans, sentence.start_char - 1, sentence.end_char)
        whole = [span for span in told if span.end <= sentence.end_char]
        subjects = (span for span in whole if is_subject(doc, span))
        if known := next(subjects, next(iter(whole), None)):
            return known
    return None


def is_subject(doc: Doc, organisation: OrganisationSpan) -> bool:
    """Whether the name is the subject of its clause."""
    span = doc.char_span(organisation.start, organisation.end, alignment_mode="expand")
    return span is not None and span.root.dep_ in ("nsubj", "nsubjpass")


def person_anaphors(
    doc: Doc, spans: Sequence[OrganisationSpan], speakers: Mapping[str, OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Organisations that a person, named again by surname, speaks for."""
    text = text_of(doc)
    for surname, known in speakers.items():
        for found in re.compile(rf"\b{re.escape(surname)}\b").finditer(text, known.end):
            start, end = found.span()
            if not inside(start, end, spans):
                yield OrganisationSpan(start, end, known.text, known.kind, known.organisation)


def standing_for(found: re.Match[str], known: OrganisationSpan) -> OrganisationSpan:
    """The organisation at the place of the word that stands for it."""
    return OrganisationSpan(found.start(), found.end(), known.text, known.kind, known.organisation)


def outside(
    anaphors: Iterable[OrganisationSpan], common: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Those that are no beginning of a longer description: "the railways | police"."""
    for one in anaphors:
        if not any(body.start < one.end < body.end for body in common):
            yield one


def is_name(span: OrganisationSpan) -> bool:
    """Not merely "police" or "the ministry", which may stand for a name themselves."""
    return span.organisation is not None or not span.text.islower()


def pair_anaphors(
    doc: Doc, words: re.Pattern[str], places: Sequence[PlaceSpan], pairs: Sequence[Pair]
) -> Iterator[PlaceSpan]:
    """Both of the pair told last that "the line", "the two cities", "both countries" stand for."""
    for found in words.finditer(text_of(doc)):
        earlier = pairs_between(pairs, found.start() - REACH, found.start())
        free = not inside(found.start(), found.end(), places) and not is_of_person(doc, found)
        if not earlier or not free or OWN_ENDS.match(text_of(doc), found.end()):
            continue
        if found.group().lower() != "it" or not pair_ahead(doc, found, pairs):
            yield from (moved(place, found) for place in earlier[-1])


def untold_pairs(
    doc: Doc, anaphora: Anaphora, told: Sequence[PlaceSpan], pairs: Sequence[Pair]
) -> Iterator[PlaceSpan]:
    """The ends told last, in sentences that speak of "trains" or "services" and tell no ends."""
    text = text_of(doc)
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        earlier = pairs_between(pairs, start - FAR, start)
        if not earlier or starting_between(told, start - 1, end):
            continue
        if found := anaphora.services.search(text, start, end):
            yield from (moved(place, found) for place in earlier[-1])


def place_anaphors(
    doc: Doc, anaphora: Anaphora, places: Sequence[PlaceSpan]
) -> Iterator[PlaceSpan]:
    """Places that "the line", "the two cities", "there" stand for."""
    pairs = named_pairs(doc, places)
    ends = list(pair_anaphors(doc, anaphora.pairs, places, pairs))
    ends += pair_anaphors(doc, anaphora.countries, places, country_pairs(doc, places))
    ends += untold_pairs(doc, anaphora, sorted([*places, *ends], key=position), pairs)
    told = {place.start for place in ends}
    yield from ends
    at_home = {place.start for place in homes(text_of(doc), places)}
    places = [place for place in places if place.start not in at_home]
    for found in anaphora.places.finditer(text_of(doc)):
        reached = starting_between(places, found.start() - REACH, found.start())
        earlier = [p for p in reached if p.kind != "country" and not tells_zone(text_of(doc), p)]
        free = not inside(found.start(), found.end(), places) and not is_compound(doc, found)
        free = free and not OWN_NAME.match(text_of(doc), found.end()) and not is_idle(doc, found)
        if earlier and free and not OWN_ENDS.match(text_of(doc), found.end()):
            known = fitting_place(found.group(), earlier, anaphora.settlements)
            if known is None and found.start() not in told:
                known = likely_place(found.group(), earlier, anaphora)
            if known:
                yield moved(known, found)


def fitting_place(
    words: str, earlier: Sequence[PlaceSpan], settlements: frozenset[str]
) -> PlaceSpan | None:
    """The last place that is called by the same noun: "the tunnel" after "Simplon tunnel".

    Towns and villages are cities to the gazetteer.
    """
    noun = words.split()[-1].lower()
    nouns = {noun, noun.removesuffix("s"), *(["city"] if noun in settlements else [])}
    fitting = (p for p in reversed(earlier) if nouns & {p.kind, *p.text.lower().split()})
    return next(fitting, None)


def likely_place(words: str, earlier: Sequence[PlaceSpan], anaphora: Anaphora) -> PlaceSpan | None:
    """The last place that the noun may tell though it is not called by it: no region is a station,
    and no street a town.
    """
    noun = words.split()[-1].lower()
    if noun in anaphora.settlements:
        return next((p for p in reversed(earlier) if p.kind in SETTLED), None)
    spot = noun in anaphora.spots
    return next((p for p in reversed(earlier) if not (spot and p.kind == "region")), None)


def moved(place: PlaceSpan, found: re.Match[str]) -> PlaceSpan:
    """The place at the place of the word that stands for it."""
    return PlaceSpan(
        found.start(), found.end(), place.text, place.kind, place.place, place.certainty
    )


def position(span: OrganisationSpan | PlaceSpan) -> tuple[int, int]:
    """Sort key: where a name stands."""
    return span.start, span.end


@Language.factory(
    "coreference",
    requires=["doc._.places", "doc._.organisations"],
    default_config={"language": "en"},
)
class NameResolver:
    """Adds to `doc._.places` and `doc._.organisations` the names that other words stand for.

    An added span lies where those words do; its `text` is the name.
    """

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.anaphora = load_anaphora(language)

    def __call__(self, doc: Doc) -> Doc:
        places = doc._.places
        told = with_holders(doc, doc._.organisations)
        named = [span for span in told if is_name(span)]
        stand_ins = described(text_of(doc), self.anaphora, named)
        # "The company's director, Jo Roe" speaks for what "the company" stands for.
        speakers = affiliations(doc, sorted([*told, *stand_ins], key=position))
        bodies = [span for span in told if not is_affiliated(span, speakers)]
        names = [span for span in bodies if is_name(span)]
        common = [span for span in bodies if not is_name(span)]
        added = [
            *outside(organisation_anaphors(doc, self.anaphora, names), common),
            *person_anaphors(doc, bodies, speakers),
        ]
        resolved = sorted(added, key=position)
        known = sorted([*names, *resolved], key=position)
        added += [*speaking_persons(doc, known), *speaking_places(doc, places)]
        added += person_pronouns(
            doc, self.anaphora, sorted([*names, *common, *added], key=position)
        )
        organisations = [
            *names,
            *(span for span in common if not inside(span.start, span.end, resolved)),
        ]
        moved_places = [
            *place_anaphors(doc, self.anaphora, places),
            *wholes(doc, places),
            *ends_of_lines(doc, places),
        ]
        doc._.organisations = sorted([*organisations, *added], key=position)
        doc._.places = sorted([*places, *moved_places], key=position)
        return doc
