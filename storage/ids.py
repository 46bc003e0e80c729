"""Ids: short hashes of the fewest values that never change."""

from __future__ import annotations

import hashlib

DIGITS = 16


def short_hash(*parts: object) -> str:
    """16 hexadecimal digits that stand for the parts in their order."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def search_id(row_id: str) -> int:
    """The number that stands for a hashed id in a full-text table (60 bits of it)."""
    return int(row_id[-15:], 16)
