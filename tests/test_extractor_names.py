"""Words that stand for a name told before lead to that name."""

import pytest


def standing_for(doc, spans, words):
    """The names that the words in the text stand for."""
    return {s.text for s in spans if doc.text[s.start : s.end].lower() == words.lower()}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Deutsche Bahn runs the trains. The company said on Monday that all run.",
            "The company",
            {"Deutsche Bahn"},
        ),
        (
            "The Ministry of Transport was asked. The ministry gave no answer about trains.",
            "The ministry",
            {"Ministry of Transport"},
        ),
        (
            "John Smith, a spokesman for Network Rail, was at the scene of the crash. Two trains "
            "had to be cleared away, Smith said.",
            "Smith",
            {"Network Rail"},
        ),
        (
            "Russian Railways said the train left. It said it would arrive on Friday.",
            "It said",
            {"Russian Railways"},
        ),
        (
            "Eurostar lost money last year. It ordered 50 trains from Alstom in October.",
            "It",
            {"Eurostar"},
        ),
        (
            "Moscow has denied that any arms crossed the border by train on Tuesday.",
            "Moscow",
            {"Moscow"},
        ),
        (
            "The wagons of the train will be there by Friday, Adil Karaismailoglu told reporters.",
            "Adil Karaismailoglu",
            {"Adil Karaismailoglu"},
        ),
        (
            "Trains will run from May, tourism minister Ana Sousa told the chamber. Two a day will "
            "do, Ms Sousa said.",
            "Sousa",
            {"tourism minister Ana Sousa"},
        ),
        (
            "Station Superintendent Farid Baloch said the train left at noon.",
            "Farid Baloch",
            {"Farid Baloch"},
        ),
        (
            "Mayor Petra Novak said the tram would run. Škoda built ten of the trains, she said.",
            "she said",
            {"Petra Novak"},
        ),
        ("Officers said the train had stopped.", "Officers", set()),
        (
            "Deutsche Bahn runs the trains. Police closed the line. The company blamed the snow.",
            "The company",
            {"Deutsche Bahn"},
        ),
    ],
)
def test_organisations_by_another_word(nlp, text, words, expected):
    doc = nlp(text)
    assert standing_for(doc, doc._.organisations, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Trains run from Khabarovsk to Pyongyang. The line will reopen.",
            "the line",
            {"Khabarovsk", "Pyongyang"},
        ),
        (
            "Trains between Moscow and Pyongyang resumed. The two cities lie far apart.",
            "the two cities",
            {"Moscow", "Pyongyang"},
        ),
        (
            "The train left Quetta on Friday and reached Zahedan on Sunday. The line is long.",
            "the line",
            {"Quetta", "Zahedan"},
        ),
        (
            "Trains ran from Khabarovsk to Pyongyang via Ussuriysk and Khasan. The line is long.",
            "the line",
            {"Khabarovsk", "Pyongyang"},
        ),
        (
            "A road links Moscow and Minsk. The line from Khabarovsk to Pyongyang is shut; people "
            "were bused from Ussuriysk to Khasan. The line will reopen.",
            "the line",
            {"Khabarovsk", "Pyongyang"},
        ),
        (
            "Trains between Moscow and Pyongyang resumed. Tickets for the trips cost 100 dollars.",
            "tickets",
            {"Moscow", "Pyongyang"},
        ),
        (
            "A crash closed the Simplon tunnel on the way to Milan. The tunnel reopened to trains.",
            "the tunnel",
            {"Simplon tunnel"},
        ),
        (
            "Snow shut the Khyber Pass on the road to Peshawar. The pass reopened on Monday.",
            "the pass",
            {"Khyber Pass"},
        ),
        (
            "A train stopped at Khasan station. Customs officers work there.",
            "there",
            {"Khasan station"},
        ),
        (
            "Trains between Russia and North Korea stopped. The Khasan-Tumangang line is short. "
            "Services between the two countries ran again in June.",
            "the two countries",
            {"Russia", "North Korea"},
        ),
        ("A train left Vladivostok. It passed the border station of Khasan.", "the border", set()),
    ],
)
def test_places_by_another_word(nlp, text, words, expected):
    doc = nlp(text)
    assert standing_for(doc, doc._.places, words) == expected


def test_words_without_a_name_before_them_stand_for_none(nlp):
    doc = nlp("The company said that the line would reopen. Deutsche Bahn runs trains.")
    assert standing_for(doc, doc._.organisations, "The company") == set()
    assert standing_for(doc, doc._.places, "the line") == set()


def test_a_line_that_tells_its_own_ends_stands_for_no_others(nlp):
    doc = nlp(
        "Trains from Jodhpur to Karachi were cancelled. The line between Munabao and Khokhrapar "
        "had been closed since the 1965 war."
    )
    assert standing_for(doc, doc._.places, "The line") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The line will reopen on Friday, the rail minister, Joana Prata, said.",
            [("source", "rail minister")],
        ),
        (
            "Trains to Bergen were cancelled after a landslide, the governor of Vestland, Liv "
            "Signe, told reporters.",
            [("source", "governor of Vestland")],
        ),
        (
            "Passengers of a train that broke down in a tunnel near Faido were evacuated by the "
            "Swiss Army on Monday.",
            [("agency", "Swiss Army")],
        ),
        (
            "A bomb was found on the line near Harwa on Monday and defused by the Bomb Disposal "
            "Service, prosecutors said.",
            [("agency", "Bomb Disposal Service"), ("source", "prosecutors")],
        ),
    ],
)
def test_each_body_has_the_part_that_the_words_give_it(nlp, text, expected):
    (report, *_) = nlp(text)._.reports
    assert [(one.role.value, one.name) for one in report.organisations] == expected


def test_two_accidents_of_one_sentence_keep_their_own_places(nlp):
    doc = nlp(
        "On Monday a wagon left the rails at Ulm, and two trains collided at Kempten station."
    )
    places = {r.type.value: [place.name for place in r.places] for r in doc._.reports}
    assert places == {"derailment": ["Ulm"], "collision": ["Kempten station"]}
