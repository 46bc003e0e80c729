"""Checks of the network's training, run by test_extractor_network.py in a process apart."""

from __future__ import annotations

import jax
import numpy as np

import extractor.training.network as training
from extractor.network.layer_runtime import LayerRuntime
from extractor.network.sentence_network import KINDS, Encoding, same_happening, windows
from extractor.network.transformer import base_model, first_vectors, floats
from extractor.network.wordpieces import cut
from extractor.training.coreference import Pair, train_same
from extractor.training.network import (
    SentenceExample,
    TextExample,
    mean_params,
    network,
    train_params,
)

# Making the programs fast takes longer than they run here.
jax.config.update("jax_disable_most_optimizations", True)
TEXTS = ("A train derailed near Kanpur.", "Service resumes on Monday, the operator said.")


def reading_computes_what_training_did() -> None:
    """The layers in onnxruntime, with bytes, and in JAX, with floats, on the same text, padded."""
    [window] = windows("Headline", TEXTS)
    rows = first_vectors(window.numbers, window.kinds)
    padding = np.full((7, rows.shape[1]), 0.5, "f4")
    trained = np.concatenate([rows, padding])[None]
    mask = (np.arange(trained.shape[1]) < len(rows)).astype("f4")[None]
    for layer in base_model().layers:
        trained = training.apply_layer(floats(layer), trained, mask)
    known = np.asarray(trained)[0, : len(rows)]
    for signed in (True, False):
        read = LayerRuntime(base_model().layers, signed=signed)(rows)
        cosines = (read * known).sum(-1) / np.linalg.norm(read, axis=-1)
        assert (cosines / np.linalg.norm(known, axis=-1)).min() > 0.97


def network_learns_what_it_saw() -> None:
    """Two sentences of a text shown over and over are told apart, by the mean of networks too."""
    del base_model().layers[2:]  # the others are trained and read as these two are
    # One text at a time: all are the same, and so is what they teach.
    training.TOKENS, training.LENGTHS = 32, (32,)
    every = np.ones(len(KINDS), "f4")
    sentences = [
        SentenceExample(0, cut(text), stated, every)
        for text, stated in zip(TEXTS, np.eye(len(KINDS), dtype="f4"), strict=False)
    ]
    params = train_params([TextExample(cut("Headline"), sentences)] * 20, rounds=1)
    own = network(mean_params([params, params]))
    for at, encoding in enumerate(own.encode(windows("Headline", TEXTS), [0, 0])):
        scores = encoding.events()
        assert max(scores, key=scores.__getitem__) == KINDS[at]


def vectors_of_one_event_are_told_as_they_were_learned() -> None:
    """Pairs of vectors that are alike where they tell of one event: scored as they were trained."""
    rng = np.random.default_rng(0)
    pairs = []
    for kind in rng.integers(0, len(KINDS), 400):
        known, own = rng.normal(size=(2, 384)).astype("f4") * 2 + 1
        same = bool(rng.random() < 0.5)
        later = known + own / 4 if same else own
        pairs.append(Pair(int(kind), [known + 0.5, known], later, same))
    heads = train_same(pairs)
    nothing, right = np.zeros(0, "f4"), 0
    for pair in pairs:
        *earlier, later = (
            Encoding(nothing, vector, nothing, [], heads) for vector in (*pair.earlier, pair.later)
        )
        right += (same_happening(KINDS[pair.kind], earlier, later) > 0) == pair.same
    assert right >= 0.98 * len(pairs)


def main() -> None:
    """Check all; the last leaves the base model with two layers."""
    reading_computes_what_training_did()
    vectors_of_one_event_are_told_as_they_were_learned()
    network_learns_what_it_saw()
