"""Trains the sentence network (`network/sentence_network.py`) with JAX, on the annotated articles.

All that the network is asked is learned at once: the events of a sentence, and for each event its
factuality and the part of every name, time and figure. An article is cut into other windows in
each round, so that a sentence is not always seen with the same ones around it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from extractor.network.sentence_network import (
    KINDS,
    MOST,
    PARTS,
    WINDOW,
    SentenceNetwork,
    Window,
    network_of,
    packed_windows,
    pieces_within,
)
from extractor.network.transformer import HEADS, Array, base_model, first_vectors, floats
from extractor.network.wordpieces import Pieces

ROUNDS = 5  # through the texts
TOKENS = 1024  # pieces of a batch
RATE = 3e-4  # of the layers
HEADS_RATE = 10  # of the heads, in rates of the layers
DROPOUT = 0.1
HIDDEN = 128
LENGTHS = (32, 64, 96, 128, 160, 192, 224, WINDOW)
SPANS = 64  # stretches of a window looked at in one step
SHORTEST = 160  # pieces of the smallest windows that articles are cut into
LIFT = 2.0  # what a stated event weighs beside one that is not
PARTS_WEIGHT = 0.5

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SpanExample:
    """A stretch of a sentence (its pieces), an event type, and which of `PARTS` it is.

    `known` marks the parts that the stretch could be at all: a time is never an origin.
    """

    pieces: Sequence[int]
    kind: int
    parts: Array
    known: Array


@dataclass(slots=True)
class SentenceExample:
    """A sentence, which begins at the token `start`, with labels and weights by `KINDS`."""

    start: int
    pieces: Pieces
    stated: Array
    weights: Array
    spans: list[SpanExample] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TextExample:
    """An article: the pieces of its headline, and its sentences in order."""

    title: Pieces
    sentences: list[SentenceExample]


WindowExample = tuple[Window, list[SentenceExample]]


def span_example(
    pieces: Pieces,
    start: int,
    end: int,
    kind: str,
    parts: set[str],
    known: Sequence[str],
    weight: float,
) -> SpanExample | None:
    """The example for the characters `start:end` of a sentence; None where there are no pieces."""
    rows = pieces_within(pieces.offsets, start, end)
    if not rows:
        return None
    wanted = np.array([part in parts for part in PARTS], "f4")
    asked = np.array([weight * (part in known) for part in PARTS], "f4")
    return SpanExample(rows, KINDS.index(kind), wanted, asked)


def window_examples(text: TextExample, limit: int) -> Iterator[WindowExample]:
    """The text's windows of at most `limit` pieces, each with its sentences."""
    at = 0
    for window in packed_windows(text.title, [one.pieces for one in text.sentences], limit):
        yield window, text.sentences[at : at + len(window.marks)]
        at += len(window.marks)


def batches(
    texts: Sequence[TextExample], rng: np.random.Generator
) -> list[tuple[list[WindowExample], int]]:
    """Windows of like length in random order, with the length they are padded to."""
    limits = rng.integers(SHORTEST, WINDOW, len(texts), endpoint=True)
    pool = [
        w
        for text, limit in zip(texts, limits, strict=True)
        for w in window_examples(text, int(limit))
    ]
    order = rng.permutation(len(pool))
    found = []
    for low, high in zip((0, *LENGTHS), LENGTHS, strict=False):
        rows = [pool[i] for i in order if low < len(pool[i][0].numbers) <= high]
        size = TOKENS // high
        rows += rows[: -len(rows) % size] if len(rows) >= size else []
        found += [(rows[i : i + size], high) for i in range(0, len(rows) - size + 1, size)]
    return [found[i] for i in rng.permutation(len(found))]


def packed(
    examples: Sequence[WindowExample], length: int, rng: np.random.Generator
) -> dict[str, Array]:
    """A batch, padded: B windows, L pieces, M sentences, S stretches, K types, P parts."""
    size = len(examples)
    batch: dict[str, Any] = {
        "first": np.zeros((size, length, len(base_model().norm)), "f4"),
        "mask": np.zeros((size, length), "f4"),
        "marks": np.zeros((size, MOST), "i4"),
        "own": np.zeros((size, MOST, length), "f4"),
        "stated": np.zeros((size, MOST, len(KINDS)), "f4"),
        "weights": np.zeros((size, MOST, len(KINDS)), "f4"),
        "spans": np.zeros((size, SPANS, length), "f4"),
        "sentences": np.zeros((size, SPANS), "i4"),
        "kinds": np.zeros((size, SPANS), "i4"),
        "parts": np.zeros((size, SPANS, len(PARTS)), "f4"),
        "known": np.zeros((size, SPANS, len(PARTS)), "f4"),
    }
    for row, (window, sentences) in enumerate(examples):
        own = len(window.numbers)
        batch["first"][row, :own] = first_vectors(window.numbers, window.kinds)
        batch["mask"][row, :own] = 1
        spans = []
        for at, (mark, one) in enumerate(zip(window.marks, sentences, strict=True)):
            whole = len(window.sentences[at].numbers) + 1
            batch["marks"][row, at] = mark
            batch["own"][row, at, mark : mark + whole] = 1 / whole
            batch["stated"][row, at], batch["weights"][row, at] = one.stated, one.weights
            spans += [(at, mark + 1, span) for span in one.spans]
        for slot, index in enumerate(rng.permutation(len(spans))[:SPANS]):
            at, first, span = spans[index]
            batch["spans"][row, slot, [first + p for p in span.pieces]] = 1 / len(span.pieces)
            batch["sentences"][row, slot], batch["kinds"][row, slot] = at, span.kind
            batch["parts"][row, slot], batch["known"][row, slot] = span.parts, span.known
    return batch


def normalised(x: Any, weight: Any, bias: Any) -> Any:
    """As in `network/transformer.py`."""
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt(jnp.square(x).mean(-1, keepdims=True) + 1e-12) * weight + bias


def dropped(x: Any, key: Any) -> Any:
    """Some of the numbers set to nought, so that the network does not lean on few of them."""
    return x * jax.random.bernoulli(key, 1 - DROPOUT, x.shape) / (1 - DROPOUT)


def attention(query: Any, key: Any, value: Any, mask: Any) -> Any:
    """What each piece takes from the others, by head; each array is (windows, heads, pieces, -).

    The shares are divided by their sum behind the product, not before: that spares several passes
    over the largest arrays.
    """
    scores = query @ key.transpose(0, 1, 3, 2)
    shares = jnp.exp(scores - jax.lax.stop_gradient(scores.max(-1, keepdims=True)))
    counted = jnp.concatenate([value, jnp.ones_like(value[..., :1])], -1)
    mixed = shares @ (counted * mask[:, None, :, None])
    return mixed[..., :-1] / mixed[..., -1:]


def apply_layer(layer: Params, x: Any, mask: Any) -> Any:
    """One layer over a padded batch, as `network/layer_runtime.py` runs it."""
    size, length, width = x.shape
    scale = np.float32((width / HEADS) ** -0.5)

    def heads(name: str) -> Any:
        rows = x @ layer[name] + layer[f"{name}.bias"]
        return rows.reshape(size, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

    mixed = attention(heads("query") * scale, heads("key"), heads("value"), mask)
    mixed = mixed.transpose(0, 2, 1, 3).reshape(size, length, width)
    x = x + mixed @ layer["joined"] + layer["joined.bias"]
    x = normalised(x, layer["joined_norm"], layer["joined_norm.bias"])
    inner = jax.nn.gelu(x @ layer["up"] + layer["up.bias"], approximate=True)
    x = x + inner @ layer["down"] + layer["down.bias"]
    return normalised(x, layer["down_norm"], layer["down_norm.bias"])


def loss(params: Params, batch: dict[str, Any], key: Any) -> Any:
    """How far the network is from the labels, a sentence."""
    x = batch["first"]
    for layer in params["layers"]:
        x = apply_layer(layer, x, batch["mask"])
    heads = params["heads"]
    opening = jnp.take_along_axis(x, batch["marks"][:, :, None], 1)
    whole = jnp.concatenate([opening, batch["own"] @ x], -1)
    whole = dropped(whole, jax.random.fold_in(key, 90))
    scores = whole @ heads["events"] + heads["events.bias"]
    wrong = optax.sigmoid_binary_cross_entropy(scores, batch["stated"])
    events = (wrong * batch["weights"] * (1 + (LIFT - 1) * batch["stated"])).sum()
    spans = dropped(batch["spans"] @ x, jax.random.fold_in(key, 91))
    around = jnp.take_along_axis(whole @ heads["whole"], batch["sentences"][:, :, None], 1)
    inner = spans @ heads["span"] + around + heads["kind"][batch["kinds"]]
    scores = jax.nn.gelu(inner, approximate=True) @ heads["parts"] + heads["parts.bias"]
    wrong = optax.sigmoid_binary_cross_entropy(scores, batch["parts"]) * batch["known"]
    return (events + PARTS_WEIGHT * wrong.sum()) / (batch["own"].sum(-1) > 0).sum()


def first_params(rng: np.random.Generator) -> Params:
    """The layers as they come, and heads that know nothing yet."""

    def small(*shape: int) -> Array:
        return (rng.normal(size=shape) * 0.02).astype("f4")

    layers = [floats(layer) for layer in base_model().layers]
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


# AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101), but for the rate.
TOOL = optax.chain(
    optax.clip_by_global_norm(1.0), optax.scale_by_adam(), optax.add_decayed_weights(0.01)
)


@jax.jit
def step(params: Params, state: Any, batch: dict[str, Any], key: Any, rate: Any) -> Any:
    """The weights and the optimiser's state after a batch, and how far off they were before it."""
    wrong, slope = jax.value_and_grad(loss)(params, batch, key)
    change, state = TOOL.update(slope, state, params)
    rates = {"layers": rate, "heads": HEADS_RATE * rate}
    moved = {
        part: jax.tree.map(lambda old, by, own=own: old - own * by, params[part], change[part])
        for part, own in rates.items()
    }
    return moved, state, wrong


def train_params(
    texts: Sequence[TextExample],
    *,
    start: Params | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> Params:
    """The weights trained on the texts from `start` on, in so many rounds through them.

    The same texts, start and seed give the same weights. All start from the same weights where none
    are given, so that those of several can be averaged.
    """
    rng = np.random.default_rng(seed)
    params: Params = start or first_params(np.random.default_rng(0))
    plan = [batches(texts, rng) for _ in range(rounds)]
    steps = sum(len(one) for one in plan)
    rate = optax.warmup_cosine_decay_schedule(0.0, RATE, steps // 10, steps)
    state = TOOL.init(params)
    key, done = jax.random.PRNGKey(seed), 0
    for number, one in enumerate(plan, 1):
        total = []
        for rows, length in one:
            batch = packed(rows, length, rng)
            own = jax.random.fold_in(key, done)
            params, state, wrong = step(params, state, batch, own, rate(done))
            total.append(float(wrong))
            done += 1
        print(f"network: round {number}, loss {np.mean(total):.3f}", file=sys.stderr)
    plain: Params = jax.tree.map(np.asarray, params)
    return plain


@contextmanager
def processes(count: int) -> Iterator[list[Executor]]:
    """Processes that share the processors out among them: JAX runs a thread on each it may use.

    Two trainings of one processor each end sooner than one after the other on both.
    """
    own = sorted(os.sched_getaffinity(0))
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                ProcessPoolExecutor(
                    1,
                    mp_context=get_context("spawn"),
                    initializer=os.sched_setaffinity,
                    initargs=(0, own[part::count] or own),
                )
            )
            for part in range(count)
        ]


def train_beside(
    pools: Sequence[Executor],
    parts: Sequence[Sequence[TextExample]],
    *,
    start: Params | None = None,
    rounds: int = ROUNDS,
) -> list[Params]:
    """`train_params` of each part of the texts, side by side in these processes."""
    trained = [
        pool.submit(train_params, texts, start=start, rounds=rounds, seed=seed)
        for seed, (pool, texts) in enumerate(zip(pools, parts, strict=True))
    ]
    return [one.result() for one in trained]


def network(params: Params) -> SentenceNetwork:
    """The network of trained weights, ready to read."""
    return network_of(params["layers"], params["heads"])


def mean_params(trained: Sequence[Params]) -> Params:
    """The mean of several trainings (Wortsman et al. 2022, "Model soups", arXiv:2203.05482)."""
    mean: Params = jax.tree.map(lambda *same: np.mean(same, 0), *trained)
    return mean
