"""A document's tokens as name finding sees them, and the cue words that find names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.gazetteer.lookup import Gazetteer

CUES = Path(__file__).parent / "cues"
HYPHENS = frozenset("-–—‐‑")
POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_ELIDED = ("l'", "l’", "d'", "d’")  # the small word of "Gare de l'Est" is no token of its own
_LONGEST_TEXT = 60_000  # tokens, some 300 kB: no news article is longer
_SUM = re.compile(r"(?:CHF|RM|Rs|Tk|INR|EUR|USD|GBP|SEK|NOK|DKK|PLN|ZAR|MYR|PKR|BDT)\d[\d,.]*")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.){2,}")
_IN_NO_NAME = re.compile(r"[()$€£@/]")
_HEADLINE = 6  # words in capitals on end
_POSITIONS = ("before", "after", "alone", "acting")


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of `cues/<name>.txt`, whose lines starting with # are remarks."""
    lines = (CUES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def cue_rows(name: str) -> list[dict[str, str]]:
    """The rows of `cues/<name>.csv`."""
    with (CUES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@cache
def countries_of_states(written: str) -> dict[str, str]:
    """The country of each state as it stands behind a town, "short" or "full": "Ont." -> "CA"."""
    return {row["sign"]: row["country"] for row in cue_rows("states") if row["written"] == written}


def is_title(word: str) -> bool:
    """Whether a word may stand before a person's name: "Minister", "Dr."."""
    return word.lower().rstrip(".") in word_list("titles")


def is_initials(word: str) -> bool:
    """Whether a word is of initials only: the "H.M.K.W." of "H.M.K.W. Bandara"."""
    return _INITIALS.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that make a name of what stands before or after them, or are one by themselves."""

    words: tuple[str, ...]
    kind: str
    needs_capital: bool


CueTable = dict[tuple[str, str], list[Cue]]


@cache
def cue_table(name: str) -> CueTable:
    """The cues of `cues/<name>.csv` by position and first word, the longest first."""
    table: CueTable = {}
    for row in cue_rows(name):
        if row["position"] not in _POSITIONS:
            raise ValueError(f"{name}.csv: no such position: {row['position']}")
        words = tuple(row["cue"].replace("'s", " 's").replace("s' ", "s ' ").split())
        cue = Cue(words, row["kind"], row["needs_capital"] == "yes")
        table.setdefault((row["position"], words[0]), []).append(cue)
    for cues in table.values():
        cues.sort(key=_length, reverse=True)
    return table


def _length(cue: Cue) -> int:
    return len(cue.words)


class Words:
    """Arrays over the tokens of one document: cheap to ask again and again."""

    def __init__(self, doc: Doc) -> None:
        doc = self.doc = doc if len(doc) <= _LONGEST_TEXT else doc[:_LONGEST_TEXT].as_doc()
        self.source = text_of(doc)
        self.begins = [token.idx for token in doc]
        self.texts = [token.text for token in doc]
        self.lower = [text.casefold().replace("’", "'") for text in self.texts]
        self.capital = [_is_capital(text) for text in self.texts]
        for i in _shouted(self.texts):
            self.capital[i] &= self.lower[i] not in _small_words()
        self.entity = [token.ent_type_ for token in doc]
        self.sentence_start = _sentence_starts(doc, self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def may_go_on(self, i: int, gazetteer: Gazetteer) -> bool:
        """Whether a known name of more than this token may start here."""
        attached = i + 1 < len(self) and self.glued(i + 1)
        return attached or gazetteer.begins_name(self.texts[i])

    def text(self, start: int, end: int) -> str:
        """The text of the tokens `start:end`."""
        if start == end:
            return ""
        return self.source[self.begins[start] : self.begins[end - 1] + len(self.texts[end - 1])]

    def glued(self, i: int) -> bool:
        """Whether no space parts token i from the one before it."""
        return i > 0 and self.begins[i - 1] + len(self.texts[i - 1]) == self.begins[i]

    def is_hyphen(self, i: int) -> bool:
        """A dash without spaces between two words."""
        return self.texts[i] in HYPHENS and self.glued(i) and self.glued(i + 1)

    def is_definite(self, i: int) -> bool:
        """Whether token i is a definite article."""
        return self.lower[i] in word_list("definite")

    def matching_cue(self, table: CueTable, position: str, i: int) -> Cue | None:
        """The longest cue of that position that starts at token i."""
        for cue in table.get((position, self.lower[i]), ()):
            if tuple(self.lower[i : i + len(cue.words)]) == cue.words and (
                not cue.needs_capital or self.capital[i]
            ):
                return cue
        return None

    def is_name_word(self, i: int) -> bool:
        """Capitalised, and not merely because a sentence starts or it is a day or month."""
        month = self.lower[i] in word_list("calendar") or self.is_may(i)
        return self.capital[i] and not month and not self.is_plain_start(i)

    def past_articles(self, start: int, end: int) -> int:
        """The first token of `start:end` that may begin a name; `end` where none does."""
        articles = word_list("name_articles")
        while start < end and (not self.is_name_word(start) or self.lower[start] in articles):
            start += 1
        return start

    def is_titled(self, start: int, end: int) -> bool:
        """Whether a name stands behind a person's title: "the minister, | Frank Tayali"."""
        rank = not self.sentence_start[start] and self.texts[start - 1] == "."  # "Comr. | Jo Roe"
        before = start - 1 - (rank or (end - start > 1 and self.texts[start - 1] == ","))
        return before >= 0 and is_title(self.lower[before])

    def is_may(self, i: int) -> bool:
        """The month in "on 3 May", which is no word of the calendar by itself."""
        return self.lower[i] == "may" and i > 0 and self.texts[i - 1].isdigit()

    def is_everyday(self, start: int, end: int) -> bool:
        """Nothing but everyday words and small ones."""
        everyday = word_list("everyday")
        return all(self.lower[i] in everyday or not self.capital[i] for i in range(start, end))

    def is_plain_start(self, i: int) -> bool:
        """A word whose capital only starts a sentence or headline."""
        if not self.sentence_start[i]:
            return False
        if self.lower[i] in word_list("directions") and self.capital[i + 1 : i + 2] == [True]:
            return False  # "South Coast Line trains", "North Macedonia's government"
        tag = self.doc[i].pos_
        return self.lower[i] in word_list("everyday") or tag in (
            "VERB",
            "ADV",
            "DET",
            "PRON",
            "AUX",
        )


@cache
def _small_words() -> frozenset[str]:
    """Words that are no names where a capital says nothing."""
    return word_list("everyday") | word_list("openers") | word_list("place_prepositions")


def _shouted(texts: list[str]) -> Iterator[int]:
    """Tokens of headlines in capitals, in which a capital says nothing."""
    start = 0
    for i in range(len(texts) + 1):
        if i == len(texts) or (texts[i].isalpha() and not texts[i].isupper()):
            if sum(text.isalpha() for text in texts[start:i]) >= _HEADLINE:
                yield from range(start, i)
            start = i + 1


def _is_capital(text: str) -> bool:
    if _IN_NO_NAME.search(text) or _SUM.fullmatch(text):
        return False
    first = text[2:3] if text[:2] in _ELIDED else text[0]
    if first.isdigit():  # "52nd", "110th" in the names of streets and stations
        return text[-2:] in ("st", "nd", "rd", "th")
    return first.isupper() or (first.isalpha() and not first.islower())


def _sentence_starts(doc: Doc, texts: list[str]) -> list[bool]:
    starts: list[bool] = (doc.to_array("SENT_START") == 1).tolist()
    for i, text in enumerate(texts[:-1]):
        if "\n" in text or text in '"“‘:':
            starts[i + 1] = True
    return starts
