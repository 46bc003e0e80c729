"""The date that a page shows its readers, for pages that tell machines none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from itertools import chain
from pathlib import Path

import dateparser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.around_headline import BOUNDS, circles, is_apart, is_sentence
from crawler.labelled import labelled
from crawler.moments import parse_moment
from crawler.plain import plain
from storage.word_lists import data_lines

# Where a page shows its date: by the name of the class or id, or right after the headline.
NAMED = re.compile(r"date|time|publi|posted|byline|meta|info|source|datum|дата|pub", re.IGNORECASE)
MAX_LENGTH = 120
CLOCK = r"(?:[^\d:]{0,12}(?P<clock>\d{1,2}:\d{2})(?!\d)\s*(?P<half>[ap]\.?m\b)?)?"
# 2024年12月16日 15:30, 2024년 12월 16일 15:30, 2024-12-16 15:30, 2024.12.16. 15:30
YEAR_FIRST = re.compile(
    r"(?P<year>20\d\d)\s*[-./年년]\s*(?P<month>\d{1,2})\s*[-./月월]\s*(?P<day>\d{1,2})(?!\d)"
    + CLOCK
)
# 16.12.2024, 15:30: never with slashes, whose order differs from country to country
DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)(?!\d)" + CLOCK
)
# 15:30 16.12.2024, as Russian sites have it
CLOCK_FIRST = re.compile(
    r"(?P<clock>\d{1,2}:\d{2})\D{1,4}(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)(?!\d)"
)
# 16 December 2024, 15:30; December 16, 2024 3:30 p.m.; 16 декабря 2024
IN_WORDS = re.compile(
    r"(?P<words>\d{1,2}\.?\s+[^\W\d]{3,12}\.?,?\s+20\d\d|[^\W\d]{3,12}\.?\s+\d{1,2},?\s+20\d\d)"
    + CLOCK,
    re.IGNORECASE,
)


def visible_date(tree: LexborHTMLParser, *, language: str | None, timezone: str) -> datetime | None:
    """The date shown near the headline, in UTC; a bare day is its midnight in the zone.

    Of a part of the page that shows several days none is taken: they are of other pieces.
    """
    behind_label = labelled(tree, _labels())
    parts = (_texts(part) for part in circles(tree))
    for texts in chain([[behind_label]] if behind_label else [], parts):
        found = [seen for text in texts for seen in _read(text, language)]
        days = {day for day, _ in found}
        if len(days) == 1:
            clock = next((clock for _, clock in found if clock), None)
            written = f"{days.pop()} {clock:%H:%M}" if clock else str(days.pop())
            return parse_moment(written, timezone)
        if days:
            return None
    return None


@cache
def _labels() -> frozenset[str]:
    return frozenset(data_lines(Path(__file__).with_name("date_labels.txt")))


def _texts(part: LexborNode) -> Iterator[str]:
    """Short texts of a part that may be its date: what follows it, and what is named so in it."""
    following = part.next if part.tag not in BOUNDS else None
    while following is not None and following.tag == "-text":
        following = following.next
    if following is not None:
        yield from _short(following)
    for node in part.css("[class], [id]"):
        names = f"{node.attributes.get('class')} {node.attributes.get('id')}"
        if NAMED.search(names) and not is_apart(node, part):
            yield from _short(node)


def _short(node: LexborNode) -> Iterator[str]:
    text = plain(node.text(separator=" ")) if node.tag not in ("script", "style") else ""
    if 6 <= len(text) <= MAX_LENGTH and not is_sentence(text):
        yield text


def _read(text: str, language: str | None) -> Iterator[tuple[date, time | None]]:
    """Every date of a text, by the first way of writing that fits."""
    for pattern in (CLOCK_FIRST, YEAR_FIRST, DAY_FIRST, IN_WORDS):
        found = [_moment(match.groupdict(), language) for match in pattern.finditer(text)]
        if found:
            yield from (moment for moment in found if moment is not None)
            return


def _moment(parts: dict[str, str | None], language: str | None) -> tuple[date, time | None] | None:
    clock = _clock(parts.get("clock"), parts.get("half"))
    try:
        if words := parts.get("words"):
            return _named(words, language), clock
        year, month, day = (int(parts[name] or 0) for name in ("year", "month", "day"))
        return date(year, month, day), clock
    except ValueError:  # the 31st of February
        return None


def _named(words: str, language: str | None) -> date:
    """The day that is told in words. Raises ValueError, also for a language nobody has words of."""
    options = {"STRICT_PARSING": True}
    named = dateparser.parse(words, languages=[language or "en"], settings=options)
    if named is None:
        raise ValueError(f"no date: {words}")
    return named.date()


def _clock(clock: str | None, half: str | None) -> time | None:
    if clock is None:
        return None
    hour, minute = map(int, clock.split(":"))
    if half:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
