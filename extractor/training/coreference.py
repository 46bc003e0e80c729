"""Trains what tells whether a sentence speaks of an event that earlier ones tell of.

Some small networks over the sentence network's vectors (`same_happening` in `sentence_network.py`),
which themselves stay as they are. They are trained side by side with JAX, from other first weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from extractor.network.sentence_network import KINDS, Weights
from extractor.network.transformer import Array

NETWORKS = 3
WIDTH = 32  # numbers that a sentence is compared by, and as many that it is judged by alone
ROUNDS = 12
BATCH = 128
RATE = 1e-3
DECAY = 0.3  # of the weights
DROPOUT = 0.3  # of a sentence's numbers
SPREAD = 1e-3  # keeps a number that is always the same finite

Params = dict[str, Any]
Pairs = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Pair:
    """The vector of a sentence, those of earlier ones that tell of an event of the type (a number
    of `KINDS`), and whether it speaks of the same.
    """

    kind: int
    earlier: Sequence[Array]
    later: Array
    same: bool


def stacked(pairs: Sequence[Pair]) -> Pairs:
    """The pairs, N: of each the sentence, the last before and the mean of all (N × 3 × numbers)."""
    rows = [(pair.later, pair.earlier[-1], np.mean(pair.earlier, 0)) for pair in pairs]
    return {
        "rows": np.array(rows, "f4"),
        "kinds": np.array([pair.kind for pair in pairs], "i4"),
        "same": np.array([pair.same for pair in pairs], "f4"),
    }


def first_params(width: int, seed: int) -> Params:
    """Weights of one network that knows nothing yet, for vectors of so many numbers."""
    rng = np.random.default_rng(seed)

    def small(*shape: int) -> Array:
        return (rng.normal(size=shape) * 0.02).astype("f4")

    return {
        "told": small(width, 2 * WIDTH),
        "inner": small(4 * WIDTH, WIDTH),
        "kind": small(len(KINDS), WIDTH),
        "out": small(WIDTH),
        "bias": np.zeros(len(KINDS), "f4"),
    }


def scores(params: Params, rows: Any, kinds: Any) -> Any:
    """As `same_happening`, by one network, for vectors of mean 0 and variance 1."""
    (new, new_alone), (last, _), (mean, mean_alone) = (
        jnp.split(rows[:, at] @ params["told"], 2, -1) for at in range(3)
    )
    inner = jnp.concatenate([jnp.abs(new - last), new * mean, new_alone, mean_alone], -1)
    inner = jax.nn.gelu(inner @ params["inner"] + params["kind"][kinds], approximate=True)
    return inner @ params["out"] + params["bias"][kinds]


def loss(params: Params, batch: Pairs, key: Any) -> Any:
    """How far off the scores of a batch are."""
    kept = jax.random.bernoulli(key, 1 - DROPOUT, batch["rows"].shape)
    found = scores(params, batch["rows"] * kept / (1 - DROPOUT), batch["kinds"])
    return optax.sigmoid_binary_cross_entropy(found, batch["same"]).mean()


def train_same(pairs: Sequence[Pair]) -> Weights:
    """The heads that `same_happening` asks, by their names, learned from the pairs."""
    told = stacked(pairs)
    mean, spread = told["rows"][:, 0].mean(0), told["rows"][:, 0].std(0) + SPREAD
    told["rows"] = (told["rows"] - mean) / spread
    rng = np.random.default_rng(0)
    orders = [rng.permutation(len(pairs)) for _ in range(ROUNDS)]
    steps = [order[at : at + BATCH] for order in orders for at in range(0, len(order), BATCH)]
    tool = optax.adamw(optax.cosine_decay_schedule(RATE, len(steps)), weight_decay=DECAY)
    starts = [first_params(len(mean), seed) for seed in range(NETWORKS)]
    params: Params = jax.tree.map(lambda *own: jnp.stack(own), *starts)
    state, key = jax.vmap(tool.init)(params), jax.random.PRNGKey(0)

    @jax.jit
    @partial(jax.vmap, in_axes=(0, 0, None, 0))
    def step(params: Params, state: Any, batch: Pairs, key: Any) -> Any:
        change, state = tool.update(jax.grad(loss)(params, batch, key), state, params)
        return optax.apply_updates(params, change), state

    for number, chosen in enumerate(steps):
        batch = {name: array[chosen] for name, array in told.items()}
        keys = jax.random.split(jax.random.fold_in(key, number), NETWORKS)
        params, state = step(params, state, batch, keys)
    return heads_of(jax.tree.map(np.asarray, params), mean, spread)


def heads_of(params: Params, mean: Array, spread: Array) -> Weights:
    """The networks' weights by their names among the heads, for vectors as they come."""
    told = params["told"] / spread[:, None]
    return {
        "same.told": told,
        "same.told.bias": -(mean @ told),
        "same.inner": params["inner"],
        "same.kind": params["kind"],
        "same": params["out"],
        "same.bias": params["bias"],
    }
