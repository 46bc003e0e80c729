"""The day that a sentence tells of beside the one on which somebody said so.

"Two trains collided on Saturday, the ministry said on Sunday." Told by what stands beside the verb:
the parse often hangs both days on it.
"""

from __future__ import annotations

import re

from extractor.lexicon import load_discourse
from extractor.mentions import TimeMention, TimeRelation
from extractor.setting import Setting
from extractor.slot_features import SPOKEN, time_precision

LOOK_BACK = 40  # characters
SAID_BEFORE = re.compile(
    rf"\b(?:{SPOKEN})\s+(?:{load_discourse('en')['said_then']}\s+)*$", re.IGNORECASE
)
SAID_AFTER = re.compile(rf"\s+(?:{SPOKEN})\b", re.IGNORECASE)


def happened_then(setting: Setting, time: TimeMention) -> bool:
    """Whether the sentence tells two days, this one and another on which somebody spoke."""
    days = [one for one in setting.dated_times if time_precision(one) in ("day", "clock")]
    if len(days) != 2 or time not in days or time.relation is not TimeRelation.AT:
        return False
    [other] = [one for one in days if one is not time]
    apart = (other.value or "")[:10] != (time.value or "")[:10]
    return apart and is_said_then(setting.text, other) and not is_said_then(setting.text, time)


def is_said_then(text: str, time: TimeMention) -> bool:
    """Whether the time stands right beside a verb of speech: "said late on Sunday"."""
    before = text[max(0, time.start - LOOK_BACK) : time.start]
    return bool(SAID_BEFORE.search(before) or SAID_AFTER.match(text, time.end))
