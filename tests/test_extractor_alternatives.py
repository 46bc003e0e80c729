"""Lists of words as patterns: what they find is the longest word that is there."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractor.alternatives import any_of

SHORT = st.text("ab. ", min_size=1, max_size=4)


@given(st.lists(SHORT, min_size=1, max_size=12), st.text("ab. ", max_size=30))
def test_a_text_is_read_by_the_longest_words_of_a_list(words: list[str], text: str) -> None:
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    for end in ("", r"\b", "(?!a)"):
        plain = re.finditer(f"(?:{longest_first}){end}", text)
        found = re.finditer(any_of(words) + end, text)
        assert [one.span() for one in found] == [one.span() for one in plain]
