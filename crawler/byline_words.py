"""The words that bylines are written with, from `byline_words.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def byline_words() -> dict[str, list[str]]:
    """Each list of the file by its name."""
    return tomllib.loads(Path(__file__).with_name("byline_words.toml").read_text("utf-8"))


def phrases(name: str) -> str:
    """The words of a list as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(byline_words()[name], key=len, reverse=True))


def any_of(name: str) -> str:
    """The regular expressions of a list as alternatives."""
    return "|".join(byline_words()[name])
