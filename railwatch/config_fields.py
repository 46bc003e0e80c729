"""What tables of `railwatch.toml` may hold, and what is said of one that holds anything else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

# What a table may hold: each field's type (`list[str]` where a list), and how to write it.
Fields = Mapping[str, tuple[Any, str]]


class ConfigError(Exception):
    """The configuration cannot be used; the message is one plain sentence."""


def check_fields(table: Mapping[str, Any], known: Fields, where: object) -> None:
    """Refuse an unknown field, or a value of another kind than the field's."""
    for field, value in table.items():
        if field not in known:
            raise ConfigError(f"{where}: unknown field {field!r}; {hint(field, known)}")
        kind, wording = known[field]
        if not fits(value, kind):
            raise ConfigError(f"{where}: {field} must be {wording}, not {value!r}.")


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of this kind; TOML's true and false are no numbers."""
    if isinstance(value, bool):
        return kind is bool
    if get_origin(kind) is list:
        [item] = get_args(kind)
        return isinstance(value, list) and all(
            isinstance(one, get_origin(item) or item) for one in value
        )
    return isinstance(value, kind)


def hint(word: str, known: Iterable[str]) -> str:
    """What to say of a word that is not known: the one it is likely meant to be, or all."""
    words = list(known)
    near = nearest(word, words)
    return f"did you mean {near!r}?" if near else f"known are {', '.join(words)}."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, if one is like it at all."""
    return next(iter(difflib.get_close_matches(word, known, n=1)), None)
