"""Word lists as regular expressions that leave a place in the text at its first unfit letter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first.

    Words that begin alike share their beginning, so that a list of hundreds is as quick as a few.
    """
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    ends = [""] if tails.pop("", None) else []  # a word ends here: last, as it is the shortest
    branches = [re.escape(first) + any_of(rest) for first, rest in tails.items()] + ends
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
