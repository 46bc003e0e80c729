"""Trains the sentence network (`sentence_network.py`) with JAX, on the annotated articles.

All that the network is asked is learned at once: the events of a sentence, and for each event its
factuality and the part of every name, time and figure. The lower layers stay as they come, so what
they make of each sentence is worked out once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from extractor.sentence_network import KINDS, PARTS, UPPER, Prompt, SentenceNetwork, pieces_within
from extractor.transformer import HEADS, Array, base_model

EPOCHS = 3
BATCH = 32
RATE = 1e-4  # of the layers; the heads learn ten times as fast
DROPOUT = 0.1
HIDDEN = 128
SPANS = 24  # stretches of a sentence looked at in one step
LENGTHS = (32, 48, 64, 96, 128, 192)
LIFT = 2.0  # what a stated event weighs beside one that is not
PARTS_WEIGHT = 0.3

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SpanExample:
    """A stretch of a sentence (its pieces), an event type, and which of `PARTS` it is.

    `known` marks the parts that the stretch could be at all: a time is never an origin.
    """

    pieces: list[int]
    kind: int
    parts: Array
    known: Array


@dataclass(slots=True)
class SentenceExample:
    """A sentence, which begins at the token `start`, with labels and weights by `KINDS`."""

    start: int
    prompt: Prompt
    lower: NDArray[np.float16]
    stated: Array
    weights: Array
    spans: list[SpanExample] = field(default_factory=list)

    @property
    def length(self) -> int:
        return min(len(self.prompt.numbers), LENGTHS[-1])


def span_example(
    prompt: Prompt,
    start: int,
    end: int,
    kind: str,
    parts: set[str],
    known: Sequence[str],
    weight: float,
) -> SpanExample | None:
    """The example for the characters `start:end` of the sentence; None where they were not read."""
    pieces = pieces_within(prompt.offsets, start, end)
    if not pieces:
        return None
    wanted = np.array([part in parts for part in PARTS], "f4")
    asked = np.array([weight * (part in known) for part in PARTS], "f4")
    return SpanExample(pieces, KINDS.index(kind), wanted, asked)


def batches(
    examples: Sequence[SentenceExample], rng: np.random.Generator
) -> list[tuple[list[int], int]]:
    """Indices of sentences of like length in random order, with the length they are padded to."""
    order = rng.permutation(len(examples))
    found = []
    for low, high in zip((0, *LENGTHS), LENGTHS, strict=False):
        rows = [int(i) for i in order if low < examples[i].length <= high]
        rows += rows[: -len(rows) % BATCH] if len(rows) >= BATCH else []
        found += [(rows[i : i + BATCH], high) for i in range(0, len(rows) - BATCH + 1, BATCH)]
    rng.shuffle(found)
    return found


def packed(
    examples: Sequence[SentenceExample], length: int, rng: np.random.Generator
) -> dict[str, Array]:
    """A batch as arrays, padded: B sentences, L pieces, S stretches, K types, P parts."""
    size, width = len(examples), examples[0].lower.shape[1]
    batch: dict[str, Any] = {
        "lower": np.zeros((size, length, width), "f4"),
        "mask": np.zeros((size, length), "f4"),
        "own": np.zeros((size, length), "f4"),
        "stated": np.array([one.stated for one in examples]),
        "weights": np.array([one.weights for one in examples]),
        "spans": np.zeros((size, SPANS, length), "f4"),
        "kinds": np.zeros((size, SPANS), "i4"),
        "parts": np.zeros((size, SPANS, len(PARTS)), "f4"),
        "known": np.zeros((size, SPANS, len(PARTS)), "f4"),
    }
    for row, one in enumerate(examples):
        batch["lower"][row, : one.length] = one.lower[:length]
        batch["mask"][row, : one.length] = 1
        own = len(one.prompt.offsets) + 2
        batch["own"][row, :own] = 1 / own
        chosen = rng.permutation(len(one.spans))[:SPANS]
        for at, index in enumerate(chosen):
            span = one.spans[index]
            batch["spans"][row, at, [p + 1 for p in span.pieces]] = 1 / len(span.pieces)
            batch["kinds"][row, at] = span.kind
            batch["parts"][row, at], batch["known"][row, at] = span.parts, span.known
    return batch


def normalised(x: Any, weight: Any, bias: Any) -> Any:
    """As in `transformer.py`."""
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt(jnp.square(x).mean(-1, keepdims=True) + 1e-12) * weight + bias


def dropped(x: Any, key: Any) -> Any:
    """Some of the numbers set to nought, so that the network does not lean on few of them."""
    return x * jax.random.bernoulli(key, 1 - DROPOUT, x.shape) / (1 - DROPOUT)


def apply_layer(layer: Params, x: Any, mask: Any, key: Any) -> Any:
    """One layer over a padded batch, as `transformer.apply_layer`, with dropout."""
    size, length, width = x.shape

    def heads(name: str) -> Any:
        rows = x @ layer[name] + layer[f"{name}.bias"]
        return rows.reshape(size, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

    scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.sqrt(width / HEADS)
    weights = jax.nn.softmax(scores + (mask[:, None, None, :] - 1) * 1e4, -1)
    mixed = (weights @ heads("value")).transpose(0, 2, 1, 3).reshape(size, length, width)
    first, second = jax.random.split(key)
    x = x + dropped(mixed @ layer["joined"] + layer["joined.bias"], first)
    x = normalised(x, layer["joined_norm"], layer["joined_norm.bias"])
    inner = jax.nn.gelu(x @ layer["up"] + layer["up.bias"], approximate=True)
    inner = dropped(inner @ layer["down"] + layer["down.bias"], second)
    return normalised(x + inner, layer["down_norm"], layer["down_norm.bias"])


def loss(params: Params, batch: dict[str, Any], key: Any) -> Any:
    """How far the network is from the labels, a sentence."""
    x = batch["lower"]
    for index, layer in enumerate(params["layers"]):
        x = apply_layer(layer, x, batch["mask"], jax.random.fold_in(key, index))
    heads = params["heads"]
    mean = (x * batch["own"][:, :, None]).sum(1)
    whole = dropped(jnp.concatenate([x[:, 0], mean], -1), jax.random.fold_in(key, 90))
    scores = whole @ heads["events"] + heads["events.bias"]
    wrong = optax.sigmoid_binary_cross_entropy(scores, batch["stated"])
    events = (wrong * batch["weights"] * (1 + (LIFT - 1) * batch["stated"])).sum(-1).mean()
    spans = dropped(batch["spans"] @ x, jax.random.fold_in(key, 91))
    inner = (
        spans @ heads["span"] + (whole @ heads["whole"])[:, None] + heads["kind"][batch["kinds"]]
    )
    scores = jax.nn.gelu(inner, approximate=True) @ heads["parts"] + heads["parts.bias"]
    wrong = optax.sigmoid_binary_cross_entropy(scores, batch["parts"]) * batch["known"]
    return events + PARTS_WEIGHT * wrong.sum((1, 2)).mean()


def first_params(rng: np.random.Generator) -> Params:
    """The upper layers as they come, and heads that know nothing yet."""

    def small(*shape: int) -> Array:
        return (rng.normal(size=shape) * 0.02).astype("f4")

    layers = [dict(layer) for layer in base_model().layers[-UPPER:]]
    width = layers[0]["query"].shape[0]
    heads = {
        "events": small(2 * width, len(KINDS)),
        "events.bias": np.full(len(KINDS), -3.0, "f4"),
        "span": small(width, HIDDEN),
        "whole": small(2 * width, HIDDEN),
        "kind": small(len(KINDS), HIDDEN),
        "parts": small(HIDDEN, len(PARTS)),
        "parts.bias": np.full(len(PARTS), -1.5, "f4"),
    }
    return {"layers": layers, "heads": heads}


def optimiser(steps: int) -> optax.GradientTransformation:
    """AdamW with a warm start and a slow end (Loshchilov and Hutter 2019, arXiv:1711.05101)."""

    def at(rate: float) -> optax.GradientTransformation:
        plan = optax.warmup_cosine_decay_schedule(0.0, rate, steps // 10, steps)
        return optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(plan, weight_decay=0.01))

    return optax.multi_transform(
        {"layers": at(RATE), "heads": at(10 * RATE)}, {"layers": "layers", "heads": "heads"}
    )


def steps_of(
    examples: Sequence[SentenceExample], rng: np.random.Generator
) -> Iterator[dict[str, Array]]:
    """The batches of one round through the examples."""
    for rows, length in batches(examples, rng):
        yield packed([examples[i] for i in rows], length, rng)


def train_network(examples: Sequence[SentenceExample], *, seed: int = 0) -> SentenceNetwork:
    """A network trained on the sentences; the same sentences and seed give the same network.

    All start from the same weights, so that those of several can be averaged.
    """
    rng = np.random.default_rng(seed)
    params: Params = first_params(np.random.default_rng(0))
    steps = EPOCHS * len(batches(examples, np.random.default_rng(seed)))
    tool = optimiser(steps)
    state = tool.init(params)

    @jax.jit
    def step(params: Params, state: Any, batch: dict[str, Any], key: Any) -> tuple[Any, Any, Any]:
        wrong, slope = jax.value_and_grad(loss)(params, batch, key)
        change, state = tool.update(slope, state, params)
        return optax.apply_updates(params, change), state, wrong

    key, done = jax.random.PRNGKey(seed), 0
    for epoch in range(EPOCHS):
        total = []
        for batch in steps_of(examples, rng):
            done += 1
            params, state, wrong = step(params, state, batch, jax.random.fold_in(key, done))
            total.append(float(wrong))
        print(f"network: round {epoch + 1}, loss {np.mean(total):.3f}", file=sys.stderr)
    plain = jax.tree.map(np.asarray, params)
    return SentenceNetwork(plain["layers"], plain["heads"])


def mean_network(networks: Sequence[SentenceNetwork]) -> SentenceNetwork:
    """The network of their mean weights (Wortsman et al. 2022, "Model soups", arXiv:2203.05482).

    They must have started from the same weights, as those of `train_network` do.
    """

    def mean(weights: Sequence[dict[str, Array]]) -> dict[str, Array]:
        return {name: np.mean([one[name] for one in weights], 0) for name in weights[0]}

    layers = zip(*(network.layers for network in networks), strict=True)
    return SentenceNetwork([mean(same) for same in layers], mean([n.heads for n in networks]))
