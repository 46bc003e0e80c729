"""The likeness of two texts: shared runs of words, and how to find who shares them."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Collection
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


def bands(shingled: Collection[array[int]]) -> list[list[int]]:
    """For each text one number a band; texts that share a band's number may be near-duplicates.

    No text may be without shingles. All are hashed at once: numpy is quick on long arrays only.
    """
    sizes = [len(one) for one in shingled]
    values = np.frombuffer(b"".join(shingled), dtype=np.uintc).astype(np.uint64)
    starts = np.cumsum([0, *sizes])[:-1]
    minima = np.empty((BANDS * ROWS_IN_BAND, len(sizes)), dtype=np.uint64)
    hashed = np.empty_like(values)
    for row, factor, offset in zip(minima, *_permutations(), strict=True):
        np.multiply(values, factor, out=hashed)
        np.add(hashed, offset, out=hashed)
        np.minimum.reduceat(hashed, starts, out=row)
    minima >>= np.uint64(32)
    # 62 bits of the two 32-bit minima: SQLite's integers are signed.
    numbers: list[list[int]] = ((minima[::2] << np.uint64(31)) ^ minima[1::2]).T.tolist()
    return numbers


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
    """Multiply-and-shift hashes, the same in every run and with every numpy."""
    digests = [hashlib.sha256(b"%d" % at).digest() for at in range(BANDS * ROWS_IN_BAND)]
    factors = [int.from_bytes(digest[:8], "big") | 1 for digest in digests]
    offsets = [int.from_bytes(digest[8:16], "big") for digest in digests]
    return np.array(factors, dtype=np.uint64), np.array(offsets, dtype=np.uint64)
