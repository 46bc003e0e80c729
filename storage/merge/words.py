"""Lists of words that the merge goes by, kept as data beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file of this folder, one a line; lines with `#` are comments."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
