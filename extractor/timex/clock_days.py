"""Clocks on their days: a bare clock takes the day that its sentence names, or the story's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from extractor.lexicon import discourse_words
from extractor.mentions import DAY, TimeMention, TimeRelation
from extractor.timex.calendar_steps import shift_days
from extractor.timex.phrases import Phrase
from extractor.timex.resolve import Frame, Tense
from extractor.timex.told import is_night, morning_after
from extractor.timex.zoned_clocks import second_clock, with_clock

CLOSING = (TimeRelation.UNTIL, TimeRelation.BY, TimeRelation.BEFORE)
ARRIVAL = discourse_words("en", "arrival")
STEPS = {"minute": 1, "min": 1, "hour": 60}


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with what its day may be taken from: its sentence and the day told before."""

    sentence: int
    phrase: Phrase
    mention: TimeMention
    frame: Frame
    stamp: bool
    entry: bool
    said: bool


def on_day(mention: TimeMention, phrase: Phrase, day: str, last_day: str | None) -> TimeMention:
    """The clocks of a phrase put on a day."""
    closing = mention.relation in CLOSING
    value = with_clock(day, phrase.moment, closing=closing)
    until = last_day
    if phrase.until and phrase.until.clock is not None:
        until = with_clock(last_day or day, phrase.until)
        if until < value and (later := shift_days(date.fromisoformat(until[:10]), 1)):
            until = with_clock(later.isoformat(), phrase.until)
    mention = replace(mention, value=value, until=until)
    if phrase.other is None:
        return mention
    value, other, fits = second_clock(value, phrase.moment, phrase.other)
    return replace(mention, value=value, other_clock=other, consistent=mention.consistent and fits)


def take_day(index: int, placed: Sequence[Placed], text: str) -> TimeMention:
    """A mention whose clock has no day of its own takes one of its sentence.

    Failing that, `day_known` is False and the day the one told shortly before, else the anchor's;
    that of a live page is known.
    """
    item = placed[index]
    mention = item.mention
    if mention.clock is None or mention.value is not None or item.phrase.moment.has_date:
        return mention
    days = [
        (abs(other.mention.start - mention.start), day_beside(other, item, text))
        for other in placed[max(0, index - 6) : index + 7]
        if other.sentence == item.sentence and names_day(other)
        if not (other.said and item.frame.focus)  # "at noon, he told reporters on Monday"
    ]
    days = [(far, day) for far, day in days if fits(day, item.frame)]
    if days and not item.stamp:
        return replace(on_day(mention, item.phrase, min(days)[1].isoformat(), None), day_known=True)
    focus = item.frame.focus
    told = focus if focus and not item.stamp and fits(focus, item.frame) else item.frame.anchor
    if told is None:
        return replace(mention, day_known=False)
    known = item.entry and not item.stamp and told == item.frame.anchor  # the page's own day
    return replace(on_day(mention, item.phrase, told.isoformat(), None), day_known=known)


def names_day(item: Placed) -> bool:
    """Whether a time's own words name a day, and which is known."""
    return item.phrase.moment.has_day and len(item.mention.value or "") >= DAY


def day_beside(other: Placed, item: Placed, text: str) -> date:
    """The day that another time of the sentence names for a clock.

    A clock of the small hours told after a night is of the next day, one later than that of the
    arrival told behind it of the day before: "left at 5 p.m. and arrived at 9 a.m. on Monday".
    """
    day = date.fromisoformat((other.mention.value or "")[:DAY])
    its, mine = other.phrase.moment, item.phrase.moment
    before = other.mention.start < item.mention.start
    if its.part == "night" or (before and is_night(its)):
        return morning_after(day, mine)
    later = its.clock is not None and mine.clock is not None and mine.clock > its.clock
    leaves = later and ARRIVAL.search(text, item.mention.end, other.mention.start)
    return (shift_days(day, -1) or day) if leaves else day


def fits(day: date, frame: Frame) -> bool:
    """Whether what is told in a tense may have happened on a day."""
    if frame.anchor is None or frame.tense in (Tense.OPEN, Tense.PRESENT):
        return True
    return day <= frame.anchor if frame.tense is Tense.PAST else day >= frame.anchor


def counted(mentions: list[TimeMention], placed: Sequence[Placed]) -> list[TimeMention]:
    """The mentions, with minutes and hours counted from the clock told before."""
    last: tuple[int, datetime] | None = None
    for index, item in enumerate(placed):
        mention, moment = mentions[index], item.phrase.moment
        way = 0 if moment.gap or not moment.context else moment.way
        if way and moment.unit in STEPS and last and item.sentence - last[0] <= 2:
            time = last[1] + timedelta(minutes=STEPS[moment.unit] * way)
            value = time.isoformat(timespec="minutes")
            mentions[index] = replace(mention, value=value, clock=value[11:16])
        elif mention.clock and mention.value:
            last = item.sentence, datetime.fromisoformat(mention.value)
    return mentions
