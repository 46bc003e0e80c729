"""Times of day: 3 p.m., 15:30, half past six, noon, in a named zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractor.timex.moment import Moment
from extractor.timex.words import Words

NOON = 12 * 60
DAY = 24 * 60


def clock_facts(groups: dict[str, str], facts: dict[str, Any], words: Words) -> dict[str, Any]:
    """Clock and zone of the captured words."""
    said: dict[str, Any] = {}
    if "hour" in groups:
        said["clock"] = int(groups["hour"]) * 60 + int(groups.get("minute", 0))
        leading = groups["hour"].startswith("0") or int(groups["hour"]) > 12
        said["uncertain_half"] = not leading
        if half := groups.get("half"):
            said["clock"] = said["clock"] % NOON + (NOON if half[0] in "pP" else 0)
            said["uncertain_half"] = False
    if "said" in groups:
        said["clock"] = spoken(groups, facts, words)
        said["uncertain_half"] = True
    if "hour" in facts:
        said["clock"] = (int(facts["hour"]) * 60 + minutes_told(groups, facts, words)) % DAY
    if zone := groups.get("zone"):
        said["zone"] = words.zones[zone]
    if offset := groups.get("offset"):
        hours = int(offset.replace("−", "-"))
        if abs(hours) <= 12:
            said["zone"] = f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
    return said


def spoken(groups: dict[str, str], facts: dict[str, Any], words: Words) -> int:
    """Minutes after midnight of an hour in words: "half past six", "ten to nine"."""
    text = groups["said"]
    hour = int(text) if text.isdigit() else int(words.numbers[text])
    added = int(facts.get("add", 0))
    if "count" in groups:
        added = minutes_told(groups, facts, words)
    return (hour * 60 + added) % DAY


def minutes_told(groups: dict[str, str], facts: dict[str, Any], words: Words) -> int:
    """The minutes that the words put before or after the hour."""
    text = groups["count"].lower()
    minutes = float(text) if text[0].isdigit() else words.numbers.get(text, 0)
    return int(facts["sign"] * min(59, minutes))


def settle_half(moment: Moment, words: Words) -> Moment:
    """The moment with the half of the day that its own words tell ("two on Tuesday afternoon")."""
    if moment.clock is None or not moment.uncertain_half:
        return moment
    late = moment.night or moment.part in words.afternoon
    small_hours = moment.clock < 4 * 60 or moment.clock >= NOON
    if late and moment.clock < NOON and not (small_hours and moment.part == "night"):
        return replace(moment, clock=moment.clock + NOON, uncertain_half=False)
    return replace(moment, uncertain_half=False) if moment.part else moment


def settle_range(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """Both ends with the half of the day that one lends the other ("from 7 to 9 p.m.")."""
    if first.clock is None or last.clock is None:
        return first, last
    early, late = first.clock, last.clock
    if first.uncertain_half and not last.uncertain_half and early < NOON <= late:
        first = replace(first, clock=early + NOON if early + NOON < late else early)
    elif last.uncertain_half and late < NOON and late < early:
        last = replace(last, clock=late + NOON)
    return first, last


def clock_text(minutes: int) -> str:
    """Minutes after midnight as 15:30."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
