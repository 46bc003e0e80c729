"""A document's tokens as name finding sees them, and the cue words that find names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

CUES = Path(__file__).parent / "cues"
HYPHENS = frozenset("-–—‐‑")
# Small words that stand inside names: "Rio de Janeiro", "Newcastle upon Tyne", "Nurse and Sons".
PARTICLES = frozenset(
    "of de del della da do dos das du des la le les l' d' el al al- bin am an im der den die dem van "
    "von zu upon on under sur sous en y e i the and & ' ’ . / ibn ul".split()
)
POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december".split()
)


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of `cues/<name>.txt`, whose lines starting with # are remarks."""
    lines = (CUES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that make a name of what stands before or after them (`position`)."""

    words: tuple[str, ...]
    kind: str
    position: str
    needs_capital: bool


@cache
def cue_table(name: str) -> dict[tuple[str, str], list[Cue]]:
    """The cues of `cues/<name>.csv` by position and first word, the longest first."""
    table: dict[tuple[str, str], list[Cue]] = {}
    with (CUES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            if row["position"] not in ("before", "after", "alone"):
                raise ValueError(f"{name}.csv: no such position: {row['position']}")
            words = tuple(row["cue"].replace("'s", " 's").replace("s' ", "s ' ").split())
            cue = Cue(words, row["kind"], row["position"], row["needs_capital"] == "yes")
            table.setdefault((cue.position, words[0]), []).append(cue)
    for cues in table.values():
        cues.sort(key=_length, reverse=True)
    return table


def _length(cue: Cue) -> int:
    return len(cue.words)


class Words:
    """Arrays over the tokens of one document: cheap to ask again and again."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.texts = [token.text for token in doc]
        self.lower = [text.casefold().replace("’", "'") for text in self.texts]
        self.capital = [_is_capital(text) for text in self.texts]
        self.sentence_start = [False] * len(doc)
        for start in _sentence_starts(doc):
            self.sentence_start[start] = True
        self.entity = [token.ent_type_ for token in doc]
        self.person = [label == "PERSON" for label in self.entity]

    def __len__(self) -> int:
        return len(self.texts)

    def glued(self, i: int) -> bool:
        """Whether no space parts token i from the one before it."""
        return i > 0 and not self.doc[i - 1].whitespace_

    def breaks_before(self, i: int) -> bool:
        return i >= len(self) or "\n" in self.texts[i] or self.texts[i] in ';:()[]"“”'

    def matching_cue(
        self, table: dict[tuple[str, str], list[Cue]], position: str, i: int
    ) -> Cue | None:
        """The longest cue of that position that starts at token i."""
        for cue in table.get((position, self.lower[i]), ()):
            end = i + len(cue.words)
            if tuple(self.lower[i:end]) == cue.words and (not cue.needs_capital or self.capital[i]):
                return cue
        return None

    def is_name_word(self, i: int) -> bool:
        """Capitalised, and not merely because a sentence starts or it is a day or month."""
        return self.capital[i] and self.lower[i] not in _CALENDAR and not self.is_plain_start(i)

    def is_plain_start(self, i: int) -> bool:
        """An everyday word whose capital only starts a sentence or headline."""
        return self.sentence_start[i] and self.lower[i] in word_list("everyday")


def _is_capital(text: str) -> bool:
    first = text[0]
    return first.isupper() or (first.isalpha() and not first.islower()) or _is_coded(text)


def _is_coded(text: str) -> bool:
    """ "52nd", "95th", "110th": numbers that are street and station names."""
    return text[0].isdigit() and text[-2:] in ("st", "nd", "rd", "th")


def _sentence_starts(doc: Doc) -> list[int]:
    starts = [token.i for token in doc if token.is_sent_start]
    breaks = [token.i + 1 for token in doc if "\n" in token.text or token.text in '"“‘:']
    return [i for i in {*starts, *breaks, 0} if i < len(doc)]
