"""Patterns of repetition and their rules: "on Mondays and Fridays" -> FREQ=WEEKLY;BYDAY=MO,FR."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extractor.alternatives import any_of
from extractor.timex.atoms import number
from extractor.timex.patterns import Atom, Patterns, fill
from extractor.timex.words import LANGUAGES, Words, load_words, number_pattern

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST = 999  # times a period; more is no timetable
LOOK_BACK = 60  # characters before a pattern in which its subject stands


@dataclass(frozen=True, slots=True)
class Repeats:
    """A pattern of repetition at `start:end`; `count` times in each `freq`, or on `days`.

    One that holds only from a day to come, or perhaps, is `later`.
    """

    start: int
    end: int
    freq: str
    interval: int = 1
    count: int | None = None
    days: tuple[str, ...] = ()
    dates: tuple[int, ...] = ()
    later: bool = False

    @property
    def rule(self) -> str:
        """The pattern as RFC 5545 has it, X-TIMES where no day is named."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.days:
            parts.append("BYDAY=" + ",".join(self.days))
        if self.dates:
            parts.append("BYMONTHDAY=" + ",".join(str(day) for day in self.dates))
        if self.count and self.count > 1 and not self.days and not self.dates:
            parts.append(f"X-TIMES={self.count}")
        return ";".join(parts)

    @property
    def per_week(self) -> float | None:
        """The weekly number that the words give."""
        weekly = self.freq == "WEEKLY" and self.interval == 1
        return float(self.count) if self.count and weekly else None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The words and patterns of repetition of one language."""

    words: Words
    periods: dict[str, str]
    often: dict[str, str]
    times: dict[str, int]
    patterns: Patterns
    days: re.Pattern[str]
    no_timetable: frozenset[str]
    goes_on: re.Pattern[str]
    refused: re.Pattern[str]
    later: re.Pattern[str]


def day_names(words: Words) -> list[str]:
    """The full names of weekdays."""
    return [word for word in words.weekdays if len(word) > 5 and not word.isupper()]


def make_slots(data: dict[str, Any], words: Words) -> dict[str, str]:
    """The slots of recurrence.toml."""
    days = any_of(day_names(words))
    more, through, the = data["more"], data["through"], data["the"]
    counts = (word for word, value in words.numbers.items() if value >= 1)
    numbers = [word for word in counts if word not in words.articles]
    run = any_of(data["run"].split())
    nths = any_of(word for word in words.ordinals if word != data["every_other"])
    nth = rf"(?:3[01]|[12]\d|[1-9]){words.slots['th']}"
    return words.slots | {
        "list": rf"(?P<days>(?:{days})(?:{more}(?:{days})){{0,6}})(?!s)",
        "plurals": rf"(?P<days>(?:{days})s?(?:(?:{more}|{through})(?:{days})s?){{0,6}}(?<=days))",
        "span": rf"(?P<days>(?:{days}){through}(?:{days}))(?!s)",
        "weekday": rf"(?P<days>{days})",
        "ordinal": rf"(?P<ordinal>{any_of(words.ordinals)})",
        "nths": rf"(?P<nths>(?:{nths})(?:{more}(?:{nths})){{0,2}})",
        "number": rf"(?<![\d,.]){number_pattern(numbers, 'number')}",
        "figure": rf"(?:\d+|{any_of(numbers)})",
        "run": rf"(?:(?:{run})|{data['round_trips']})",
        "runs": rf"(?:{any_of(data['runs'].split())})",
        "except": rf"(?:{any_of(data['except'])})",
        "each": data["each_way"],
        "period": rf"(?P<period>{any_of(data['periods'])})(?!{data['told_when']})",
        "often": rf"(?P<often>{any_of([*data['often'], *map(str.capitalize, data['often'])])})",
        "times": rf"(?P<times>{any_of([*data['times'], *map(str.capitalize, data['times'])])})",
        "dates": rf"{the}(?P<dates>{nth}(?:{more}{the}{nth}){{0,9}})",
    }


@cache
def load_timetable(language: str) -> Timetable:
    """The patterns of repetition of a language. Raises KeyError for a slot unknown."""
    data = tomllib.loads((LANGUAGES / language / "recurrence.toml").read_text("utf-8"))
    words = load_words(language)
    slots = make_slots(data, words)
    return Timetable(
        words,
        data["periods"],
        data["often"],
        data["times"],
        Patterns(data["pattern"], slots),
        days=re.compile(f"({any_of(day_names(words))})|{data['through']}"),
        no_timetable=frozenset(data["no_timetable"]),
        goes_on=re.compile(data["goes_on"]),
        refused=re.compile(data["refused"], re.IGNORECASE),
        later=re.compile(fill(data["later"], slots)),
    )


def find_repeats(text: str, table: Timetable) -> list[Repeats]:
    """The patterns of repetition of a text, in order, the longer where two overlap, joined."""
    tried = table.patterns.within(text)
    found = [item for pattern in tried for item in read_pattern(pattern, text, table)]
    found.sort(key=start_then_length)
    kept: list[Repeats] = []
    for item in found:
        if kept and item.start < kept[-1].end:
            continue
        if kept and (joined := join(text, kept[-1], item, table)):
            kept[-1] = joined
        else:
            kept.append(item)
    told = [item for item in kept if not is_refused(text, item, table)]
    return [replace(item, later=bool(table.later.match(text, item.end))) for item in told]


def is_refused(text: str, found: Repeats, table: Timetable) -> bool:
    """Whether the words before tell that no train runs so: "buses will run every ten minutes"."""
    return table.refused.search(text[max(0, found.start - LOOK_BACK) : found.start]) is not None


def start_then_length(found: Repeats) -> tuple[int, int]:
    """Sort key: the earlier first, the longer first among those that start together."""
    return found.start, -found.end


def join(text: str, first: Repeats, second: Repeats, table: Timetable) -> Repeats | None:
    """Both as one where the second names the days of the first."""
    gap = text[first.end : second.start]
    if len(gap) > 40 or not table.goes_on.fullmatch(gap) or first.days or first.dates:
        return None
    names_days = second.days or second.dates
    if first.freq != second.freq or not names_days or first.interval > 1:
        return None
    return replace(second, start=first.start, count=first.count)


def read_pattern(pattern: Atom, text: str, table: Timetable) -> Iterator[Repeats]:
    """What one pattern finds in the text and makes sense."""
    for match in pattern.pattern.finditer(text):
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        if repeats := read_groups(groups, pattern.facts, table):
            start = match.start(pattern.facts.get("from", 0))
            yield replace(repeats, start=start, end=match.end())


def read_groups(groups: dict[str, str], facts: dict[str, Any], table: Timetable) -> Repeats | None:
    """The repetition that captured words and stated facts make; None where it is no timetable."""
    period = groups.get("period")
    freq = (
        facts.get("freq")
        or table.periods.get(period or "")
        or table.often.get(groups.get("often", "").lower())
    )
    amount = read_amount(groups, table)
    if amount is not None and not (1 <= amount <= MOST and amount == int(amount)):
        return None
    counted = bool(facts.get("count") or facts.get("weekly"))
    interval = int(facts.get("interval", 1) if counted or amount is None else amount)
    if freq is None:
        return None
    if period in table.no_timetable and amount is None and "ordinal" not in groups:
        return None
    count = int(amount) if counted and amount else None
    if freq == "WEEKLY" and count == 7 and not groups.get("days"):
        return Repeats(0, 0, "DAILY")
    interval *= 2 if period == "fortnight" else 1
    return Repeats(0, 0, freq, interval, count, read_days(groups, facts, table), read_dates(groups))


def read_amount(groups: dict[str, str], table: Timetable) -> float | None:
    """The number told: of times or of units between two."""
    if "times" in groups:
        return table.times[groups["times"].lower()]
    if "ordinal" in groups:
        return table.words.ordinals[groups["ordinal"]]
    return number(groups["number"], table.words) if "number" in groups else None


def read_days(groups: dict[str, str], facts: dict[str, Any], table: Timetable) -> tuple[str, ...]:
    """The weekdays named, or all but those."""
    if "days" in facts:
        return tuple(facts["days"].split(","))
    days: list[int] = []
    through = False
    for name in table.days.findall(groups.get("days", "")):
        if name:
            day = table.words.weekdays[name]
            start = days[-1] + 1 if through else day
            days += [known % 7 for known in range(start, start + (day - start) % 7 + 1)]
        through = not name
    if facts.get("without"):
        days = [day for day in range(7) if day not in days]
    which = [
        table.words.ordinals[w] for w in re.findall(r"[a-z]+", groups.get("nths", "")) if w != "and"
    ]
    codes = [CODES[day] for day in dict.fromkeys(days)]
    return tuple(f"{n}{code}" for n in which for code in codes) if which else tuple(codes)


def read_dates(groups: dict[str, str]) -> tuple[int, ...]:
    """The days of the month named."""
    return tuple(int(day) for day in re.findall(r"\d+", groups.get("dates", "")))
