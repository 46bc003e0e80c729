"""Sentences by their punctuation: the parser's own guesses break at datelines, times and colons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.gazetteer.words import is_initials

# "arrived. The", "arrived.” The", "late?\nThe"
END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|\n")
LAST_WORD = re.compile(r"[^\s(“\"‘'—–/]+$")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# "at 2:14 a.m. Moscow time", "9 p.m. ET", "7 p.m. on", "p.m. Friday"
CLOCK_GOES_ON = re.compile(
    rf"\s+(?:[a-z(,;–—-]|(?:\w+[ -]){{0,2}}(?:[Tt]ime|GMT|UTC)\b|[A-Z]{{2,4}}\b|{WEEKDAY}"
    rf"|{MONTH}[a-z.]*\s+\d)"
)
# "GHANA.", "7:05 a.m.", "October 2016.", "VLADIVOSTOK, June 24. /UTA/." before the text of an item
ITEM_HEAD = re.compile(
    r"[•*\d\s-]*(?:[A-ZÀ-Þ][A-ZÀ-Þ/’'. -]+|\d{1,2}[:.]\d\d(?: ?[ap]\.?m)?"
    rf"|(?:[A-Z]\w+, )?(?:\d{{1,2}} )?{MONTH}[a-z]*\.?(?: \d{{1,2}})?(?:,? \d{{4}})?)"
    rf"(?:,? (?:\d{{1,2}} )?{MONTH}[a-z]*\.?(?: \d{{1,2}})?(?:, \d{{4}})?)?"
    r"[.\s]*(?:/[\w ]+/)?"
)
LANGUAGES = Path(__file__).parent.parent / "languages"


def load_abbreviations(language: str) -> frozenset[str]:
    """Words, in lower case and without their stop, that do not end a sentence."""
    rows = (LANGUAGES / language / "abbreviations.txt").read_text("utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("#") for word in row.split())


def ends_sentence(text: str, at: int, abbreviations: frozenset[str]) -> bool:
    """Whether the full stop at `at` ends a sentence."""
    following = text[at + 1 : at + 41]
    found = LAST_WORD.search(text[max(0, at - 30) : at])
    word = found.group() if found else ""
    last = word.lower()
    letter = len(last) == 1 and last.isalpha()
    if letter or last in abbreviations or is_initials(f"{word}."):
        return False
    line_start = text.rfind("\n", 0, at) + 1
    line = text[line_start : min(at, line_start + 80)]
    if line.strip().isdigit() and len(line.strip()) < 3:  # "3. Under a permit" in a numbered list
        return False
    if ITEM_HEAD.fullmatch(line):
        return False
    if last in ("a.m", "p.m"):
        return not CLOCK_GOES_ON.match(following)
    return not re.match(r"[\"'”’»)\]]*\s+[a-z]", following)


def sentence_starts(text: str, abbreviations: frozenset[str]) -> list[int]:
    """Character offsets at which a sentence may start (white space included)."""
    starts = [0]
    for found in END.finditer(text):
        if text[found.start()] != "." or ends_sentence(text, found.start(), abbreviations):
            starts.append(found.end())
    return starts


@Language.factory("sentences", assigns=["token.is_sent_start"], default_config={"language": "en"})
class SentenceSplitter:
    """Sets every token's `is_sent_start`, which the parser then keeps to."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.abbreviations = load_abbreviations(language)

    def __call__(self, doc: Doc) -> Doc:
        starts = sentence_starts(text_of(doc), self.abbreviations)
        index = 0
        marks: Any = np.full(len(doc), -1, dtype=np.int64)  # -1: no sentence starts there
        for token in doc:
            if not token.is_space:
                while index < len(starts) and starts[index] <= token.idx:
                    index += 1
                    marks[token.i] = 1
        # All at once: each setting of `token.is_sent_start` looks through the whole text.
        return doc.from_array(["SENT_START"], marks.view(np.uint64))
