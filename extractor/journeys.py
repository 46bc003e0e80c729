"""When a train left and when it came in, by the words that stand before each clock time.

"It passed customs at 15:00 and departed at 15:30." The parse often hangs a clock on another verb.
"""

from __future__ import annotations

import re

from extractor.lexicon import load_discourse
from extractor.mentions import TimeMention
from extractor.setting import Setting
from storage.records import EventType

TELLING = re.compile(
    r"\b(?:(?P<start>{leaving})|(?P<end>{arrival}|{coming_in}))\b".format(**load_discourse("en")),
    re.IGNORECASE,
)


def clock_slot(setting: Setting, time: TimeMention) -> str | None:
    """Whether the words before a clock make it a train's departure, `start`, or arrival, `end`.

    They stand behind the clock before it.
    """
    if setting.mention.type is not EventType.TRAIN_MOVEMENT or not time.clock:
        return None
    before = [one.end for one in clocks(setting) if one.end <= time.start]
    words = TELLING.finditer(setting.text, max([setting.bounds[0], *before]), time.start)
    return next((found.lastgroup for found in reversed(list(words))), None)


def is_beside_departure(setting: Setting, time: TimeMention) -> bool:
    """Whether a clock tells neither, in a sentence in which another one tells the departure."""
    others = [one for one in clocks(setting) if one is not time]
    tells_departure = "start" in [clock_slot(setting, other) for other in others]
    return tells_departure and clock_slot(setting, time) is None


def clocks(setting: Setting) -> list[TimeMention]:
    """The clock times of the sentence."""
    return [time for time in setting.dated_times if time.clock]
