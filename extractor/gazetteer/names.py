"""Folding names so that every way of writing one meets in one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from storage.word_lists import data_lines

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)
_POSSESSIVE = re.compile(r"['’`]s?$")
_APOSTROPHES = re.compile(r"['’ʼʻ`´‘]")
_GAPS = re.compile(r"[\W_]+")
_CUES = Path(__file__).parent / "cues"
_BEFORE = "|".join(data_lines(_CUES / "generic_before.txt"))
_BEHIND = "|".join(data_lines(_CUES / "generic_behind.txt"))
# Words that do not tell names apart: "Khasan | railway station", "the city of | Poona".
_GENERIC = re.compile(rf"^(?:{_BEFORE}) | (?:{_BEHIND})$")
_CITIES = frozenset(data_lines(_CUES / "whole_cities.txt"))
_ARTICLE = re.compile(rf"^(?:{'|'.join(data_lines(_CUES / 'definite.txt'))}) ")
_EITHER_NUMBER = tuple(data_lines(_CUES / "either_number.txt"))


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """A name without case, accents, punctuation, possessive: `Małaszewicze’s` -> `malaszewicze`."""
    flat = _POSSESSIVE.sub("", name.strip()).casefold().translate(_LETTERS)
    flat = unicodedata.normalize("NFKD", flat)
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = _GAPS.sub(" ", _APOSTROPHES.sub("", unicodedata.normalize("NFC", flat)))
    return " ".join("saint" if word == "st" else word for word in flat.split())


def bare(key: str) -> str:
    """A folded name without generic words: `khasan railway station` -> `khasan`."""
    for _ in range(2):
        shorter = _GENERIC.sub("", key).strip()
        if not shorter or shorter == key or key in _CITIES:
            break
        key = shorter
    return key


def without_article(key: str) -> str:
    """A folded name without its article: `the hindu` -> `hindu`."""
    return _ARTICLE.sub("", key)


def in_other_number(key: str) -> list[str]:
    """A company's folded name in its other number, if any: `uzbek railway` -> `uzbek railways`."""
    if not key.endswith(_EITHER_NUMBER):
        return []
    return [key.removesuffix("s") if key.endswith("s") else f"{key}s"]
