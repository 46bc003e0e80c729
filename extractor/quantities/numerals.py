"""Numbers in running text: digits, words, ranges, and how sure the text is of them.

"at least 14", "twenty-three", "1.08 lakh crore", "half a million", "between 20 and 30", "hundreds".
What a number counts is not asked here; the words come from the language's `quantities.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from extractor.quantities.approximations import ApproximationReader, alternation
from storage.records import Qualifier

# "1 340" and "4,2 million" are how much of the world groups thousands and marks decimals.
DIGITS = (
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,:])|(?P<decimal>\d{1,3},\d{1,2})(?=\s(?:%s)\b)"
    r"|\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:[.·]\d+)?"
)
NAME = re.compile(r"\s[A-Z]")  # "22503 Kanniyakumari-Dibrugarh": no count so long lacks commas
LARGEST = 1e15  # longer rows of digits count nothing on a railway
YEARS = range(1800, 2101)
DAYS = 31  # of a month
AGED = 110  # years that nobody lives to
BEHIND = 40  # characters before a number in which its approximation may stand


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: `text[first:end]` is the bare figure, with its approximation `start:end`.

    `symbol` is the currency sign that stands directly before it ("US$", "Rs"), `digits` whether it
    is written in figures, `scaled` whether a word like "million" belongs to it.
    """

    start: int
    first: int
    end: int
    value: float
    max: float | None = None
    qualifier: Qualifier = Qualifier.EXACT
    symbol: str | None = None
    digits: bool = False
    scaled: bool = False


class NumeralReader:
    """Finds the numbers of a text, left to right. `data` is a language's `quantities.toml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        numbers = data["numbers"]
        self.small: dict[str, int] = numbers["small"]
        self.scale: dict[str, int] = numbers["scale"]
        self.phrase: dict[str, float] = numbers["phrase"]
        self.vague: dict[str, float] = numbers["vague"]
        self.fraction: dict[str, float] = numbers["fraction"]
        self.shortened: str = data["shortened"]["before"]
        self.symbols: dict[str, list[str]] = data["currency"]["before"]
        self.names: dict[str, list[str]] = data["currency"]["after"]
        self.joint: str = numbers["joint"]
        self.decimal_before: str = numbers["decimal_before"]
        self.atom = self._atom_pattern()
        self.approximations = ApproximationReader(data["approximation"])
        self.ranges = {name: re.compile(pattern, re.I) for name, pattern in data["range"].items()}
        self.forbidden = {
            **{name: re.compile(rule) for name, rule in data["forbidden"].items()},
            "after": re.compile(data["forbidden"]["after"], re.I),
        }

    def _atom_pattern(self) -> re.Pattern[str]:
        """A number without its approximation: perhaps a currency sign, digits or words, scales."""
        scale = alternation(self.scale)
        plain = rf"(?:{alternation(self.small)})(?:[\s-](?:{alternation(self.small)})\b)?"
        words = rf"{plain}(?:[\s-](?:{scale})\b(?:\s+(?:{self.joint}\s+)?{plain}\b)?)*"
        fixed = alternation({**self.phrase, **self.vague})
        currency = (*self.symbols.values(), *self.names.values())
        codes = "|".join(sorted({code for row in currency for code in row}))
        short = rf"(?(symbol)[mk]\b|[mk](?=\s+(?:{self.shortened})))"
        return re.compile(
            r"(?:(?<!\w)|(?=\d))"  # within a word begins no number but one of digits
            rf"(?:(?<![\w$])(?P<symbol>(?-i:{alternation(self.symbols)}|{codes}))\s?(?=\d))?"
            rf"(?:(?<![\w.,/:-])(?P<fixed>{fixed})\b"
            rf"|(?P<digits>(?(symbol)|(?<![\d.,/:]))(?:{DIGITS % self.decimal_before}))"
            rf"(?P<scales>(?:[\s-]?(?:{scale})\b|{short})*)"
            rf"|\b(?P<words>{words})\b)"
            rf"(?P<fraction>\s?(?:{alternation(self.fraction)})(?!\w))?",
            re.I,
        )

    def find(self, text: str) -> list[Numeral]:
        """All numbers of the text that may count something, with ranges joined, in order."""
        atoms = [atom for match in self.atom.finditer(text) if (atom := self._read(text, match))]
        joined = self._join_ranges(text, atoms)
        allowed = [item for item in joined if not self._is_forbidden(text, item)]
        return [self._qualified(text, item) for item in allowed]

    def _read(self, text: str, match: re.Match[str]) -> Numeral | None:
        """The number a match stands for; None where its words make no number."""
        symbol = match["symbol"]
        first = match.end("symbol") if symbol else match.start()
        first += len(text[first : match.end()]) - len(text[first : match.end()].lstrip())
        value, vague = self._value(match)
        if value is None:
            return None
        fraction = " ".join((match["fraction"] or "").lower().split())
        value += self.fraction[fraction] if fraction else 0
        if value > LARGEST:
            return None
        return Numeral(
            start=match.start(),
            first=first,
            end=match.end(),
            value=value,
            qualifier=Qualifier.AT_LEAST if vague else Qualifier.EXACT,
            symbol=symbol,
            digits=match["digits"] is not None,
            scaled=bool(match["scales"]),
        )

    def _value(self, match: re.Match[str]) -> tuple[float | None, bool]:
        """The plain value of a match, and whether it is vague ("dozens")."""
        if match["fixed"]:
            phrase = " ".join(match["fixed"].lower().split())
            return self.phrase.get(phrase, self.vague.get(phrase)), phrase in self.vague
        if match["digits"]:
            digits = match["digits"].replace(",", "." if match["decimal"] else "").replace("·", ".")
            value = float(re.sub(r"\s", "", digits))
            return rounded(value * self._scale(match["scales"])), False
        return self._words_value(re.findall(r"[^\W\d]+", match["words"].lower())), False

    def _scale(self, text: str) -> float:
        factor = 1.0
        for word in re.findall(r"[a-z]+", text.lower()):
            factor *= {"m": 1e6, "k": 1e3}.get(word) or self.scale[word]
        return factor

    def _words_value(self, words: list[str]) -> float | None:
        """The value of number words ("two hundred and six thousand"); None for "two three"."""
        total, group, last = 0.0, 0.0, 100
        for word in words:
            if word in self.small:
                step = self.small[word]
                if last < 20 or (last < 100 and step > 9):
                    return None
                group, last = group + step, step
            elif self.scale.get(word) == 100:
                group, last = group * 100, 100
            elif word != self.joint:
                total, group, last = total + group * self.scale[word], 0.0, 100
        return total + group

    def _join_ranges(self, text: str, atoms: list[Numeral]) -> list[Numeral]:
        """Pairs like "20-30" or "between two and seven" made one; "from 16 to 14" stays two."""
        joined: list[Numeral] = []
        for atom in atoms:
            if joined and self._is_range(text, joined[-1], atom):
                low = joined[-1]
                factor = self._shared_factor(low, atom)
                joined[-1] = replace(
                    low,
                    end=atom.end,
                    value=rounded(low.value * factor),
                    max=atom.value,
                    scaled=atom.scaled,
                )
            else:
                joined.append(atom)
        return joined

    def _is_range(self, text: str, low: Numeral, high: Numeral) -> bool:
        if (
            low.max is not None
            or high.first - low.end > 8
            or Qualifier.AT_LEAST in (low.qualifier, high.qualifier)
        ):
            return False
        gap = text[low.end : high.start]
        before = text[max(0, low.start - BEHIND) : low.start]
        if low.value * self._shared_factor(low, high) >= high.value:
            return False
        if self.ranges["between_before"].search(before):
            return bool(self.ranges["between"].fullmatch(gap))
        if self.ranges["change_before"].search(before):
            return False
        return bool(self.ranges["joiner"].fullmatch(gap))

    def _shared_factor(self, low: Numeral, high: Numeral) -> float:
        """What the second number's "million" makes of the first in "5 to 6 million"."""
        if low.scaled or not high.scaled or low.value >= 1000:
            return 1.0
        factor = 1.0
        while high.value / factor >= 1000:
            factor *= 1000
        return factor if high.value / factor > low.value else 1.0

    def _is_forbidden(self, text: str, item: Numeral) -> bool:
        after = text[item.end : item.end + BEHIND]
        before = text[max(0, item.start - BEHIND) : item.start]
        if self.forbidden["after"].match(after) or (
            item.digits and re.match(r"[.:/,]?\d|/\d", after)
        ):
            return True
        if item.digits and re.match(r"[A-Z]|[-–][A-Z]", after) and not item.symbol:
            return not re.match(r"M[Tt]|TEU|FEU|M\b", after)
        if text[item.first : item.end].isdigit() and item.value >= 10_000 and NAME.match(after):
            return True
        if self.forbidden["before"].search(before):
            return True
        single = self.forbidden["one"].fullmatch(text, item.first, item.end)
        if single and self.forbidden["one_before"].search(before):
            return True
        ages = self.forbidden["ages_before"].search(before)
        if self._is_age(before, item, after) or (
            ages and self.forbidden["ages_after"].match(after)
        ):
            return True
        grouped = "," in text[item.first : item.end]  # "by August 5,480 people" tells no day
        named = self._is_date(before, item) or self.forbidden["before_digits"].search(before)
        if item.digits and not grouped and named:
            return True
        if item.digits and self.forbidden["clock"].match(text, max(0, item.start - 1)):
            return True
        return bool(re.search(r"[\w$]$", before)) and item.digits

    def _is_age(self, before: str, item: Numeral, after: str) -> bool:
        """Whether a number between commas behind someone is an age: "Keith Marlow, 71, died"."""
        years = item.digits and item.max is None and item.start == item.first and item.value < AGED
        named = years and self.forbidden["someone_before"].search(before)
        return bool(named) and after.startswith((",", ".", ")", ";"))

    def _is_date(self, before: str, item: Numeral) -> bool:
        """Whether a number behind a month's name is its day or the year."""
        month = self.forbidden["month_before"].search(before)
        if month is None:
            return False
        return item.value in YEARS or (item.value <= DAYS and not month["in"])

    def _qualified(self, text: str, item: Numeral) -> Numeral:
        """The number with the approximations around it taken in."""
        start, before = self.approximations.before(text, item.start)
        qualifier = before if before is not Qualifier.EXACT else item.qualifier
        behind = self.approximations.behind(text, item.end)
        if behind and qualifier is Qualifier.EXACT:
            return replace(item, start=start, end=behind[1], qualifier=behind[0])
        return replace(item, start=start, qualifier=qualifier)


def rounded(value: float) -> float:
    """The value without the dust of binary fractions (1.08 lakh crore is 1080000000000)."""
    return float(f"{value:.12g}")
