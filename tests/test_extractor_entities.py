"""Entities that the extractor finds at once are those that the English model finds word by word."""

import importlib

import spacy
from spacy.tokens import Doc

from extractor.pipeline import MODEL
from tests.eval import load_part

ODD = (
    "",
    "\n\n",
    "Reuters",
    "MOSCOW, June 9 (Amur Wire) —\nThe Federal Passenger Company\nsaid on 9 June\n\n",
    "TRAIN HITS BUS NEAR NEW DELHI; 14 KILLED ON SATURDAY NIGHT",
    "It left New York. New Jersey Transit's 3:30 p.m. train to the Port Authority of New York and",
)


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in doc.ents]


def test_entities_are_those_that_the_model_finds_word_by_word() -> None:
    nlp = spacy.load(MODEL)
    for name, before in (("sentences", "parser"), ("entities", "ner")):
        importlib.import_module(f"extractor.components.{name}")
        nlp.add_pipe(name, before=before)
    texts = [*ODD, *(one.article.text for one in load_part("devset")[:12])]
    found = 0
    for text in texts:
        doc = nlp(text, disable=["entities", "ner"])
        copy = doc.copy()
        assert entities(nlp.get_pipe("entities")(doc)) == entities(nlp.get_pipe("ner")(copy))
        found += len(doc.ents)
    assert found > 100
