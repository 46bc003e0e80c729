"""The likeness of two texts: shared runs of words, and how to find who shares them."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from storage.folding import UNSPACED, fold

Runs = NDArray[np.uintc]

WORDS_IN_SHINGLE = 3
LETTERS_IN_SHINGLE = 5
# 32 bands of 2 find 99 % of pairs at a Jaccard of 0.36 (a rewrite), 100 % at 0.6 (wire copy).
BANDS = 32
ROWS_IN_BAND = 2
TOKENS_READ = 4000
TOGETHER = 16  # texts; of more the hashes no longer fit the processor's cache
# What parts ASCII words, as a space.
BREAKS = bytes(byte if re.match(rb"\w", bytes([byte])) else ord(" ") for byte in range(256))


def tokens(text: str) -> list[bytes]:
    """The folded words of a text in UTF-8, each character of a script without spaces as one."""
    folded = fold(text)
    if folded.isascii():  # the same words, in a third of the time
        return folded.encode().translate(BREAKS).split()[:TOKENS_READ]
    words = re.findall(r"\w+", UNSPACED.sub(_spaced, folded))[:TOKENS_READ]
    return " ".join(words).encode().split()


def shingles(words: list[bytes]) -> array[int]:
    """Hashes of every run of three words (five characters of a script without spaces), in order."""
    size = LETTERS_IN_SHINGLE if _are_letters(words) else WORDS_IN_SHINGLE
    runs = zip(*(words[at:] for at in range(size)), strict=False)
    return array("I", map(zlib.crc32, map(b" ".join, runs)))


def _are_letters(words: list[bytes]) -> bool:
    """Whether most of the words are single characters of a script without spaces."""
    joined = b" ".join(words)
    if joined.isascii():
        return False
    letters = sum(map(bool, map(UNSPACED.fullmatch, joined.decode().split(" "))))
    return letters * 2 > len(words)


def bands(shingled: array[int]) -> list[int]:
    """One number a band; texts that share a band's number may be near-duplicates.

    The text may not be without shingles.
    """
    [found] = bands_of_each([shingled])
    return found


def bands_of_each(shingled: Sequence[array[int]]) -> Iterator[list[int]]:
    """The `bands` of each text; `TOGETHER` are hashed at once."""
    factors, offsets = _permutations()
    for at in range(0, len(shingled), TOGETHER):
        some = shingled[at : at + TOGETHER]
        starts = np.cumsum([0, *map(len, some)])[:-1]
        hashed = np.frombuffer(b"".join(some), dtype=np.uintc).astype(np.uint64) * factors
        hashed += offsets
        minima = np.minimum.reduceat(hashed, starts, axis=1) >> np.uint64(32)
        # 62 bits of the two 32-bit minima: SQLite's integers are signed.
        yield from ((minima[::2] << np.uint64(31)) ^ minima[1::2]).T.tolist()


@lru_cache(maxsize=512)
def text_shingles(text: str) -> array[int]:
    """The shingles of a text, which is looked up and then compared."""
    return shingles(tokens(text))


def run_set(text: str) -> Runs:
    """The shingles of a text once each, in the order of their numbers."""
    return np.unique(np.frombuffer(text_shingles(text), dtype=np.uintc))


def shared(one: Runs, other: Runs) -> int:
    """How many shingles two texts have in common."""
    return int(np.intersect1d(one, other, assume_unique=True).size)


def containment(one: Runs, other: Runs) -> float:
    """The shared part of the shorter text's shingles."""
    shorter = min(len(one), len(other))
    return shared(one, other) / shorter if shorter else 0.0


def _spaced(run: re.Match[str]) -> str:
    return f" {' '.join(run.group())} "


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Multiply-and-shift hashes as columns, the same in every run and with every numpy."""
    digests = [hashlib.sha256(b"%d" % at).digest() for at in range(BANDS * ROWS_IN_BAND)]
    factors = [int.from_bytes(digest[:8], "big") | 1 for digest in digests]
    offsets = [int.from_bytes(digest[8:16], "big") for digest in digests]
    one_each = BANDS * ROWS_IN_BAND, 1
    return (
        np.array(factors, dtype=np.uint64).reshape(one_each),
        np.array(offsets, dtype=np.uint64).reshape(one_each),
    )
