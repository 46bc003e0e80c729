"""Whether what a page says now takes the place of the article that stood there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.walls import LONGEST_WALL, is_stub, tells_of
from storage.records import Article, FoundIn
from storage.word_lists import any_line


def is_withdrawal(text: str, *, stored: str = "") -> bool:
    """Whether a page's text is a notice that its article was retracted, withdrawn or removed.

    To be asked of the page of a stored article only: a short article may tell of such a thing. What
    the `stored` text says itself is no notice: the page may be a teaser of it.
    """
    words = any_line(Path(__file__).with_name("withdrawn_words.txt"))
    found = words.finditer(text if len(text) <= LONGEST_WALL else "")
    return any(notice.group() not in stored for notice in found)


def loses(stored: Mapping[str, Any], article: Article) -> bool:
    """Whether what a page says now is no later state of the article that is stored."""
    if is_withdrawal(article.text, stored=str(stored["text"])):
        return False
    is_dated = article.dated_by not in (None, FoundIn.NOWHERE, FoundIn.FEED, FoundIn.URL)
    has_headline = tells_of(str(stored["title"]), f"{article.title}\n{article.text}")
    return is_stub(article.text, str(stored["text"]), is_article=is_dated and has_headline)
