"""The smallest expressions of time in a text: a date, a weekday, a month, a clock, a zone."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from extractor.timex.clock import clock_facts
from extractor.timex.moment import FIELDS, Moment
from extractor.timex.patterns import Atom
from extractor.timex.words import Words


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at `start:end`; `until` is the far end of one like "March 3 to 7".

    `both` tells that the two are days of a list ("March 3 and 6"), the second from `second` on.
    """

    start: int
    end: int
    moment: Moment
    until: Moment | None = None
    both: bool = False
    second: int = 0


def find_atoms(text: str, words: Words) -> list[Found]:
    """The atoms of a text in order, the longer one where two overlap."""
    found = [item for atom in words.atoms.within(text) for item in read_atom(atom, text, words)]
    found.sort(key=start_then_length)
    kept: list[Found] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def start_then_length(found: Found) -> tuple[int, int]:
    """Sort key: the earlier first, the longer first among those that start together."""
    return found.start, -found.end


def read_atom(atom: Atom, text: str, words: Words) -> Iterator[Found]:
    """What one pattern finds in the text and can be true."""
    for match in atom.pattern.finditer(text):
        if atom.facts.get("counted") and counts_things(text, match.end(), words):
            continue
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        far = {name[:-1]: value for name, value in groups.items() if name.endswith("2")}
        near = {name: value for name, value in groups.items() if not name.endswith("2")}
        moment = read_moment(far | near, atom.facts, words)
        if moment is None:
            continue
        if near.keys() == {"month", "day"} and is_in_month(match, text):
            yield Found(match.start(), match.end("month"), replace(moment, day=None))
            continue
        until = read_moment(far, {}, words) if far.keys() & {"day", "month"} else None
        both = bool(atom.facts.get("both"))
        second = match.start("day2") if both else 0
        yield Found(match.start(), match.end(), moment, until, both, second)


def is_in_month(match: re.Match[str], text: str) -> bool:
    """Whether the figure after a month counts things: "in March 10 wagons", "in May 12 people"."""
    before = text[max(0, match.start() - 4) : match.start()]
    return match.start("month") < match.start("day") and f" {before}".lower().endswith(" in ")


def counts_things(text: str, end: int, words: Words) -> bool:
    """Whether a bare four-digit figure before `end` counts what follows ("to 2000 passengers")."""
    following = re.match(r" ([a-z]+s)\b", text[end : end + 30])
    return following is not None and following.group(1) not in words.not_counted


def read_moment(groups: dict[str, str], facts: dict[str, Any], words: Words) -> Moment | None:
    """The moment that captured words and stated facts make; None where they cannot be true."""
    said: dict[str, Any] = {name: value for name, value in facts.items() if name in FIELDS}
    said |= date_facts(groups, words)
    said |= step_facts(groups, facts, words)
    said |= clock_facts(groups, facts, words)
    if "feast" in groups and said["feast"] is None:
        return None
    if facts.get("fiscal") and int(groups["yy"]) != (said["year"] + 1) % 100:
        return None
    if facts.get("first") and "day" not in said:
        said["day"] = 1
    if facts.get("last"):
        said["day"] = monthrange(said.get("year", 2023), said["month"])[1]
    return Moment(**said)


def date_facts(groups: dict[str, str], words: Words) -> dict[str, Any]:
    """Year, month, day, weekday, feast."""
    said: dict[str, Any] = {}
    for name in ("year", "day", "closing"):
        if name in groups:
            said[name] = int(groups[name])
    if "yy" in groups and "year" not in said:
        said["year"] = 2000 + int(groups["yy"])
    if month := groups.get("month"):
        said["month"] = int(month) if month.isdigit() else words.months[month.rstrip(".")]
    if weekday := groups.get("weekday"):
        said["weekday"] = words.weekdays[weekday.rstrip(".")]
    if feast := groups.get("feast"):
        said["feast"] = words.feasts.get(feast.replace("’", "'"))
    if season := groups.get("season"):
        said["season"] = words.seasons[season.lower()]
        said.setdefault("unit", "year" if "year" not in groups else None)
    if "part" in groups:
        said["part"] = groups["part"]
    return said


def step_facts(groups: dict[str, str], facts: dict[str, Any], words: Words) -> dict[str, Any]:
    """Unit and number of steps from the anchor: "last year", "two days ago"."""
    said: dict[str, Any] = {}
    if unit := groups.get("unit"):
        said["unit"] = unit
    if direction := groups.get("direction"):
        said["way"] = words.directions[direction.lower()]
        if "unit" not in groups and not {"weekday", "month", "feast"} & groups.keys():
            said["unit"] = "year"
    for name, way in (("thisyear", 0), ("nextyear", 1), ("lastyear", -1)):
        if name in groups:
            said |= {"unit": "year", "way": way}
    if "count" in groups and "unit" in groups:
        said["way"] = facts["sign"] * number(groups["count"], words)
        if "hours" in groups:
            said["way"] += facts["sign"] * 60 * number(groups["hours"], words)
    if "count" in groups and facts.get("counts") == "span":
        said["span"] = min(12, int(number(groups["count"], words)))
    return said


def number(text: str, words: Words) -> float:
    """The value of a figure or number word; halves are kept ("two and a half": 2.5)."""
    text = text.lower()
    half = 0.5 if text.endswith(" and a half") else 0.0
    text = text.removesuffix(" and a half").replace(",", "")
    if text[0].isdigit():
        return float(text) + half
    if text in words.numbers:
        return words.numbers[text] + half
    if text.startswith("half"):
        return 0.5
    first, second = re.split(r"[- ]", text, maxsplit=1)
    return words.numbers[first] + words.numbers[second] + half
