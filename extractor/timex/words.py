"""What a language's `times.toml` says: the words of times and the patterns they stand in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from extractor.alternatives import any_of
from extractor.timex.patterns import Patterns, fill

LANGUAGES = Path(__file__).parent.parent / "languages"
YEAR = r"(?:1[89]|20)\d\d(?![\d.,]?\d)(?!-\d)"
DAY = r"(?:3[01]|[12]\d|0[1-9]|[1-9])"
FIGURES = {
    "day": rf"(?P<day>{DAY}){{th}}?(?![\d.,:]?\d)(?!%)",
    "day2": rf"(?P<day2>{DAY}){{th}}?(?![\d.,:]?\d)(?!%)",
    "nth": rf"(?P<day>{DAY}){{th}}",
    "nth2": rf"(?P<day2>{DAY}){{th}}",
    "year": rf"(?P<year>{YEAR})",
    "year2": rf"(?P<year2>{YEAR})",
    "fy": r"(?P<year>(?:19|20)\d\d)",
    "yy": r"(?P<yy>\d\d)",
    "yy2": r"(?P<yy2>\d\d)",
    "mm": r"(?P<month>1[0-2]|0[1-9])",
    "dd": r"(?P<day>3[01]|[12]\d|0[1-9])",
    "late_day": r"(?P<day>3[01]|2\d|1[3-9])",  # cannot be a month
    "m": r"(?P<month>1[0-2]|0?[1-9])",
    "hour": r"(?P<hour>1[0-2]|0[1-9]|[1-9])",
    "clockhour": r"(?<![\d:.,/-])(?P<hour>2[0-3]|1\d|0?\d)",
    "zero": r"(?P<hour>0\d)",
    "teen": r"(?P<hour>2[0-3]|1\d|[1-9])",
    "minute": r"(?P<minute>[0-5]\d)",
    "anyclock": r"\d{1,2}(?:[:.]\d\d)?",
    "offset": r"(?P<offset>[+−-]\d{1,2})(?::?00)?",
    "closing": r"(?P<closing>3[01]|[12]\d|[1-9])",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of times of one language."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, float]
    ordinals: dict[str, int]
    units: dict[str, float]
    directions: dict[str, int]
    relations: dict[str, str]
    qualifiers: dict[str, str]
    zones: dict[str, str]
    feasts: dict[str, str]
    feasts_in: dict[str, dict[str, str]]
    articles: frozenset[str]
    not_counted: frozenset[str]
    exact: frozenset[str]
    afternoon: frozenset[str]
    forward: frozenset[str]
    future: frozenset[str]
    saying: frozenset[str]
    beside: frozenset[str]
    sudden: frozenset[str]
    performing: frozenset[str]
    setting: frozenset[str]
    earlier: frozenset[str]
    befallen: frozenset[str]
    calling_off: frozenset[str]
    past_helpers: frozenset[str]
    pluperfect: frozenset[str]
    perfect: frozenset[str]
    was: frozenset[str]
    present: frozenset[str]
    ahead: frozenset[str]
    seasons: dict[str, int]
    slots: dict[str, str]
    lengths: dict[str, re.Pattern[str]]
    atoms: Patterns

    def at(self, country: str | None) -> Words:
        """The words as a country (alpha-2) has them, with its feasts."""
        own = self.feasts_in.get(country or "")
        return replace(self, feasts=self.feasts | own) if own else self


def spellings(rows: Iterable[str]) -> dict[str, int]:
    """Each spelling of the names in the rows -> the row's index, also in other cases."""
    index: dict[str, int] = {}
    for number, row in enumerate(rows):
        name, *short = row.split()
        index |= dict.fromkeys(
            [name, name.upper(), name.lower(), *short, *map(str.upper, short)], number
        )
    return index


def number_pattern(numbers: Iterable[str], group: str = "count") -> str:
    """A figure or a number word, also of two words or with a half ("two and a half")."""
    tens = [word for word in numbers if word.endswith("ty")]
    words = any_of([*numbers, *(word.capitalize() for word in numbers)])
    return (
        rf"(?P<{group}>(?:\d{{1,4}}(?:\.\d)?|(?:{any_of(tens)})[- ](?:{any_of(numbers)})"
        rf"|half an?|(?:{words}))(?: and a half)?)"
    )


def plain_slots(said: dict[str, str]) -> dict[str, str]:
    """The slots of figures, and those that the language's file writes out."""
    parts = {**said, "YEAR": YEAR}
    return {name: fill(pattern, parts) for name, pattern in (FIGURES | said).items()}


def month_slots(data: dict[str, Any], months: dict[str, int]) -> dict[str, str]:
    """The slots of months; `{bare}` is one without a day or year, never the verb "may"."""
    everyday = {word.lower() for word in data["everyday"]}
    whole = {row.split()[0].lower() for row in data["months"]}
    full = [name for name in months if name.lower() in whole]
    names = [name for name in months if name not in everyday]
    cut = [name for name in names if name not in full]
    month = rf"{any_of(name for name in names if name in full)}|{any_of(cut)}\.?"
    alone = any_of(name for name in full if name.lower() not in everyday)
    short = any_of(f"{name}." for name in months if len(name) < 5 and name not in full)
    return {
        "month": rf"(?P<month>{month})",
        "Month": rf"(?:{month})",
        "month2": rf"(?P<month2>{month})",
        "after_year": behind(data["before_year"], r"\d{4}"),
        "at_clock": behind(data["before_clock"], r"\d{4}", r"\d\d.\d\d", r"\d.\d\d"),
        "at_zero": behind([*data["before_clock"], *data["before_zero"]], r"\d{4}", r"\d\d.\d\d"),
        "soon": behind(data["before_hour"]),
        "bare": rf"(?P<month>{alone}|{short}"
        rf"|{behind(data['before_month'])}(?:{any_of(data['everyday'])})"
        rf"(?! {data['verb_before']}))",
    }


def behind(words: Iterable[str], *taken: str) -> str:
    """A look-behind for one of the words, its first letter in either case; "mid-" stands close.

    `taken` are patterns of fixed length for what has been read since.
    """
    first = [rf"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words]
    told = [word if word.endswith("-") else f"{word} " for word in first]
    looks = []
    for after in taken or ("",):
        words_there = "|".join(rf"(?<=\b{word}{after})" for word in told)
        looks.append(rf"(?<=[ -]{after})(?:{words_there})")  # few places are behind a word's end
    return rf"(?:{'|'.join(looks)})"


def name_slots(data: dict[str, Any], weekdays: dict[str, int]) -> dict[str, str]:
    """The slots that stand for weekdays, feasts, happenings and zones."""
    full = [w for w in weekdays if len(w) > 5]
    short = [w for w in weekdays if len(w) < 6]
    return {
        "weekday": rf"(?P<weekday>{any_of(full)})",
        "weekdays": rf"(?:{any_of(full)})",
        "wd": rf"(?P<weekday>{any_of(short)})\.?",
        "moving": rf"(?:{any_of(data['moving'])})",
        "happening": rf"(?:{any_of(data['happenings'])})(?:e?s)?",
        "zone": rf"(?P<zone>{any_of(data['zones'])})",
        "place": rf"(?P<zone>{any_of(data['clocks'])})",
    }


def feast_slots(data: dict[str, Any]) -> dict[str, str]:
    """The slots that stand for feasts, and for the words before one."""
    days = [*data["feasts"], *(name for names in data["feasts_in"].values() for name in names)]
    days = [name for name in days if name not in data["holidays"]]
    things = data["around"]["feast_things"]
    return {
        "feast": feast_pattern(days, things),
        "holiday": feast_pattern(data["holidays"], things),
        "anyfeast": feast_pattern([*days, *data["holidays"]], things),
        "dated": behind(data["before_feast"]),
        "vaguely": behind(data["around_feast"]),
    }


def feast_pattern(names: Iterable[str], things: str) -> str:
    """One of the feasts, unless the word behind it makes it a season or a thing."""
    either = any_of(dict.fromkeys(names)).replace("'", "['’]")
    return rf"(?P<feast>{either})(?! {things})"


def word_slots(data: dict[str, Any]) -> dict[str, str]:
    """The slots that stand for counts, units and directions."""
    directions = [*data["directions"], *(word.capitalize() for word in data["directions"])]
    spans = [unit for unit, minutes in data["units"].items() if minutes > 1440]
    hours = [word for word, value in data["numbers"].items() if 1 <= value <= 12 and len(word) > 2]
    hours = [word for word in hours if " " not in word]
    return {
        "count": number_pattern(data["numbers"]),
        "unit": rf"(?P<unit>{any_of(data['units'])})s?",
        "span": rf"(?P<unit>{any_of(spans)})",
        "direction": rf"(?P<direction>{any_of(directions)})",
        "said": rf"(?P<said>{any_of(hours)}|1[0-2]|[1-9])",
        "spoken": rf"(?P<said>{any_of(hours)})",
    }


def length_patterns(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    """Of `[lengths]` what stands around one, and "length": qualifier, number and unit, with a
    second pair ("and 50 minutes") or a half.
    """
    said, numbers = data["lengths"], data["numbers"]
    unit, qualifiers = any_of(data["units"]), any_of(data["qualifiers"])
    more = [word for word in numbers if word not in data["articles"]]  # not "24 hours a day"
    around = ("none_before", "none_after", "article_before")
    return {name: re.compile(said[name]) for name in around} | {
        "length": re.compile(
            rf"(?<!\w)(?:(?P<qualifier>{qualifiers})[ ])?(?<![\w.,:/-])"
            rf"(?:(?P<to>\d{{1,3}}|{any_of(numbers)})(?:{said['range']}))?"
            rf"{number_pattern(numbers)}[ -](?P<unit>{unit})s?\b(?P<half>{said['half']})?"
            rf"(?:{said['more']}{number_pattern(more, 'count2')}[ -](?P<unit2>{unit})s?\b)?"
            rf"(?:{said['long']})?",
            re.IGNORECASE,
        )
    }


@cache
def load_around(language: str) -> dict[str, str]:
    """Patterns of what stands around times and between their parts, by name."""
    around: dict[str, str] = load_table(language)["around"]
    return around


def load_table(language: str) -> dict[str, Any]:
    return tomllib.loads((LANGUAGES / language / "times.toml").read_text("utf-8"))


@cache
def feast_names(language: str) -> frozenset[str]:
    """What feasts are called, days and those of several, wherever they are kept."""
    data = load_table(language)
    places = data["feasts_in"].values()
    return frozenset().union(data["feasts"], data["holidays"], data["moving"], *places)


@cache
def load_words(language: str) -> Words:
    """The words of times of a language ("en"). Raises KeyError for a slot unknown."""
    data = load_table(language)
    months = {word: index + 1 for word, index in spellings(data["months"]).items()}
    weekdays = spellings(data["weekdays"])
    tense = data["tense"]
    feasts = data["feasts"] | data["holidays"]
    slots = plain_slots(data["slots"]) | month_slots(data, months) | name_slots(data, weekdays)
    slots |= feast_slots(data) | word_slots(data)
    return Words(
        months=months,
        weekdays=weekdays,
        numbers=data["numbers"],
        ordinals=data["ordinals"],
        units=data["units"],
        directions=data["directions"],
        relations=data["relations"],
        qualifiers=data["qualifiers"],
        zones=data["zones"] | data["clocks"],
        feasts={name: data["moons"].get(rule, rule) for name, rule in feasts.items()},
        feasts_in=data["feasts_in"],
        articles=frozenset(data["articles"]),
        not_counted=frozenset(data["not_counted"]),
        exact=frozenset(data["exact"]),
        afternoon=frozenset(data["afternoon"]),
        forward=frozenset(tense["forward"].split()),
        future=frozenset(tense["future"]),
        saying=frozenset(tense["saying"].split()),
        beside=frozenset(tense["beside"].split()),
        sudden=frozenset(tense["sudden"].split()),
        performing=frozenset(tense["performing"].split()),
        setting=frozenset(f"{tense['saying']} {tense['calling_off']} {tense['setting']}".split()),
        earlier=frozenset(tense["earlier"].split()),
        befallen=frozenset(tense["befallen"].split()),
        calling_off=frozenset(tense["calling_off"].split()),
        past_helpers=frozenset(tense["past_helpers"].split()),
        pluperfect=frozenset(tense["pluperfect"].split()),
        perfect=frozenset(tense["perfect"].split()),
        was=frozenset(tense["was"].split()),
        present=frozenset(tense["is"].split()),
        ahead=frozenset(tense["ahead"].split()),
        seasons=data["seasons"],
        slots=slots,
        lengths=length_patterns(data),
        atoms=Patterns(data["atom"], slots),
    )
