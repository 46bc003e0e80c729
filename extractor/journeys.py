"""When a train left and when it came in, by the words that stand beside each clock time.

"It passed customs at 15:00 and departed at 15:30." The parse often hangs a clock on another verb.
"At 3:30 p.m., it pulled out": where none stand before, what the train did next counts.
"""

from __future__ import annotations

import re

from extractor.lexicon import load_discourse
from extractor.mentions import TimeMention
from extractor.setting import Setting
from storage.records import EventType

WORDS = load_discourse("en")
TELLING = r"\b(?:(?P<start>{leaving})|(?P<end>{arrival}|{coming_in}))\b".format(**WORDS)
BEFORE = re.compile(TELLING, re.IGNORECASE)
AFTER = re.compile(rf",?\s+{WORDS['the_train']}\s+{TELLING}", re.IGNORECASE)


def clock_slot(setting: Setting, time: TimeMention) -> str | None:
    """Whether the words beside a clock make it a train's departure, `start`, or arrival, `end`.

    Those before it stand behind the clock before.
    """
    if setting.mention.type is not EventType.TRAIN_MOVEMENT or not time.clock:
        return None
    earlier = [one.end for one in clocks(setting) if one.end <= time.start]
    before = BEFORE.finditer(setting.text, max([setting.bounds[0], *earlier]), time.start)
    told = next(reversed(list(before)), None) or AFTER.match(setting.text, time.end)
    return told.lastgroup if told else None


def clocks(setting: Setting) -> list[TimeMention]:
    """The clock times of the sentence."""
    return [time for time in setting.dated_times if time.clock]
