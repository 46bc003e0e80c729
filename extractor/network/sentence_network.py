"""The network that reads sentences: which events each states, how, and which part each name plays.

The language model of `transformer.py`, trained on annotated rail news, reads an article in windows
of some sentences; two small heads then score each sentence for each event type, and a stretch of
its text for an event type, in each of `PARTS`. Scores are log odds. `training/network.py` makes
the weights.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.linear import MODELS
from extractor.network.layer_runtime import LayerRuntime
from extractor.network.transformer import (
    DENSE,
    Array,
    Layer,
    base_model,
    first_vectors,
    gelu,
    quantised,
)
from extractor.network.wordpieces import CLS, SEP, Pieces, cut
from storage.records import EventType, Factuality

KINDS = tuple(kind.value for kind in EventType)
# What a stretch of text may be to an event; the last are those of the whole sentence.
PARTS = (
    *("origin", "destination", "location", "operator", "agency", "source"),
    *("start", "end", "quantity", "recurrence"),
    *(label.value for label in Factuality),
)
# Pieces read of a sentence, of the headline, of what is before a window, and of a whole window.
SENTENCE, TITLE, BEFORE, WINDOW = 120, 20, 32, 256
MOST = 16  # sentences of a window
BOUND = 6.0  # log odds

Weights = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of one article that follow each other, as the model gets them.

    Before them stand the headline and the end of what is before; `marks` are the rows of the
    pieces that open each sentence. The offsets of `sentences` are those in each one's own text.
    """

    numbers: list[int]
    kinds: list[int]
    marks: list[int]
    sentences: list[Pieces]


@dataclass(frozen=True, slots=True)
class Encoding:
    """A sentence that the network has read; scores are log odds.

    `stated` has one for each of `KINDS`; `whole` is a vector of the sentence, `pieces` holds one
    for each word piece within its sentence, `offsets` the characters of each in the document.
    """

    stated: Array
    whole: Array
    pieces: Array
    offsets: list[tuple[int, int]]
    heads: Weights
    known: dict[tuple[str, int, int], dict[str, float]] = field(default_factory=dict)  # `parts`

    def events(self) -> dict[str, float]:
        """How likely the sentence states an event of each type."""
        return dict(zip(KINDS, self.stated.tolist(), strict=True))

    def parts(self, kind: str, start: int, end: int) -> dict[str, float]:
        """How likely the characters `start:end` are each of `PARTS` to an event of the type.

        Empty where they lie behind what was read of the sentence.
        """
        if (kind, start, end) not in self.known:
            find_parts([(self, kind, start, end)])
        return self.known[kind, start, end]


def find_parts(asked: Iterable[tuple[Encoding, str, int, int]]) -> None:
    """Have each encoding know the `parts` of a stretch: all at once, which is far quicker."""
    found, rows, kinds = [], [], []
    for encoding, kind, start, end in asked:
        own: dict[str, float] = {}
        encoding.known[kind, start, end] = own
        if within := pieces_within(encoding.offsets, start, end):
            pieces = encoding.pieces[within.start : within.stop]
            rows.append(np.add.reduce(pieces) / np.float32(len(pieces)))
            kinds.append(KINDS.index(kind))
            found.append(own)
    if found:
        heads = encoding.heads
        inner = gelu(np.array(rows) + heads["kind"][kinds])
        scores = inner @ heads["parts"] + heads["parts.bias"]
        for own, row in zip(found, scores.tolist(), strict=True):
            own.update(zip(PARTS, row, strict=True))


def same_happening(kind: str, earlier: Sequence[Encoding], later: Encoding) -> float:
    """How likely a sentence speaks of the happening of that type that earlier ones tell of.

    The mean of what some small networks make of it, beside the last of them and beside all.
    """
    heads, index = later.heads, KINDS.index(kind)
    known = [one.whole for one in earlier]
    rows = np.array([later.whole, known[-1], np.mean(known, 0)])
    told = rows @ heads["same.told"] + heads["same.told.bias"][:, None]  # network × 3 × numbers
    (new, last, mean), (new_alone, _, mean_alone) = (
        part.transpose(1, 0, 2) for part in np.split(told, 2, -1)
    )
    inner = np.concatenate([np.abs(new - last), new * mean, new_alone, mean_alone], -1)
    inner = (inner[:, None] @ heads["same.inner"])[:, 0] + heads["same.kind"][:, index]
    scores = (gelu(inner) * heads["same"]).sum(-1) + heads["same.bias"][:, index]
    return float(scores.mean())


def bounded(score: float) -> float:
    """Log odds as a feature: halved, without their far ends, where they tell no more."""
    return max(-BOUND, min(BOUND, score)) / 2


def pieces_within(offsets: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """The pieces that share characters with `start:end`, by their index."""
    first = bisect_right(offsets, start, key=itemgetter(1))
    return range(first, bisect_left(offsets, end, first, key=itemgetter(0)))


def windows(title: str, sentences: Sequence[str], *, limit: int = WINDOW) -> list[Window]:
    """The sentences in windows of at most `limit` pieces, each with its headline and context."""
    return list(packed_windows(cut(title), [cut(one) for one in sentences], limit))


def packed_windows(title: Pieces, sentences: Sequence[Pieces], limit: int) -> Iterator[Window]:
    """`windows`, of what is cut into pieces."""
    now = None
    before: list[int] = []
    for one in sentences:
        own = Pieces(one.numbers[:SENTENCE], one.offsets[:SENTENCE])
        size = len(own.numbers) + 2
        if now and (len(now.numbers) + size > limit or len(now.marks) == MOST):
            yield closed(now)
            now = None
        if now is None:
            context = [CLS, *title.numbers[:TITLE], SEP, *before[-BEFORE:], SEP]
            now = Window(context, [1] * len(context), [], [])
        now.marks.append(len(now.numbers))
        now.sentences.append(own)
        now.numbers.extend([CLS, *own.numbers])
        before = one.numbers
    if now:
        yield closed(now)


def closed(window: Window) -> Window:
    """The window with the piece that ends it."""
    own = len(window.numbers) + 1 - len(window.kinds)
    return Window(
        [*window.numbers, SEP], [*window.kinds, *[0] * own], window.marks, window.sentences
    )


class SentenceNetwork:
    """The trained network: its `layers`, in int8, and the `heads` above them."""

    def __init__(self, layers: Sequence[Layer], heads: Weights) -> None:
        self.layers = layers
        self.heads = heads
        self.run = LayerRuntime(layers)

    def encode(self, parts: Sequence[Window], starts: Sequence[int]) -> list[Encoding]:
        """The windows' sentences, read; they begin at `starts` in their document."""
        found: list[Encoding] = []
        for window in parts:
            read = zip(window.sentences, *self.read(window), strict=True)
            for one, stated, whole, pieces in read:
                start = starts[len(found)]
                offsets = [(a + start, b + start) for a, b in one.offsets]
                found.append(Encoding(stated, whole, pieces, offsets, self.heads))
        return found

    def read(self, window: Window) -> tuple[Array, Array, list[Array]]:
        """What the heads make of a window: of each sentence `stated`, `whole` and `pieces`."""
        heads, marks = self.heads, window.marks
        vectors = self.run(first_vectors(window.numbers, window.kinds))[:-1]
        ends = [*marks[1:], len(vectors)]
        means = [vectors[mark:end].mean(0) for mark, end in zip(marks, ends, strict=True)]
        wholes = np.concatenate([vectors[marks], means], 1)
        spans = vectors @ heads["span"]
        pieces = [
            spans[mark + 1 : end] + whole
            for mark, end, whole in zip(marks, ends, wholes @ heads["whole"], strict=True)
        ]
        return wholes @ heads["events"] + heads["events.bias"], wholes, pieces

    def save(self, path: Path) -> None:
        """Write the heads, and of the layers how they differ from the model as it comes."""
        arrays: dict[str, NDArray[Any]] = dict(self.heads)
        for index, (layer, base) in enumerate(zip(self.layers, base_model().layers, strict=True)):
            for name in layer:
                if name in DENSE:
                    change = layer[name].astype("i2") - base[name]
                    arrays[f"layer{index}.{name}"] = np.clip(change, -127, 127).astype(np.int8)
                elif not name.endswith(".scale"):
                    arrays[f"layer{index}.{name}"] = layer[name]
        np.savez_compressed(path, allow_pickle=False, **arrays)


def network_of(layers: Sequence[Mapping[str, Array]], heads: Weights) -> SentenceNetwork:
    """The network of layers that were trained as floats."""
    base = base_model().layers
    return SentenceNetwork(
        [quantised(one, like) for one, like in zip(layers, base, strict=True)], heads
    )


@cache
def load_network() -> SentenceNetwork:
    """The trained network. Raises FileNotFoundError where it has not been trained."""
    layers = [dict(layer) for layer in base_model().layers]
    heads: Weights = {}
    with np.load(MODELS / "sentence_network.npz", allow_pickle=False) as data:
        for key in data.files:
            owner, _, name = key.partition(".")
            if not owner.startswith("layer"):
                heads[key] = data[key]
            elif name in DENSE:
                changed = layers[int(owner[5:])][name] + data[key].astype("i2")
                layers[int(owner[5:])][name] = changed.astype(np.int8)
            else:
                layers[int(owner[5:])][name] = data[key]
    return SentenceNetwork(layers, heads)
