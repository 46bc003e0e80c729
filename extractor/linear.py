"""Linear models over named features: logistic regression, one column a label.

The weights are small .npz files under `models/`; `extractor.training` makes them (`make train`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "models"
JOINED = 0.7  # what a feature weighs that is joined with a key

Features = dict[str, float]
Chances = dict[str, float]  # of each label
# Features, and the keys that each of them is joined with: what they mean for this type or kind.
Crossed = tuple[Features, tuple[str, ...]]


def crossed(features: Features, keys: Sequence[str]) -> Features:
    """The features by the names that a model knows them by: alone, and joined with every key."""
    joined = {f"{k}&{name}": value * JOINED for name, value in features.items() for k in keys}
    return {**features, **joined}


class LinearModel:
    """Scores of labels for a bag of named features."""

    def __init__(
        self,
        names: list[str],
        labels: list[str],
        weights: NDArray[np.floating],
        bias: NDArray[np.floating],
        *,
        exclusive: bool,
    ) -> None:
        self.columns = {name: index for index, name in enumerate(names)}
        self.joined: defaultdict[str, dict[str, int]] = defaultdict(dict)  # by key, then by name
        for name, index in self.columns.items():
            key, joint, own = name.partition("&")
            if joint:
                self.joined[key][own] = index
        self.labels = labels
        self.weights = weights
        # As they are multiplied; the last row is the bias, which every sum holds.
        self.rows = np.vstack([weights, bias]).astype(np.float64)
        self.bias = bias
        self.exclusive = exclusive

    def probabilities(self, features: Features, keys: tuple[str, ...] = ()) -> Chances:
        """The probability of each label; they add up to 1 where labels exclude each other.

        The features count as they are, and joined with each of `keys`.
        """
        [found] = self.rate([(features, keys)])
        return found

    def rate(self, bags: Sequence[Crossed]) -> list[Chances]:
        """The `probabilities` of each of several bags, at once: one by one they take far longer."""
        if not bags:
            return []
        scores = self.scores(bags)
        if self.exclusive:
            odds = np.exp(scores - scores.max(1, keepdims=True))
            chances = odds / odds.sum(1, keepdims=True)
        else:
            chances = 1 / (1 + np.exp(-scores))
        return [dict(zip(self.labels, row, strict=True)) for row in chances.tolist()]

    def scores(self, bags: Sequence[Crossed]) -> NDArray[np.float64]:
        """The log odds of each label, a row a bag."""
        bias, unknown = len(self.columns), len(self.rows)
        rows: list[int] = []
        values: list[float] = []
        starts = []
        for features, keys in bags:
            starts.append(len(rows))
            rows.append(bias)
            values.append(1.0)
            rows += map(self.columns.get, features, repeat(unknown))
            values += features.values()
            joined = [value * JOINED for value in features.values()] if keys else []
            for key in keys:
                rows += map(self.joined.get(key, {}).get, features, repeat(unknown))
                values += joined
        columns = np.array(rows)
        owners = np.repeat(np.arange(len(bags)), np.diff([*starts, len(rows)]))
        known = np.flatnonzero(columns != unknown)
        # In one order, whatever that of the features: the last bit of a sum depends on it.
        order = known[(owners[known] * len(self.rows) + columns[known]).argsort()]
        weighed = np.array(values)[order, None] * self.rows[columns[order]]
        firsts = np.searchsorted(owners[order], np.arange(len(bags)))
        return np.add.reduceat(weighed, firsts, axis=0)

    def save(self, path: Path) -> None:
        """Write the weights, in half precision."""
        np.savez_compressed(
            path,
            names=np.array("\n".join(self.columns)),
            labels=np.array("\n".join(self.labels)),
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
            exclusive=np.array(self.exclusive),
        )


@cache
def load_model(name: str) -> LinearModel:
    """The model of that name. Raises FileNotFoundError where it has not been trained."""
    with np.load(MODELS / f"{name}.npz", allow_pickle=False) as data:
        return LinearModel(
            str(data["names"]).split("\n"),
            str(data["labels"]).split("\n"),
            data["weights"].astype(np.float32),
            data["bias"],
            exclusive=bool(data["exclusive"]),
        )
