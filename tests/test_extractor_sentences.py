"""Sentences end where a reader would end them: every figure is traced back to one."""

import pytest
import spacy

import extractor.components.sentences  # noqa: F401 registers the component


@pytest.fixture(scope="module")
def splitter():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentences")
    return nlp


@pytest.mark.parametrize(
    "sentences",
    [
        ["The train left at 3 p.m. local time (8 a.m. Moscow time).", "Two people were aboard."],
        ["It left Khasan at 3:30 p.m. Friday with one car.", "Nobody was hurt."],
        ["The express was due at 9 p.m. ET and never came."],
        ["It came soon after 7 a.m.", "The line reopened an hour later."],
        ["Mr. Orlov of the U.S. Dept. of Transportation spoke on Dec. 16 in St. Petersburg."],
        ["Train No. 126 of Rail Ltd. hit a truck.", "The driver, J. Smith, survived."],
        ["VLADIVOSTOK, June 24. /UTA/. Two wagons left the track."],
        ["“The line is open,” he said.", "“Trains run.”", "Was it late?", "It was!"],
        ["The line, 10.5 km long, cost $3.2 million.", "It opened in 2024."],
    ],
)
def test_sentences_end_at_full_stops_that_end_them(splitter, sentences):
    found = [sentence.text.strip() for sentence in splitter(" ".join(sentences)).sents]
    assert found == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trains halted\n\nA landslide hit the line",
            ["Trains halted", "A landslide hit the line"],
        ),
        (
            "3. Under a permit, trucks may cross.\n4. Trains may not.",
            ["3. Under a permit, trucks may cross.", "4. Trains may not."],
        ),
        ("• Perm: closed\n• Omsk: open", ["• Perm: closed", "• Omsk: open"]),
    ],
)
def test_headlines_and_list_items_stand_by_themselves(splitter, text, expected):
    assert [s.text.strip() for s in splitter(text).sents if s.text.strip()] == expected
