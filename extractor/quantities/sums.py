"""Sums and their parts: "seven riders and two firefighters" make nine, "three of them" are no more.

A figure that the text takes back ("up from 12") is marked as a part too: it is no value of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from extractor.mentions import QuantityMention
from extractor.quantities.counts import CASUALTIES
from storage.records import QuantityRole

WINDOW = 110  # characters to either side in which words mark a part
STORY = 800  # characters behind a number of injured in which some of them may be told again
PEOPLE = frozenset(
    (QuantityRole.KILLED, QuantityRole.INJURED, QuantityRole.MISSING, QuantityRole.AFFECTED)
)
ADDED = PEOPLE | {QuantityRole.CARS_DERAILED}


def merged_sums(
    text: str, mentions: Sequence[QuantityMention], addend: re.Pattern[str]
) -> list[QuantityMention]:
    """The mentions with those of one role under one verb, joined by "and", made one sum."""
    merged: list[QuantityMention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        if last is not None and is_addend(text, last, mention, addend):
            total, end = last.value + mention.value, mention.end
            merged[-1] = replace(last, end=end, text=text[last.start : end], value=total)
        else:
            merged.append(mention)
    return merged


def is_addend(
    text: str, one: QuantityMention, other: QuantityMention, addend: re.Pattern[str]
) -> bool:
    """Whether two mentions are of the same role under one verb and joined by "and"."""
    return (
        one.role is other.role
        and not (one.part_of or other.part_of)
        and one.role in ADDED
        and one.governor is not None
        and one.governor == other.governor
        and one.max is None
        and other.max is None
        and addend.fullmatch(text, one.end, other.start) is not None
    )


def with_consists(
    text: str, mentions: Sequence[QuantityMention], part: Mapping[str, re.Pattern[str]]
) -> list[QuantityMention]:
    """The mentions, behind each row of cars the whole: "two sleepers, a van and a diner"."""
    found: list[QuantityMention] = []
    row: list[QuantityMention] = []
    for mention in mentions:
        if mention.role is QuantityRole.CARS and mention.max is None and not mention.part_of:
            joined = row and part["row"].fullmatch(text, row[-1].end, mention.start)
            found += [] if joined else whole_of(text, row, part["one_more"])
            row = [*row, mention] if joined else [mention]
        found.append(mention)
    return [*found, *whole_of(text, row, part["one_more"])]


def whole_of(
    text: str, row: Sequence[QuantityMention], one_more: re.Pattern[str]
) -> list[QuantityMention]:
    """The sum of a row of cars, with a last one that "a" counts; none for a single figure."""
    last = one_more.match(text, row[-1].end) if row else None
    if len(row) + bool(last) < 2:
        return []
    start, end = row[0].start, last.end() if last else row[-1].end
    total = sum(mention.value for mention in row) + bool(last)
    return [replace(row[0], end=end, text=text[start:end], value=total)]


class PartReader:
    """Marks parts of sums and superseded figures. `data` is a language's `quantities.toml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.part = {name: re.compile(rule, re.I) for name, rule in data["part"].items()}
        self.old = {name: re.compile(rule, re.I) for name, rule in data["superseded"].items()}
        self.toll = re.compile(
            "|".join(row["before"] for row in data["told"] if row.get("sum")), re.I
        )

    def marked(
        self, text: str, mentions: Sequence[QuantityMention], low: int, high: int
    ) -> list[QuantityMention]:
        """The mentions of one sentence (`low` to `high`), with `part_of` set where it holds."""
        tolls = {one.start for one in mentions if self._is_toll(text, one, low, high)}
        toll_roles = {one.role for one in mentions if one.start in tolls}
        marked: list[QuantityMention] = []
        seen: set[QuantityRole] = set()
        for mention in mentions:
            before = text[max(low, mention.start - WINDOW) : mention.start]
            after = text[mention.end : min(high, mention.end + WINDOW)]
            part = (
                mention.part_of
                or self._is_superseded(before, after)
                or self._is_conversion(text, marked, mention)
                or (mention.role is QuantityRole.CARS and self._is_lengthened(mention, after))
                or (mention.role in seen and self._is_part(mention, before, after))
                or (mention.role in CASUALTIES and self._is_told_otherwise(mention, before, after))
                or (mention.role in toll_roles and mention.start not in tolls)
            )
            marked.append(replace(mention, part_of=part))
            seen.add(mention.role)
        return marked

    def with_graver(
        self,
        text: str,
        told: Sequence[QuantityMention],
        said: Sequence[QuantityMention],
        low: int,
        high: int,
    ) -> list[QuantityMention]:
        """The mentions `said` in one sentence (`low` to `high`), those hurt worse marked as parts.

        "Four people were seriously hurt" counts some of the 15 injured `told`, in order, before.
        """
        if self.part["other_story"].search(text[low:high]):
            return list(said)
        near = takewhile(lambda one: low - one.end < STORY, reversed(told))
        hurt = (one.value for one in near if one.role is QuantityRole.INJURED)
        most = max(hurt, default=0)
        return [
            replace(one, part_of=True)
            if one.role is QuantityRole.INJURED
            and one.value < most
            and self.part["graver"].search(text[one.start : min(high, one.end + WINDOW)])
            else one
            for one in said
        ]

    def _is_conversion(
        self, text: str, earlier: Sequence[QuantityMention], mention: QuantityMention
    ) -> bool:
        """Whether a figure only tells the one before it in other units: "142 km (88 miles)"."""
        if not earlier or earlier[-1].role is not mention.role:
            return False
        near = abs(earlier[-1].value - mention.value) < 0.1 * mention.value
        told = self.part["conversion"].fullmatch(text, earlier[-1].end, mention.start)
        return near and told is not None

    def _is_superseded(self, before: str, after: str) -> bool:
        match = self.old["before"].search(before)
        if match and match["change"]:
            return bool(self.old["change_after"].match(after))
        return bool(match) or bool(self.old["after"].match(after))

    def _is_lengthened(self, mention: QuantityMention, after: str) -> bool:
        """Whether a train is told to run with another number of cars from now on."""
        return self.old["lengthened"].match(mention.text + after) is not None

    def _is_told_otherwise(self, mention: QuantityMention, before: str, after: str) -> bool:
        """Whether casualties are some of those told, or what somebody "had said" of them.

        "One of the injured died" counts one more of the dead.
        """
        told = self.part["of_told"].match(after)
        some = told is not None and not (mention.role is QuantityRole.KILLED and told["hurt"])
        return some or self.old["had_said"].search(before) is not None

    def _is_part(self, mention: QuantityMention, before: str, after: str) -> bool:
        """Whether words make it a part of the figure of its role that stands before it."""
        if self.part["including_before"].search(before) or self.part["which_before"].search(before):
            return True
        return self.part["partitive"].search(mention.text + after[:12]) is not None

    def _is_toll(self, text: str, mention: QuantityMention, low: int, high: int) -> bool:
        """Whether the figure is the whole toll, whatever else of it the sentence counts.

        One that is taken back is not: "16 died, down from a toll of 17".
        """
        before = text[max(low, mention.start - WINDOW) : mention.start]
        after = text[mention.end : min(high, mention.end + WINDOW)]
        return bool(self.toll.search(before)) and not self._is_superseded(before, after)
