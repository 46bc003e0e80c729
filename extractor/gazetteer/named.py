"""Tokens that name a place, before it is known which."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE, HALF, PLAIN = 2, 1, 0  # which of overlapping names wins


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens start to end (excluded) name a place; `kind` is what the words beside it say.

    `key` is what to look up. One that is not `sure` counts only if its name is sure elsewhere.
    """

    start: int
    end: int
    key: str
    kind: str | None = None
    sure: bool = True
    rank: int = PLAIN


def order_of(named: Named) -> tuple[int, int, bool]:
    """Sort key: which of overlapping names wins, the strongest last."""
    return named.rank, named.end - named.start, named.kind is not None


def start_of(named: Named) -> int:
    """Sort key: where a name starts."""
    return named.start
