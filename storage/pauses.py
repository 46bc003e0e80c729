"""How long to leave alone what has failed: twice as long after each failure."""

from __future__ import annotations

from datetime import timedelta

MOST_DOUBLINGS = 16


def pause_after(failures: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """The pause after so many failures in a row, `first` after one and never over `longest`."""
    doublings: int = 2 ** min(failures - 1, MOST_DOUBLINGS)
    return min(first * doublings, longest)
