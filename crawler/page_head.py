"""What stands on top of an article's paragraphs and is none: headline, byline, date."""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile
from pathlib import Path

from storage.folding import fold, fold_name
from storage.word_lists import data_lines

# "By Ann Lee and Bo Kim", "Von: Ben Ott", "Текст: Фёдор Лисин"; not "By Monday trains ran again."
SIGNED = re.compile(r"^(?:(?:(?:written |story )?by|von|par|por|автор):?|текст:)\s+", re.IGNORECASE)
# "박준석 기자 외 1명", "松岡大地記者", "新华社记者 李明"
REPORTER = re.compile(
    r"^\S{2,6}\s?(?:기자|특파원|記者)(?:\s?외\s?\d+\s?명)?$|^(?:本报|新华社)记者\s?\S{2,4}$"
)
# The small words between names: "By our correspondent in Seoul" signs too.
BETWEEN_NAMES = {
    "and",
    "und",
    "et",
    "y",
    "и",
    "in",
    "for",
    "of",
    "our",
    "a",
    "staff",
    "correspondent",
    "reporter",
}
MAX_SIGNED_WORDS = 10
SENTENCE_END = (".", "!", "?", "…", "。", ":")


def without_head(paragraphs: list[str], title: str) -> list[str]:
    """The paragraphs from the first that is neither the title, nor a byline, nor a date."""
    key = fold_name(title)

    def is_head(paragraph: str) -> bool:
        repeats_title = bool(key) and fold_name(paragraph) == key
        return repeats_title or is_byline(paragraph) or _is_date(paragraph)

    return list(dropwhile(is_head, paragraphs))


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
    return word[0].isupper() or word[0].isdigit() or fold(word) in BETWEEN_NAMES


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
