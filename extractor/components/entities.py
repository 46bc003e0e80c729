"""Named entities by the English model's own weights, scored for all words of a text at once.

The model's `ner` goes from word to word and tries each of its 74 moves at each, which takes three
times as long as the network. But what it decides outside of an entity hangs on the word alone,
and within one on the entity's first word, so that whole arrays of words can be decided together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.network.word_vectors import WordVectors

FIRST, INNER, LAST, SINGLE, NONE = "BILUO"  # as the names of moves begin: "B-ORG"


@Language.factory("entities", assigns=["doc.ents"])
class EntityFinder:
    """Sets `doc.ents` as the pipeline's `ner` does, which it stands for."""

    def __init__(self, nlp: Language, name: str) -> None:
        ner: Any = nlp.get_pipe("ner")
        words, self.parts, self.moves = ner.model.layers
        network, _, self.narrow = words.layers
        self.vectors = WordVectors(network)
        names = [ner.moves.get_class_name(at) for at in range(ner.moves.n_moves)]
        kinds, _, labels = np.array([[*name.partition("-")] for name in names]).T
        self.labels = labels
        self.may_begin = (labels != "") & np.isin(kinds, (FIRST, SINGLE))
        self.begins_longer = self.may_begin & (kinds == FIRST)
        self.outside = self.may_begin | (kinds == NONE)
        column = {name: at for at, name in enumerate(names)}
        self.goes_on = np.array([column.get(f"{INNER}-{label}", 0) for label in labels])
        self.closes = np.array([column.get(f"{LAST}-{label}", 0) for label in labels])

    def __call__(self, doc: Doc) -> Doc:
        if len(doc):
            doc.set_ents([Span(doc, *entity) for entity in self.find(doc)])
        return doc

    def find(self, doc: Doc) -> list[tuple[int, int, str]]:
        """First token, end and label of each entity."""
        known = doc.to_array(["SENT_START", "IS_SPACE"])
        inner = np.append(known[1:, 0] != 1, False)  # whether an entity may go on behind a token
        [vectors] = self.vectors([doc])
        parts = self.parts.predict(self.narrow.predict(vectors))  # the first row is for no token
        moves = self.moves_outside(parts, inner, known[:, 1] == 1)
        begun = np.flatnonzero(self.may_begin[moves])
        ends = begun + 1
        longer = np.flatnonzero(self.begins_longer[moves[begun]])
        ends[longer] = self.ends(parts, inner, begun[longer], moves[begun[longer]])
        found: list[tuple[int, int, str]] = []
        for first, end, move in zip(begun.tolist(), ends.tolist(), moves[begun], strict=True):
            if not found or first >= found[-1][1]:
                found.append((first, end, str(self.labels[move])))
        return found

    def scores(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each move, by the summed parts of what is looked at, a row each."""
        units, _ = self.parts.ops.maxout(sums + self.parts.get_param("b"))
        scores: NDArray[np.float32] = self.moves.predict(units)
        return scores

    def moves_outside(
        self, parts: NDArray[np.float32], inner: NDArray[np.bool_], spaces: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """The likeliest move at each token that stands in no entity yet."""
        scores = self.scores(parts[1:, 0] + parts[0, 1] + parts[0, 2])
        scores[:, ~self.outside] = -np.inf
        scores[np.ix_(~inner, self.begins_longer)] = -np.inf
        scores[np.ix_(spaces, self.may_begin)] = -np.inf
        best: NDArray[np.intp] = scores.argmax(1)
        return best

    def ends(
        self,
        parts: NDArray[np.float32],
        inner: NDArray[np.bool_],
        firsts: NDArray[np.intp],
        moves: NDArray[np.intp],
    ) -> NDArray[np.intp]:
        """Where the entities end that begin at these tokens by these moves."""
        ends = firsts + 1
        still = np.arange(len(firsts))  # which are open yet
        while len(still):
            at, move = ends[still], moves[still]
            ends[still] += 1
            scores = self.scores(parts[at + 1, 0] + parts[firsts[still] + 1, 1] + parts[at, 2])
            rows = np.arange(len(still))
            closed = scores[rows, self.closes[move]] > scores[rows, self.goes_on[move]]
            still = still[inner[at] & ~closed]
        return ends
