"""Linear models over named features: logistic regression, one column a label.

The weights are small .npz files under `models/`; `extractor.training` makes them (`make train`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "models"


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
        self.labels = labels
        self.weights = weights
        self.bias = bias.astype(np.float64)
        self.exclusive = exclusive

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """The probability of each label; they add up to 1 where labels exclude each other."""
        # In one order, whatever that of the features: the last bit of a sum depends on it.
        columns = self.columns
        known = sorted([(columns[n], v) for n, v in features.items() if n in columns])
        scores = self.bias
        if known:
            rows, values = zip(*known, strict=True)
            scores = scores + np.array(values) @ self.weights.take(rows, axis=0)
        if self.exclusive:
            odds = np.exp(scores - scores.max())
            return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))
        return dict(zip(self.labels, (1 / (1 + np.exp(-scores))).tolist(), strict=True))

    def best(self, features: Mapping[str, float]) -> tuple[str, float]:
        """The likeliest label and its probability."""
        return max(self.probabilities(features).items(), key=lambda item: item[1])

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
