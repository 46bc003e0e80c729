"""Checks of the network's training, run by test_extractor_network.py in a process apart."""

from __future__ import annotations

import jax
import numpy as np

import extractor.network_training as training
from extractor.network_training import (
    LENGTHS,
    SentenceExample,
    mean_network,
    packed,
    train_network,
)
from extractor.sentence_network import KINDS, lower_vectors, prompt
from extractor.transformer import apply_layer, base_model

TEXTS = ("A train derailed near Kanpur.", "Service resumes on Monday, the operator said.")


def reading_computes_what_training_did() -> None:
    """One layer in numpy and in JAX, on the same sentence."""
    training.DROPOUT = 0.0
    one = prompt(TEXTS[0], "Headline", TEXTS[1])
    [rows] = lower_vectors([one])
    layer = base_model().layers[-1]
    example = SentenceExample(0, one, rows.astype(np.float16), *np.zeros((2, len(KINDS)), "f4"))
    batch = packed([example], LENGTHS[2], np.random.default_rng(0))
    trained = training.apply_layer(layer, batch["lower"], batch["mask"], jax.random.PRNGKey(0))
    read = apply_layer(layer, rows, [0, len(rows)])
    np.testing.assert_allclose(np.asarray(trained)[0, : len(rows)], read, atol=0.05)


def network_learns_what_it_saw() -> None:
    """Two sentences shown over and over are told apart, by the mean of networks too."""
    prompts = [prompt(text, "", "") for text in TEXTS]
    examples = []
    for at, (one, rows) in enumerate(zip(prompts, lower_vectors(prompts), strict=True)):
        stated = np.eye(len(KINDS), dtype="f4")[at]
        examples.append(SentenceExample(0, one, rows.astype("f2"), stated, np.ones_like(stated)))
    network = train_network([one for one in examples for _ in range(160)])
    for at, encoding in enumerate(mean_network([network, network]).encode(prompts, [0, 0])):
        scores = encoding.events()
        assert max(scores, key=scores.__getitem__) == KINDS[at]
