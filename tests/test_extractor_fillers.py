"""How the values that several sentences give become the slots of one report."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.mentions import OrganisationSpan, PlaceSpan, QuantityMention
from extractor.pipeline import build_nlp
from extractor.reading import prepare
from extractor.slots.fillers import fillers_of
from extractor.slots.pairs import both_alike, without_own_country
from extractor.slots.reporting import write_report
from storage.records import (
    Article,
    EventType,
    OrganisationRole,
    Place,
    PlaceRole,
    QuantityRole,
)

TEXT = "A train derailed near Chita. It had 40 cars. Some 44 cars, a paper wrote, were in it."
CHITA = Place("geonames-2025339", "Chita", "city", "RU", 52.0, 113.5, "Asia/Chita")


@pytest.fixture(scope="module")
def doc():
    day = datetime(2024, 12, 16, tzinfo=UTC)
    nlp = build_nlp(until="quantities")
    doc = prepare(nlp, Article("a", "o", "", TEXT, day, published_at=day), None)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def mention(doc, number, probability, **slots):
    """What one sentence of the text says of the derailment."""
    sentence = list(doc.sents)[number]
    found = EventMention(
        EventType.DERAILMENT, sentence.start, sentence.end, sentence.root.i, probability
    )
    found.factuality_chances = {"actual": 1.0}
    for name, rows in slots.items():
        getattr(found, name).extend(rows)
    return found


def cars(value, words):
    start = TEXT.index(words)
    return QuantityMention(start, start + len(words), words, QuantityRole.CARS, value)


def place(name, known=None):
    start = TEXT.index(name)
    return PlaceSpan(start, start + len(name), name, "city", known)


def report(doc, draft, ratings, *, confidence=0.9):
    """The report where the values are rated in the order in which the sentences give them."""
    fillers = fillers_of(draft)
    for filler, rating in zip(fillers, ratings, strict=True):
        filler.rating = rating
    return write_report(doc, draft, fillers, confidence=confidence)


def test_of_two_figures_of_one_kind_the_better_rated_is_written(doc):
    sure = mention(doc, 0, 0.9)
    told = mention(doc, 1, 0.8, quantities=[(cars(40, "40 cars"), 0.7)])
    other = mention(doc, 2, 0.8, quantities=[(cars(44, "44 cars"), 0.8)])
    draft = Draft(EventType.DERAILMENT, [sure, told, other])
    assert [q.value for q in report(doc, draft, [0.9, 0.6]).quantities] == [40]


def test_a_doubtful_sentence_is_evidence_only_where_a_value_is_taken_from_it(doc):
    doubtful = mention(doc, 1, 0.2, quantities=[(cars(40, "40 cars"), 0.7)])
    draft = Draft(EventType.DERAILMENT, [mention(doc, 0, 0.9)], [doubtful])
    taken, left = report(doc, draft, [0.8]), report(doc, draft, [0.2])
    assert [TEXT[e.start : e.end] for e in taken.evidence] == [
        "A train derailed near Chita.",
        "It had 40 cars.",
    ]
    assert [TEXT[e.start : e.end] for e in left.evidence] == ["A train derailed near Chita."]
    assert not left.quantities


def test_a_doubtful_event_tells_only_what_is_sure(doc):
    told = mention(doc, 0, 0.9, places=[(place("Chita"), PlaceRole.LOCATION, 0.9)])
    draft = Draft(EventType.DERAILMENT, [told])
    assert [p.name for p in report(doc, draft, [0.7]).places] == ["Chita"]
    assert not report(doc, draft, [0.7], confidence=0.4).places


def test_a_place_that_the_gazetteer_knows_stands_for_one_of_its_name_that_it_does_not(doc):
    rows = [(place("Chita"), PlaceRole.LOCATION, 0.9)]
    known = [(place("Chita", CHITA), PlaceRole.LOCATION, 0.6)]
    draft = Draft(
        EventType.DERAILMENT,
        [mention(doc, 0, 0.9, places=rows), mention(doc, 1, 0.8, places=known)],
    )
    [chita] = report(doc, draft, [0.9]).places
    assert chita.place == CHITA


def test_a_body_told_by_its_kind_stands_back_where_one_is_named(doc):
    def customs(words):
        return OrganisationSpan(0, len(words), words, "customs")

    rows = [
        (customs("customs officers"), OrganisationRole.AGENCY, 0.9),
        (customs("Chita Customs"), OrganisationRole.AGENCY, 0.8),
    ]
    alone = Draft(EventType.DERAILMENT, [mention(doc, 0, 0.9, organisations=rows[:1])])
    both = Draft(EventType.DERAILMENT, [mention(doc, 0, 0.9, organisations=rows)])
    assert [o.name for o in report(doc, alone, [0.9]).organisations] == ["customs officers"]
    assert [o.name for o in report(doc, both, [0.9, 0.8]).organisations] == ["Chita Customs"]


def test_a_town_that_speaks_beside_the_other_end_stays_who_speaks():
    read = build_nlp(until="coreference")("Trains between Tomsk and Omsk stopped, Omsk said.")
    tomsk, *_ = read._.places
    [body] = read._.organisations
    sentence = EventMention(EventType.DISRUPTION, 0, len(read), 5, 0.9)
    sentence.places = [(tomsk, PlaceRole.ORIGIN, 0.6)]
    sentence.organisations = [(body, OrganisationRole.SOURCE, 0.9)]
    end, source = (
        replace(one, rating=one.chance) for one in fillers_of(Draft(sentence.type, [sentence]))
    )
    kept = both_alike(read, [end, source], [end, source])
    assert {(one.slot, one.value.text) for one in kept} == {
        ("origin", "Tomsk"),
        ("destination", "Omsk"),
        ("source", "Omsk"),
    }


def test_no_country_is_the_end_of_a_way_from_a_town_in_it():
    read = build_nlp(until="coreference")(
        "A train left Suifenhe after talks with China and Russia."
    )
    suifenhe, china, russia = read._.places
    sentence = EventMention(EventType.TRAIN_MOVEMENT, 0, len(read), 2, 0.9)
    sentence.places = [
        (suifenhe, PlaceRole.ORIGIN, 0.9),
        (china, PlaceRole.DESTINATION, 0.8),
        (russia, PlaceRole.DESTINATION, 0.5),
    ]
    kept = without_own_country(fillers_of(Draft(sentence.type, [sentence])))
    assert [one.value.text for one in kept] == ["Suifenhe", "Russia"]
