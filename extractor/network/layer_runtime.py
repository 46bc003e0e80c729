"""Runs the layers of a transformer with onnxruntime, their matrices in int8.

Each matrix product gets its input in int8 too, scaled anew for each text ("dynamic quantisation").
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from extractor.network.transformer import HEADS, TINY, Array, Layer

CONTRIB = "com.microsoft"  # the domain of onnxruntime's own operators
FUSED = ("MatMulIntegerToFloat", "FastGelu", "MultiHeadAttention")
PROCESSOR = Path("/proc/cpuinfo")


def has_vnni() -> bool:
    """Whether the processor sums products of signed bytes without overflow."""
    return PROCESSOR.exists() and "vnni" in PROCESSOR.read_text()


def unsigned(codes: NDArray[np.int8]) -> NDArray[np.uint8]:
    """The same numbers counted from 128."""
    return (codes.astype("i2") + 128).astype(np.uint8)


class Graph:
    """A graph of operators under construction."""

    def __init__(self, *, signed: bool) -> None:
        self.signed = signed
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def hold(self, array: NDArray[Any]) -> str:
        """The name of a constant."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator: str, *inputs: str, outputs: int = 1, **settings: Any) -> list[str]:
        """The names of what an operator makes of its inputs."""
        names = [f"x{len(self.nodes)}.{index}" for index in range(outputs)]
        domain = CONTRIB if operator in FUSED else ""
        self.nodes.append(helper.make_node(operator, inputs, names, domain=domain, **settings))
        return names

    def in_bytes(self, x: str) -> list[str]:
        """The numbers `x` as bytes, with their scale and which byte is nought."""
        return self.add("DynamicQuantizeLinear", x, outputs=3)

    def product(self, x: Sequence[str], layer: Layer, name: str) -> str:
        """`x`, in bytes, times one of a layer's matrices, plus its bias.

        Unsigned bytes give the same sums as signed ones, slower, where those would overflow.
        """
        scale, bias = layer[f"{name}.scale"], layer[f"{name}.bias"]
        matrix: list[NDArray[Any]] = [layer[name], np.zeros(len(scale), np.int8)]
        if not self.signed:
            matrix = [unsigned(codes) for codes in matrix]
        codes, scales, zero, biases = (self.hold(a) for a in (matrix[0], scale, matrix[1], bias))
        values, step, nought = x
        inputs = (values, codes, step, scales, nought, zero, biases)
        [found] = self.add("MatMulIntegerToFloat", *inputs)
        return found

    def norm(self, x: str, change: str, layer: Layer, name: str) -> str:
        """The rows of `x + change`, normalised."""
        held = (self.hold(layer[key]) for key in (name, f"{name}.bias"))
        [whole] = self.add("Add", x, change)
        [found] = self.add("LayerNormalization", whole, *held, epsilon=TINY)
        return found

    def layer(self, x: str, layer: Layer) -> str:
        """One layer, from rows to rows."""
        own = self.in_bytes(x)
        sides = [self.product(own, layer, name) for name in ("query", "key", "value")]
        [mixed] = self.add("MultiHeadAttention", *sides, num_heads=HEADS)
        change = self.product(self.in_bytes(mixed), layer, "joined")
        x = self.norm(x, change, layer, "joined_norm")
        [inner] = self.add("FastGelu", self.product(self.in_bytes(x), layer, "up"))
        change = self.product(self.in_bytes(inner), layer, "down")
        return self.norm(x, change, layer, "down_norm")


def model_of(layers: Sequence[Layer], *, signed: bool) -> ModelProto:
    """The layers one after another, from `rows` (1 × pieces × numbers) to the same shape."""
    graph = Graph(signed=signed)
    name = "rows"
    for layer in layers:
        name = graph.layer(name, layer)
    shape: list[str | int | None] = [1, "pieces", len(layers[0]["joined_norm"])]
    sides = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n in ("rows", name)]
    whole = helper.make_graph(graph.nodes, "layers", sides[:1], sides[1:], graph.weights)
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=9)


class LayerRuntime:
    """Layers ready to be run, on one thread: articles are read side by side by processes."""

    def __init__(self, layers: Sequence[Layer], *, signed: bool | None = None) -> None:
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = 1
        settings.log_severity_level = 3
        # Its further steps put a far slower norm in place of the plain one.
        settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        model = model_of(layers, signed=has_vnni() if signed is None else signed)
        self.session = onnxruntime.InferenceSession(
            model.SerializeToString(), settings, providers=["CPUExecutionProvider"]
        )

    def __call__(self, rows: Array) -> Array:
        """What the layers make of one text's rows (pieces × numbers)."""
        [[found]] = self.session.run(None, {"rows": rows[None]})
        return np.asarray(found)
