"""The sentence network: what is trained and what reads are the same, and it knows its sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.network_training import LENGTHS, SentenceExample, packed, train_network
from extractor.network_training import apply_layer as apply_trained
from extractor.pipeline import build_nlp
from extractor.sentence_network import KINDS, PARTS, load_network, lower_vectors, prompt
from extractor.transformer import apply_layer, base_model, read_weights
from extractor.wordpieces import cut

TEXTS = ("A train derailed near Kanpur.", "Service resumes on Monday, the operator said.")


def test_a_batch_is_read_as_each_sentence_by_itself() -> None:
    prompts = [prompt(text, "Headline", "") for text in TEXTS]
    for one, vectors in zip(prompts, lower_vectors(prompts), strict=True):
        np.testing.assert_allclose(vectors, lower_vectors([one])[0], atol=1e-4)


def test_training_and_reading_compute_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.network_training.DROPOUT", 0.0)
    import jax

    one = prompt(TEXTS[0], "Headline", TEXTS[1])
    [rows] = lower_vectors([one])
    layer = base_model().layers[-1]
    example = SentenceExample(0, one, rows.astype(np.float16), *np.zeros((2, len(KINDS)), "f4"))
    batch = packed([example], LENGTHS[2], np.random.default_rng(0))
    trained = apply_trained(layer, batch["lower"], batch["mask"], jax.random.PRNGKey(0))
    read = apply_layer(layer, rows, [0, len(rows)])
    np.testing.assert_allclose(np.asarray(trained)[0, : len(rows)], read, atol=0.05)


def test_a_network_learns_what_it_is_shown() -> None:
    prompts = [prompt(text, "", "") for text in TEXTS]
    examples = []
    for at, (one, rows) in enumerate(zip(prompts, lower_vectors(prompts), strict=True)):
        stated = np.eye(len(KINDS), dtype="f4")[at]
        examples.append(SentenceExample(0, one, rows.astype("f2"), stated, np.ones_like(stated)))
    network = train_network([replace(one) for one in examples for _ in range(320)])
    for at, encoding in enumerate(network.encode(prompts, [0, 0])):
        scores = encoding.events()
        assert max(scores, key=scores.__getitem__) == KINDS[at]


def test_the_network_tells_where_a_train_comes_from_and_goes_to() -> None:
    nlp = build_nlp(until="encoder")
    doc = nlp("The express from Lviv to Przemysl left at 9 a.m. with 300 passengers on board.")
    [encoding] = doc._.encodings.values()
    assert encoding.events()["train_movement"] > 0 > encoding.events()["strike"]
    at = doc.text.index("Lviv")
    scores = encoding.parts("train_movement", at, at + 4)
    assert set(scores) == set(PARTS)
    assert scores["location"] < max(scores["origin"], scores["destination"])


def test_weights_other_than_the_reviewed_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"something else")
    with pytest.raises(ValueError, match="not the file that was reviewed"):
        read_weights(tmp_path / "model.onnx")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_word_pieces_lie_in_the_text(text: str) -> None:
    pieces = cut(text)
    assert len(pieces.numbers) == len(pieces.offsets)
    assert all(0 <= a <= b <= len(text) for a, b in pieces.offsets)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_sentence_and_headline_can_be_read(sentence: str, title: str) -> None:
    [encoding] = load_network().encode([prompt(sentence, title, sentence)], [7])
    assert np.isfinite(list(encoding.events().values())).all()
    assert all(7 <= a <= b <= 7 + len(sentence) for a, b in encoding.offsets)
