"""Pages on which an outlet takes back the article that stood there."""

from __future__ import annotations

from pathlib import Path

from crawler.walls import LONGEST_WALL
from storage.word_lists import any_line


def is_withdrawal(text: str, *, stored: str = "") -> bool:
    """Whether a page's text is a notice that its article was retracted, withdrawn or removed.

    To be asked of the page of a stored article only: a short article may tell of such a thing. What
    the `stored` text says itself is no notice: the page may be a teaser of it.
    """
    words = any_line(Path(__file__).with_name("withdrawn_words.txt"))
    found = words.finditer(text if len(text) <= LONGEST_WALL else "")
    return any(notice.group() not in stored for notice in found)
