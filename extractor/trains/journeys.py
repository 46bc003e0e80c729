"""When a train left and when it came in: which of its sentence's times tells what.

"It passed customs at 15:00 and departed at 15:30." The parse often hangs a clock on another verb,
so the words before each count. "At 3:30 p.m., it pulled out": where none stand before, what the
train did next does.
"""

from __future__ import annotations

import re

from extractor.drafts import HAPPENING
from extractor.lexicon import load_discourse
from extractor.mentions import DAY, TimeMention, TimeRelation
from extractor.setting import Setting
from extractor.slots.features import ARRIVAL, CLASSES
from extractor.syntax import covering, governing_verb
from storage.records import EventType

WORDS = load_discourse("en")
TELLING = r"\b(?:(?P<start>{leaving})|(?P<end>{arrival}|{coming_in}))\b".format(**WORDS)
BEFORE = re.compile(TELLING, re.IGNORECASE)
COUNTED_FROM = re.compile(rf" {WORDS['counted_from']}$")
AFTER = re.compile(rf",?\s+{WORDS['the_train']}\s+{TELLING}", re.IGNORECASE)


def is_run(setting: Setting) -> bool:
    """Whether the event is that a train goes somewhere."""
    return setting.mention.type is EventType.TRAIN_MOVEMENT


def clock_slot(setting: Setting, time: TimeMention) -> str | None:
    """Whether the words beside a clock make it a train's departure, `start`, or arrival, `end`.

    Those before it stand behind the clock before. So do they of one of two days: "the train that
    left on Monday arrived on Friday".
    """
    beside = clocks(setting) if time.clock else days(setting)
    if not is_run(setting) or time not in beside or (not time.clock and len(beside) < 2):
        return None
    earlier = [one.end for one in beside if one.end <= time.start]
    before = BEFORE.finditer(setting.text, max([setting.bounds[0], *earlier]), time.start)
    told = next(reversed(list(before)), None) or AFTER.match(setting.text, time.end)
    return told.lastgroup if told else None


def departs_then(setting: Setting, time: TimeMention) -> bool:
    """Whether a distance tells when a train set out: "arrived on Tuesday, a day after leaving"."""
    if not is_run(setting) or time.relation is not TimeRelation.AT:
        return False
    span = covering(setting.doc, time.start, time.end)
    following = setting.doc[span.end : span.end + 1]
    leaving = any(w.tag_ == "VBG" and w.lemma_.lower() in CLASSES["departing"] for w in following)
    return leaving and COUNTED_FROM.search(span.text) is not None


def arrives_then(setting: Setting, time: TimeMention) -> bool:
    """Whether the train got somewhere then: "it pulled into Quebec City at 6:40 a.m."."""
    if not is_run(setting) or time.relation is not TimeRelation.AT:
        return False
    if departs_then(setting, time):
        return False
    verb = governing_verb(covering(setting.doc, time.start, time.end).root)
    return verb is not None and ARRIVAL.match(setting.text, verb.idx) is not None


def is_no_arrival(setting: Setting, time: TimeMention) -> bool:
    """Whether a clock of a train's run is no arrival, as no word calls it one: that of customs."""
    return is_run(setting) and bool(time.clock) and not time.until


def set_out_before(setting: Setting, time: TimeMention) -> bool:
    """Whether only the train's departure was then: "the train, which left on Sunday, derailed"."""
    if setting.mention.type not in HAPPENING:
        return False
    verb = governing_verb(covering(setting.doc, time.start, time.end).root)
    if verb is None or verb == setting.head or verb.lemma_.lower() not in CLASSES["departing"]:
        return False
    beside = {child.lower_ for child in verb.children}
    return verb.dep_ == "relcl" or not beside.isdisjoint(CLASSES["helping_before"])


def days(setting: Setting) -> list[TimeMention]:
    """The days of the sentence on which something happened."""
    dated = setting.dated_times
    return [it for it in dated if it.relation is TimeRelation.AT and len(it.value or "") == DAY]


def clocks(setting: Setting) -> list[TimeMention]:
    """The clock times of the sentence."""
    return [time for time in setting.dated_times if time.clock]
