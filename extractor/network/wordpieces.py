"""Cuts text into the word pieces that the language model knows, each with its characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tokenizers import BertWordPieceTokenizer

from extractor.linear import MODELS

CLS, SEP = 101, 102  # the pieces that open and part the texts given to the model
LONGEST = 20_000  # characters; more of one sentence is not cut, the model takes far less


@dataclass(frozen=True, slots=True)
class Pieces:
    """Numbers of the pieces in the vocabulary, and the characters `start:end` of each."""

    numbers: list[int]
    offsets: list[tuple[int, int]]


@cache
def tokenizer() -> BertWordPieceTokenizer:
    """BERT's uncased word pieces (vocabulary of Google's BERT, Apache-2.0)."""
    return BertWordPieceTokenizer(str(MODELS / "wordpieces.txt"), lowercase=True)


def cut(text: str) -> Pieces:
    """The pieces of a text, without those that the model wants around it."""
    found = tokenizer().encode(text[:LONGEST], add_special_tokens=False)
    return Pieces(found.ids, found.offsets)
