"""What stands on top of an article's paragraphs and is none: headline, byline, date."""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile
from pathlib import Path

from crawler.byline_words import any_of, byline_words
from storage.folding import fold, fold_name
from storage.word_lists import data_lines

# "By Ann Lee and Bo Kim", "Von: Ben Ott"; not "By Monday trains ran again."
SIGNED = re.compile(rf"^(?:{any_of('line_leads')})\s+", re.IGNORECASE)
REPORTER = re.compile(rf"^(?:{any_of('reporter_lines')})$")
# Of either, whatever stands behind it.
BEGINNING = re.compile(rf"{SIGNED.pattern}|^(?:{any_of('reporter_lines')})", re.IGNORECASE)
MAX_SIGNED_WORDS = 10
# A shorter title may end any line; longer words before one are no rubric.
LEAST_TITLE, MAX_RUBRIC = 16, 40
SENTENCE_END = (".", "!", "?", "…", "。", ":")


def without_head(paragraphs: list[str], title: str) -> list[str]:
    """The paragraphs from the first that is neither the title, nor a byline, nor a date."""
    key = fold_name(title)

    def is_head(paragraph: str) -> bool:
        return _repeats(paragraph, key) or is_byline(paragraph) or _is_date(paragraph)

    return list(dropwhile(is_head, paragraphs))


def _repeats(paragraph: str, title: str) -> bool:
    """Whether a paragraph is the title, which is folded, alone or behind a rubric."""
    text = fold_name(paragraph)
    if not title or text == title:
        return bool(title)
    is_short = len(title) >= LEAST_TITLE and len(text) <= len(title) + MAX_RUBRIC
    return is_short and text.endswith(title) and not paragraph.endswith((".", "。"))


def begins_as_byline(line: str) -> bool:
    """Whether a line may be a byline once it is cut: asked of many lines, it takes little."""
    return BEGINNING.match(line) is not None


def is_byline(line: str) -> bool:
    """Whether a line only says who wrote: every word of it a name, or between names."""
    if REPORTER.match(line):
        return True
    signed = SIGNED.match(line)
    if signed is None or line.endswith(SENTENCE_END):
        return False
    words = re.findall(r"[^\W_][\w'’.-]*", line[signed.end() :])
    return 0 < len(words) <= MAX_SIGNED_WORDS and all(_may_sign(word) for word in words)


def _may_sign(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or fold(word) in byline_words()["between_names"]


def _is_date(line: str) -> bool:
    """Whether a line holds nothing but a date and the words that go with one."""
    parts = re.findall(r"\d+|[^\W\d_]+", fold(line))
    words = [part for part in parts if not part.isdigit()]
    numbers = len(parts) - len(words)
    if not numbers or (not words and numbers < 3):
        return False
    return all(word in date_words() for word in words)


@cache
def date_words() -> frozenset[str]:
    """The words of a line that only tells when a piece came out, folded."""
    lines = data_lines(Path(__file__).with_name("dateline_words.txt"))
    return frozenset(fold(word) for line in lines for word in line.split())
