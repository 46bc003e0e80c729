"""Dates as people write them, with the clocks that stand beside them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import dateparser

from storage.folding import fold
from storage.word_lists import data_lines

# Between a date and its clock; further off it is that of something else.
MAX_GAP = 12
HALVES = tomllib.loads(Path(__file__).with_name("day_halves.toml").read_text("utf-8"))
# 15:30, 3.30 p.m., 3pm, 18h40, 18h, 오후 3:30, 15時30分, 15:30 GMT, 15:30 (UTC+3)
CLOCK = re.compile(
    rf"(?<![\d:.+-])(?P<word>{'|'.join([*HALVES['morning'], *HALVES['afternoon']])})?"
    r"\s*(?P<hour>\d{1,2})"
    r"(?:(?:[:.]|\s?h\s?|[時时点시]\s?)(?P<minute>\d{2})(?::\d{2})?[分분]?|h\b|(?=\s?[ap]\.?m\b))(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*\(?(?P<zone>(?:(?<![^\W\d_])[^\W\d_]{2,4}(?![^\W\d_]))?(?:[+-]\d{1,2}(?::?\d{2})?)?)",
    re.IGNORECASE,
)
AFTERNOON = ("p", *HALVES["afternoon"])
# 2024年12月16日, 2024년 12월 16일, 주체113(2024)년 12월 16일, 2024-12-16, 2024.12.16.
YEAR_FIRST = re.compile(
    r"(?P<year>20\d\d)\)?\s*[-./年년]\s*(?P<month>\d{1,2})\s*[-./月월]\s*(?P<day>\d{1,2})(?!\d)"
)
# 16.12.2024, 16. 12. 2024
DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>20\d\d)(?!\d)")
# 16/12/2024, 12/16/2024, 16-12-2024: the order differs, so one must be the day for sure
SLASHED = (
    re.compile(
        r"(?<!\d)(?P<day>1[3-9]|[23]\d)[/-](?P<month>0?\d|1[0-2])[/-](?P<year>20\d\d)(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<month>0?\d|1[0-2])[/-](?P<day>1[3-9]|[23]\d)[/-](?P<year>20\d\d)(?!\d)"
    ),
)
# 16 December 2024, December 16th, 2024, 16-Dec-2024, 16 декабря 2024, 16 de diciembre de 2024
ORDINAL = r"(?:st|nd|rd|th)"
IN_WORDS = re.compile(
    rf"(?P<words>(?<!\d)\d{{1,2}}(?:\.|{ORDINAL})?\s+(?:(?:of|de)\s+)?[^\W\d]{{3,12}}\.?,?\s+"
    rf"(?:de\s+)?20\d\d"
    rf"|[^\W\d]{{3,12}}\.?\s+\d{{1,2}}{ORDINAL}?,?\s+20\d\d"
    r"|(?<!\d)\d{1,2}-[^\W\d]{3,12}-20\d\d)",
    re.IGNORECASE,
)
# Japan counts the years of an era.
REIWA, BEFORE_REIWA = re.compile(r"令和\s*(\d{1,2})年"), 2018


@dataclass(frozen=True, slots=True)
class Seen:
    """A date that is shown: its day, its clock and zone as far as they stand beside it."""

    day: date
    clock: str
    zone: str
    is_change: bool


def written_dates(text: str, languages: Sequence[str]) -> Iterator[Seen]:
    """Every date of a short text, by the first way of writing that fits.

    `languages` are those that its words may be in, as ISO 639-1 codes, the likeliest first.
    """
    text = unicodedata.normalize("NFKC", text)
    text = REIWA.sub(lambda era: f"{BEFORE_REIWA + int(era[1])}年", text)
    for pattern in (YEAR_FIRST, DAY_FIRST, *SLASHED, IN_WORDS):
        if dates := list(pattern.finditer(text)):
            # Blanks in the place of the dates keep their numbers from being taken for clocks.
            rest = pattern.sub(lambda match: " " * len(match[0]), text)
            clocks = list(CLOCK.finditer(rest))
            ends = [0, *(match.end() for match in dates)]
            for match, before in zip(dates, ends, strict=False):
                day = _day(match.groupdict(), languages)
                clock, zone = _clock(_nearest(match, clocks, text))
                if day is not None:
                    yield Seen(day, clock, zone, tells_change(text[before : match.start()]))
            return


def _day(parts: dict[str, str | None], languages: Sequence[str]) -> date | None:
    try:
        if words := parts.get("words"):
            return _named(words, languages)
        year, month, day = (int(parts[name] or 0) for name in ("year", "month", "day"))
        return date(year, month, day)
    except ValueError:  # the 31st of February
        return None


def _named(words: str, languages: Sequence[str]) -> date | None:
    """The day that is told in words, or None."""
    words = re.sub(rf"(?<=\d){ORDINAL}\b", "", words, flags=re.IGNORECASE)
    options = {"STRICT_PARSING": True}
    for language in languages or ("en",):
        with suppress(ValueError):  # of this language nobody has words
            if named := dateparser.parse(words, languages=[language], settings=options):
                return named.date()
    return None


def _nearest(day: re.Match[str], clocks: list[re.Match[str]], text: str) -> re.Match[str] | None:
    """The clock that stands beside a date, on the nearer side."""
    between = {
        clock: text[day.end() : clock.start()] or text[clock.end() : day.start()]
        for clock in clocks
    }
    near = [
        clock for clock, gap in between.items() if len(gap) <= MAX_GAP and not re.search(r"\d", gap)
    ]
    return min(near, key=lambda clock: len(between[clock]), default=None)


def _clock(found: re.Match[str] | None) -> tuple[str, str]:
    """The time of day as `15:30`, and the zone that stands behind it."""
    if found is None:
        return "", ""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found["word"] or found["half"]:
        hour = hour % 12 + (12 if half.lower().startswith(AFTERNOON) else 0)
    if hour > 23 or minute > 59:
        return "", ""
    return f"{hour:02}:{minute:02}", (found["zone"] or "").upper()


def tells_change(label: str) -> bool:
    """Whether the words before a date say that it is of a change."""
    return _changed().search(fold(label)) is not None


@cache
def _changed() -> re.Pattern[str]:
    lines = data_lines(Path(__file__).with_name("changed_words.txt"))
    return re.compile("|".join(fold(line) for line in lines))
