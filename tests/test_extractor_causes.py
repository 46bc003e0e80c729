"""Why events happened, in the words of their sentences."""

import pytest

import extractor.components.causes  # noqa: F401  (registers the component)
from extractor.event_mention import EventMention
from extractor.pipeline import build_nlp
from storage.records import EventType


@pytest.fixture(scope="module")
def find():
    nlp = build_nlp(until="gazetteer")
    causes = nlp.create_pipe("causes")

    def cause(kind, word, text):
        """The cause of the event that a word of a one-sentence text evokes."""
        doc = nlp(text)
        head = next(token.i for token in doc if token.text == word)
        doc._.event_mentions = [EventMention(EventType(kind), 0, len(doc), head, 1.0)]
        causes(doc)
        return doc._.event_mentions[0].cause

    return cause


@pytest.mark.parametrize(
    ("kind", "word", "text", "expected"),
    [
        ("service_suspension", "suspended", "The trains were suspended because of a landslide.",
         "landslide"),
        ("opening", "open", "The line is due to open in May.", None),
        ("service_suspension", "halted", "Traffic was halted by a rockslide near Bar.",
         "rockslide"),
        ("disruption", "delayed", "A signal fault at Morpeth delayed six trains.",
         "signal fault"),
        ("derailment", "derailed", "The train derailed after a rail had snapped in the cold.",
         "rail had snapped in the cold"),
        ("disruption", "stopped", "Trains stopped when the operator changed the timetable.", None),
        ("strike", "strike", "Drivers went on strike over pay.", "pay"),
        ("fire", "fire", "The locomotive caught fire at Perm.", None),
        ("opening", "opens", "The bridge opens after the storm.", None),
    ],
)  # fmt: skip
def test_cause_of_an_event(find, kind, word, text, expected):
    assert find(kind, word, text) == expected
