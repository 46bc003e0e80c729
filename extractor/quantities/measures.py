"""Figures with a unit: lengths, speeds, delays, journey times, tonnes, containers and money.

A unit alone does not make a slot value: "15 km from Kanpur" is no length of a line and "awake for
19 hours" no delay. The patterns that decide are data, in the language's `quantities.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.quantities.approximations import alternation
from extractor.quantities.numerals import Numeral, NumeralReader, rounded
from storage.records import Qualifier, QuantityRole

WINDOW = 110  # characters to either side in which words decide the role


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure turned into the role's own unit; `role` is None where it is no slot value.

    `first` and `end` are the characters of figure and unit; `currencies` the ISO 4217 codes that
    an amount may be in.
    """

    first: int
    end: int
    value: float
    max: float | None
    role: QuantityRole | None
    currencies: tuple[str, ...] = ()
    qualifier: Qualifier = Qualifier.EXACT


class MeasureReader:
    """Reads the unit behind a number and decides what it measures."""

    def __init__(self, data: Mapping[str, Any], numerals: NumeralReader) -> None:
        self.units: dict[str, dict[str, float]] = data["units"]
        self.before: dict[str, list[str]] = data["currency"]["before"]
        self.after = currency_names(data["currency"]["after"])
        listed = (*self.before.values(), *self.after.values())
        self.codes = re.compile(rf"\s({'|'.join(sorted({c for row in listed for c in row}))})\b")
        self.scaled_only = frozenset(data["currency"]["scaled_only"])
        self.kinds = {unit: kind for kind, words in self.units.items() for unit in words}
        self.unit = re.compile(rf"[\s-]?(?P<unit>{alternation(self.kinds)})(?![\w/])", re.I)
        self.rules = compiled_rules(data["measures"])
        self.least_cost: float = data["measures"]["money"]["least"]
        self.special: dict[str, float] = data["measures"]["special"]
        self.special_pattern = re.compile(rf"(?<![\w-])(?:{alternation(self.special)})\b", re.I)
        self.hours = re.compile(data["measures"]["hours"], re.I)
        self.minutes = re.compile(data["measures"]["minutes"], re.I)
        self.million_tonnes = re.compile(data["measures"]["million_tonnes"])
        self.numerals = numerals

    def read(self, text: str, number: Numeral, start: int, end: int) -> Measure | None:
        """The measure that a number makes with its unit; None where it has none.

        `start` and `end` are the bounds of its sentence.
        """
        before = text[max(start, number.start - WINDOW) : number.start]
        if money := self._money(text, number, before, end):
            return money
        match = self.unit.match(text, number.end, end)
        if not match:
            return None
        unit = " ".join(match["unit"].split())
        factor = self._factor(self.kinds[unit.lower()], unit, number)
        if factor is None:
            return None
        more, stop = self._minutes(text, match)
        return Measure(
            first=number.start,
            end=stop,
            value=rounded(number.value * factor + more),
            max=None if number.max is None else rounded(number.max * factor),
            role=self._role(unit, before, text[stop : min(end, stop + WINDOW)]),
        )

    def spelled_durations(self, text: str, start: int, end: int) -> list[Measure]:
        """Durations that hold no number of their own ("an hour and a half"), within a sentence."""
        found = []
        for match in self.special_pattern.finditer(text, start, end):
            first, qualifier = self.numerals.approximations.before(text, match.start())
            value = self.special[" ".join(match.group().lower().split())]
            more, stop = (
                self._more_minutes(text, match.end()) if value % 60 == 0 else (0.0, match.end())
            )
            before = text[max(start, first - WINDOW) : first]
            if self.rules["duration"]["per_hour_before"].search(before):
                continue
            role = self._time_role(before, text[stop : min(end, stop + WINDOW)], "hours")
            if role:
                measure = Measure(first, stop, value + more, None, role, qualifier=qualifier)
                found.append(measure)
        return found

    def _factor(self, kind: str, unit: str, number: Numeral) -> float | None:
        """What one unit is worth; None where the letters are no unit here ("5 M", "2 T")."""
        if len(unit) == 1 and not unit.islower():
            return None
        if kind == "mass" and len(unit) > 1 and self.units["mass"].get(unit.lower(), 1) > 1:
            if not self.million_tonnes.fullmatch(unit) and unit.lower() != "kt":
                return None
            return 1.0 if number.scaled else self.units["mass"][unit.lower()]
        return self.units[kind][unit.lower()]

    def _minutes(self, text: str, unit: re.Match[str]) -> tuple[float, int]:
        """The minutes that follow hours ("4 hours 20 minutes"), and where the measure ends."""
        if not self.hours.fullmatch(unit.group()):
            return 0.0, unit.end()
        return self._more_minutes(text, unit.end())

    def _more_minutes(self, text: str, at: int) -> tuple[float, int]:
        """The minutes told at `at` and where they end; none end where they would begin."""
        match = self.minutes.match(text, at)
        numbers = self.numerals.find(match["minutes"]) if match else []
        return (numbers[0].value, match.end()) if match and numbers else (0.0, at)

    def _role(self, unit: str, before: str, after: str) -> QuantityRole | None:
        kind = self.kinds[unit.lower()]
        if kind == "time":
            return self._time_role(before, after, unit)
        if kind == "length":
            return self._length_role(unit, before, after)
        if self._dropped(kind, before, after):
            return None
        roles = {"speed": QuantityRole.SPEED_KMH, "mass": QuantityRole.TONNES}
        return roles.get(kind, QuantityRole.CONTAINERS)

    def _length_role(self, unit: str, before: str, after: str) -> QuantityRole | None:
        rules = self.rules["length"]
        if self._dropped("length", before, after):
            return None
        kept = rules["small_keep_after"].match(after) or rules["small_keep_before"].search(before)
        if rules["small"].fullmatch(unit) and not kept:
            return None
        return QuantityRole.LENGTH_KM

    def _time_role(self, before: str, after: str, unit: str) -> QuantityRole | None:
        delay, journey = self.rules["delay"], self.rules["duration"]
        if delay["after"].match(after):
            return QuantityRole.DELAY_MINUTES
        if journey["after"].match(after):
            return QuantityRole.DURATION_MINUTES
        if self._dropped("duration", before, after):
            return None
        if journey["before"].search(before) and not journey["unless"].search(before + after[:30]):
            return (
                QuantityRole.DURATION_MINUTES if journey["about"].search(before + after) else None
            )
        if delay["unit_only_after"].fullmatch(unit):
            return None
        lasting = delay["lasting_before"].search(before)
        if delay["unless_before"].search(before):
            return None
        if delay["unless_after"].match(after) and not lasting:
            return None
        return QuantityRole.DELAY_MINUTES if delay["before"].search(before) else None

    def _dropped(self, kind: str, before: str, after: str) -> bool:
        rules = self.rules.get(kind, {})
        drop_before, drop_after = rules.get("drop_before"), rules.get("drop_after")
        return bool(
            (drop_before and drop_before.search(before)) or (drop_after and drop_after.match(after))
        )

    def _money(self, text: str, number: Numeral, before: str, end: int) -> Measure | None:
        """An amount of money by the sign before it or the name behind it."""
        codes, stop = self._currency(text, number, end)
        if not codes:
            return None
        after = text[stop : min(end, stop + WINDOW)]
        small = number.value < self.least_cost
        return Measure(
            first=number.start,
            end=stop,
            value=number.value,
            max=number.max,
            role=None if small or self._dropped("money", before, after) else QuantityRole.COST,
            currencies=tuple(codes),
        )

    def _currency(self, text: str, number: Numeral, end: int) -> tuple[list[str], int]:
        """The currencies an amount may be in, and where its words end."""
        if number.symbol and (number.scaled or number.symbol not in self.scaled_only):
            return self.before.get(number.symbol, [number.symbol]), number.end
        for pattern, codes in self.after.items():
            if match := pattern.match(text, number.end, end):
                return codes, match.end()
        if match := self.codes.match(text, number.end, end):
            return [match[1]], match.end()
        return [], number.end


def currency_names(names: Mapping[str, list[str]]) -> dict[re.Pattern[str], list[str]]:
    """The patterns of currencies named behind an amount, with the codes they may mean."""
    return {re.compile(rf"[\s-]?(?:{words})(?!\w)", re.I): codes for words, codes in names.items()}


def compiled_rules(tables: Mapping[str, Any]) -> dict[str, dict[str, re.Pattern[str]]]:
    """The patterns of each `[measures.<kind>]` table by their names."""
    return {
        kind: {
            name: re.compile(rule, re.I) for name, rule in rules.items() if isinstance(rule, str)
        }
        for kind, rules in tables.items()
        if isinstance(rules, dict)
    }
