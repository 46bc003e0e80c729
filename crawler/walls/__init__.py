"""Pages on which a wall stands for the article: subscribe, consent, prove to be human, not found.

The lists beside this file, one a language, hold parts of what such pages say.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from storage.folding import fold
from storage.prints import read_print
from storage.shingles import containment
from storage.word_lists import data_lines

# A wall says what it wants in a few sentences; longer paragraphs are of an article about walls.
LONGEST_PARAGRAPH = 400
# A page that has shrunk to less than this share of what is stored is a stub.
STUB_SHARE, STUB_LENGTH = 0.3, 500
# Two states of one article share more of the shorter's runs of words than this.
LEAST_SHARED = 0.1
# No wall is longer (in letters of an alphabet) that has none of the phrases.
LONGEST_WALL = 700
# The beginning of a word, whatever its ending; of Han each letter. Shorter words tell nothing.
STEM = re.compile(
    r"[\u3400-\u9fff]|(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{2}|(?<![\u30a0-\u30ff])[\u30a0-\u30ff]{2,3}"
    r"|(?<!\w)[^\W\d_\u3040-\uffff]{4}"
)
# An article has more than this share of the words of its headline; fewer words are no measure.
TOLD_SHARE, LEAST_STEMS = 1 / 3, 3


def without_walls(text: str) -> str:
    """The paragraphs that belong to an article."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraph for paragraph in paragraphs if not _is_wall(paragraph))


def tells_of(headline: str, text: str) -> bool:
    """Whether a text has the words of a headline, or the headline too few to tell by."""
    words = _stems(headline)
    return len(words) < LEAST_STEMS or len(words & _stems(text)) > TOLD_SHARE * len(words)


def is_stub(text: str, stored: str, *, is_article: bool = False) -> bool:
    """Whether a page's text must not replace the one stored: a wall, a scrap, or other words.

    Other words are believed only of a page that is an article by more than its text.
    """
    told, kept = without_walls(text), without_walls(stored)
    if len(told) < STUB_SHARE * len(kept) and (told != text or len(kept) > STUB_LENGTH):
        return True
    is_thin = len(text) <= min(len(stored), STUB_LENGTH)
    is_doubtful = bool(stored) and (is_thin or not is_article)
    return is_doubtful and shared(text, stored) < LEAST_SHARED


def shared(one: str, other: str) -> float:
    """The share of the shorter text's runs of words that the other has too."""
    return containment(*(read_print(text).shingled for text in (one, other)))


def _stems(text: str) -> set[str]:
    return set(STEM.findall(fold(text)))


def _is_wall(paragraph: str) -> bool:
    if len(paragraph) > LONGEST_PARAGRAPH:
        return False
    return _phrases().search(fold(paragraph)) is not None


@cache
def _phrases() -> re.Pattern[str]:
    files = sorted(Path(__file__).parent.glob("*.txt"))
    phrases = [fold(line) for file in files for line in data_lines(file)]
    return re.compile("|".join(map(re.escape, phrases)))
