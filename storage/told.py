"""When an article was told: at its publication, but never after it was first fetched."""

from __future__ import annotations


def told_at(table: str = "articles") -> str:
    """The SQL of the moment in UTC at which an article of `table` was told."""
    first_fetched = f"coalesce({table}.first_fetched_at, {table}.fetched_at)"
    return f"min(coalesce({table}.published_at, {first_fetched}), {first_fetched})"
