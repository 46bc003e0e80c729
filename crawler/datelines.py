"""Where and on which day an article says that it was written: "SEOUL, Dec. 16 (Yonhap) --"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from crawler.page_head import date_words
from crawler.wire_credits import (
    FIRST,
    HEAD,
    MAX_PLACE_WORDS,
    date_pattern,
    datelines,
    month_number,
)
from storage.folding import fold

# What is further from the day of publication is another day that the text begins with.
MAX_APART = timedelta(days=31)
CAPITALS = r"(?:[A-Z][A-Z.’'-]{1,}(?: [A-Z][A-Z.’'-]*){0,3})"
AROUND = " \t,.;()（）[]【】［］"  # of a place


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place as the text has it, and the day as ISO 8601."""

    place: str | None = None
    date: str | None = None


def dateline(text: str, *, is_credited: bool, published_at: datetime | None) -> Dateline:
    """The dateline of a text; the year of its day is that of publication, or next to it.

    Only a text that credits an agency, `is_credited`, is looked through for datelines with its
    name.
    """
    for match in (*(datelines(text) if is_credited else ()), *_unsigned(text)):
        said = match.groupdict()
        place = (said.get("place") or "").strip(AROUND) or None
        day = _day(said.get("date") or "", published_at)
        if place or day:
            return Dateline(place, day.isoformat() if day else None)
    return Dateline()


def _unsigned(text: str) -> Iterator[re.Match[str]]:
    """Those that name no agency."""
    for paragraph in text.split("\n\n", FIRST)[:FIRST]:
        found = (pattern.match(paragraph[:HEAD]) for pattern in _heads())
        yield from (match for match in found if match and _may_be_place(match["place"]))


def _may_be_place(words: str) -> bool:
    """Whether words may name a place: none in small letters, not all of them those of dates."""
    parts = re.findall(r"[^\W\d_][\w.’'-]*", words)
    is_named = 0 < len(parts) <= MAX_PLACE_WORDS and not any(part[0].islower() for part in parts)
    is_date = all(fold(part).strip(".") in date_words() for part in parts)
    return is_named and not is_date and words.lower().strip(AROUND) not in _words()["no_places"]


def _day(words: str, published_at: datetime | None) -> date | None:
    """The day that is named, if it is near that of publication."""
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", words)]
    named = next(filter(None, map(month_number, re.findall(r"[^\W\d_]{3,}", words))), None)
    if published_at is None or len(numbers) != (1 if named else 2):
        return None
    month, day = (named or numbers[0]), numbers[-1]
    for year in range(published_at.year - 1, published_at.year + 2):
        with suppress(ValueError):  # the 31st of February
            found = date(year, month, day)
            if abs(found - published_at.date()) <= MAX_APART:
                return found
    return None


@cache
def _heads() -> tuple[re.Pattern[str], ...]:
    date = f"(?i:{date_pattern()})"
    return tuple(
        re.compile(head.replace("DATE", date).replace("CAPITALS", CAPITALS))
        for head in _words()["heads"]
    )


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("datelines.toml").read_text("utf-8"))
