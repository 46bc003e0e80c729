"""The English model's vectors of words, as numpy makes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import spacy
from spacy.language import Language

import extractor.network.word_vectors
from extractor.network.word_vectors import WordVectors
from extractor.pipeline import MODEL

TEXTS = ("The line to Opole is shut.", "", "Trains don't run;\n\nbuses to Opole do.")


@pytest.fixture(scope="module")
def english() -> Language:
    return spacy.load(MODEL)


def differ(english: Language, vectors: WordVectors, texts: Sequence[str]) -> float:
    """By how much the vectors of any word differ from those that the model makes itself."""
    docs = [english.make_doc(text) for text in texts]
    its_own = english.get_pipe("tok2vec").model.predict(docs)  # type: ignore[attr-defined]  # a Pipe
    found = vectors(docs)
    assert [len(own) for own in found] == [len(doc) for doc in docs]
    pairs = zip(found, its_own, strict=True)
    return max(float(np.abs(own - its).max(initial=0.0)) for own, its in pairs)


def test_gives_what_the_model_makes(english: Language) -> None:
    vectors = WordVectors(english.get_pipe("tok2vec").model)  # type: ignore[attr-defined]  # a Pipe
    assert differ(english, vectors, TEXTS) < 1e-4
    assert differ(english, vectors, TEXTS[::-1]) < 1e-4  # by what was kept


def test_forgets_what_would_be_too_much(english: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor.network.word_vectors, "MOST", 5)
    vectors = WordVectors(english.get_pipe("tok2vec").model)  # type: ignore[attr-defined]  # a Pipe
    for text in TEXTS:
        assert differ(english, vectors, [text]) < 1e-4
    assert len(vectors.known) < 20
