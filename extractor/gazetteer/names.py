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
# Words that do not tell names apart: "Khasan railway station", "the city of Poona".
_GENERIC = re.compile(
    r"^(?:the |city of |town of |village of |port of |station of |gare de |gare d |bahnhof )"
    r"| (?:(?:railways?|train|metro|subway|railroad|light rail|rail|tube|underground) station"
    r"|(?:railway|rail|train) termin(?:al|us)|stn|station|railway checkpoint|checkpoint"
    r"|border crossing|city|town|village|railway junction|junction|jn|station square)$"
)
_CITIES = frozenset(data_lines(Path(__file__).parent / "cues" / "whole_cities.txt"))


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
