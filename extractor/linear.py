"""Linear models over named features: logistic regression, one column a label.

The weights are small .npz files under `models/`; `extractor.training` makes them (`make train`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "models"
JOINED = 0.7  # what a feature weighs that is joined with a key

Features = dict[str, float]
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
        # As they are multiplied; the last row is that of features of which nothing is known.
        self.rows = np.vstack([weights, np.zeros((1, len(labels)))]).astype(np.float64)
        self.bias = bias.astype(np.float64)
        self.exclusive = exclusive

    def probabilities(
        self, features: Mapping[str, float], keys: Sequence[str] = ()
    ) -> dict[str, float]:
        """The probability of each label; they add up to 1 where labels exclude each other.

        The features count as they are, and joined with each of `keys`.
        """
        unknown = len(self.columns)
        tables = [self.columns, *[self.joined.get(key, {}) for key in keys]]
        rows = np.array([table.get(name, unknown) for table in tables for name in features], int)
        alone = list(features.values())
        values = np.array(alone + [value * JOINED for value in alone] * len(keys))
        # In one order, whatever that of the features: the last bit of a sum depends on it.
        order = rows.argsort()
        scores = self.bias + values[order] @ self.rows[rows[order]]
        if self.exclusive:
            odds = np.exp(scores - max(scores))
            return dict(zip(self.labels, (odds / sum(odds)).tolist(), strict=True))
        return dict(zip(self.labels, (1 / (1 + np.exp(-scores))).tolist(), strict=True))

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
