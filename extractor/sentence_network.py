"""The network that reads a sentence: which events it states, how, and which part each name plays.

The language model of `transformer.py` with its upper layers trained on annotated rail news, and two
small heads: one gives a score for each event type, the other scores a stretch of text for an event
type, in each of `PARTS`. Scores are log odds. `network_training.py` makes the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.linear import MODELS
from extractor.transformer import (
    DENSE,
    Array,
    Base,
    Layer,
    apply_layer,
    base_model,
    first_vectors,
    gelu,
)
from extractor.wordpieces import CLS, SEP, cut
from storage.records import EventType, Factuality

KINDS = tuple(kind.value for kind in EventType)
# What a stretch of text may be to an event; the last are those of the whole sentence.
PARTS = (
    *("origin", "destination", "location", "operator", "agency", "source"),
    *("start", "end", "quantity", "recurrence"),
    *(label.value for label in Factuality),
)
UPPER = 3  # layers that are trained; those below stay as they come
SENTENCE, TITLE, BEFORE = 120, 20, 32  # pieces read of the sentence, the headline, what is before
BATCH = 16  # sentences at a time
BOUND = 6.0  # log odds

Weights = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One sentence as the model gets it; `offsets` are those of its own pieces in its text."""

    numbers: list[int]
    kinds: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Encoding:
    """A sentence that the network has read.

    `whole` is the vector of the sentence, `pieces` holds one for each word piece, whose characters
    in the document are in `offsets`. Scores are log odds.
    """

    whole: Array
    pieces: Array
    offsets: list[tuple[int, int]]
    heads: Weights

    def events(self) -> dict[str, float]:
        """How likely the sentence states an event of each type."""
        scores = self.whole @ self.heads["events"] + self.heads["events.bias"]
        return dict(zip(KINDS, scores.tolist(), strict=True))

    def parts(self, kind: str, start: int, end: int) -> dict[str, float]:
        """How likely the characters `start:end` are each of `PARTS` to an event of the type.

        Empty where they lie behind what was read of the sentence.
        """
        rows = pieces_within(self.offsets, start, end)
        if not rows:
            return {}
        heads = self.heads
        inner = self.pieces[rows].mean(0) @ heads["span"] + self.whole @ heads["whole"]
        scores = gelu(inner + heads["kind"][KINDS.index(kind)]) @ heads["parts"]
        return dict(zip(PARTS, (scores + heads["parts.bias"]).tolist(), strict=True))


def bounded(score: float) -> float:
    """Log odds as a feature: halved, without their far ends, where they tell no more."""
    return max(-BOUND, min(BOUND, score)) / 2


def pieces_within(offsets: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """The pieces that share characters with `start:end`, by their index."""
    return [index for index, (a, b) in enumerate(offsets) if a < end and b > start]


def prompt(sentence: str, title: str, before: str) -> Prompt:
    """The sentence with the headline and the end of the sentence before it."""
    own = cut(sentence)
    numbers, offsets = own.numbers[:SENTENCE], own.offsets[:SENTENCE]
    beside = [*cut(title).numbers[:TITLE], SEP, *cut(before).numbers[-BEFORE:], SEP]
    return Prompt(
        numbers=[CLS, *numbers, SEP, *beside],
        kinds=[0] * (len(numbers) + 2) + [1] * len(beside),
        offsets=offsets,
    )


class SentenceNetwork:
    """The trained network: `layers` are its upper ones, `heads` the weights above them."""

    def __init__(self, layers: Sequence[Layer], heads: Weights) -> None:
        self.layers = layers
        self.heads = heads

    def encode(
        self, prompts: Sequence[Prompt], starts: Sequence[int], lower: Sequence[Array] | None = None
    ) -> list[Encoding]:
        """The prompts' sentences, read; each begins at `starts` in its document.

        `lower` may hold what the untrained layers make of each prompt (`lower_vectors`).
        """
        found: list[Encoding] = []
        for index in range(0, len(prompts), BATCH):
            part = slice(index, index + BATCH)
            rows = lower[part] if lower else lower_vectors(prompts[part])
            found += self.read(prompts[part], starts[part], rows)
        return found

    def read(
        self, prompts: Sequence[Prompt], starts: Sequence[int], lower: Sequence[Array]
    ) -> list[Encoding]:
        """One batch of `encode`."""
        edges = [0, *accumulate(len(x) for x in lower)]
        x = np.vstack(lower).astype("f4")
        for layer in self.layers:
            x = apply_layer(layer, x, edges)
        return [
            self.encoding(x[edge : edge + len(one.offsets) + 2], one, start)
            for edge, one, start in zip(edges, prompts, starts, strict=False)
        ]

    def encoding(self, rows: Array, one: Prompt, start: int) -> Encoding:
        """A sentence's vectors with what is needed to score them."""
        whole = np.concatenate([rows[0], rows.mean(0)])
        offsets = [(a + start, b + start) for a, b in one.offsets]
        return Encoding(whole, rows[1:-1], offsets, self.heads)

    def save(self, path: Path) -> None:
        """Write the weights: large matrices in int8 with a scale a column, the rest as they are."""
        arrays: dict[str, NDArray[np.generic]] = {}
        named = {
            f"layer{i}.{n}": a for i, layer in enumerate(self.layers) for n, a in layer.items()
        }
        for name, array in (named | self.heads).items():
            if name.split(".", 1)[-1] in DENSE:
                scale = np.abs(array).max(0, keepdims=True) / 127
                arrays[f"{name}:int8"] = np.round(array / scale).astype(np.int8)
                arrays[f"{name}:scale"] = scale
            else:
                arrays[name] = array.astype("f4")
        np.savez_compressed(path, allow_pickle=False, **arrays)


def lower_vectors(prompts: Sequence[Prompt]) -> list[Array]:
    """What the layers that are not trained make of each prompt."""
    base: Base = base_model()
    edges = [0, *accumulate(len(one.numbers) for one in prompts)]
    x = np.vstack([first_vectors(one.numbers, one.kinds) for one in prompts])
    for layer in base.layers[:-UPPER]:
        x = apply_layer(layer, x, edges)
    return [x[a:b] for a, b in pairwise(edges)]


@cache
def load_network() -> SentenceNetwork:
    """The trained network. Raises FileNotFoundError where it has not been trained."""
    layers: list[Layer] = [{} for _ in range(UPPER)]
    heads: Weights = {}
    with np.load(MODELS / "sentence_network.npz", allow_pickle=False) as data:
        for key in data.files:
            name, _, form = key.partition(":")
            if form == "scale":
                continue
            array = data[key].astype("f4") * (data[f"{name}:scale"] if form else 1)
            owner, _, rest = name.partition(".")
            if owner.startswith("layer"):
                layers[int(owner[5:])][rest] = array
            else:
                heads[name] = array
    return SentenceNetwork(layers, heads)
