"""What a text has told so far that later words lean on: the day, the year, the period."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from extractor.mentions import DAY, TimeMention, TimeRelation
from extractor.timex.calendar_steps import shift_days
from extractor.timex.moment import Moment
from extractor.timex.phrases import TOGETHER, Phrase
from extractor.timex.resolve import Frame, Tense
from extractor.timex.words import load_around

FAR = 9  # sentences after which the day told before no longer holds
NEAR = 2  # and the period, and an aside
# What is told of longer ago is an aside: its day ends with its paragraph.
LATELY = timedelta(days=2)
COMING = timedelta(days=6)  # weekdays told behind days that are later than this are of those
RECENT = 3  # months back in which a day without a year is this year's
NOON = 12 * 60  # minutes: before, a clock told beside "Saturday night" is the Sunday's
LATE = 20 * 60  # minutes from which it is night
AROUND = load_around("en")
COMPARED = re.compile(AROUND["compared"])
COMPARES = re.compile(AROUND["compares"])


@dataclass
class Told:
    """The day told last and its sentence, the same of the period, and what this sentence names.

    `over` is the last day told that did not lie ahead: what has happened is of that one. An `aside`
    is a day of long ago, told after one of the last days: it holds shortly, in its `paragraph`.
    The `entry` is the last paragraph that opened as those of live pages do. `announced` is a
    stretch of days to come, told by their dates.
    """

    anchor: date | None
    there: date | None = None
    day: date | None = None
    day_at: int = -FAR
    over: date | None = None
    over_at: int = -FAR
    night: bool = False
    aside: date | None = None
    aside_at: int = -FAR
    paragraph: int = 0
    entry: int = -1
    year: date | None = None
    period: tuple[str, str | None] | None = None
    period_at: int = -FAR
    announced: tuple[date, date] | None = None
    announced_at: int = -FAR
    months: dict[int, tuple[int, int]] = field(default_factory=dict)  # month: its year, sentence
    sentence: int = -1
    sentence_day: date | None = None
    sentence_year: int | None = None
    sentence_month: date | None = None
    sentence_said: date | None = None
    then: str | None = None
    then_at: int = -FAR

    def enter(self, sentence: int, paragraph: int) -> None:
        """Go on to a sentence of a paragraph; what only those before named is forgotten."""
        if paragraph != self.paragraph:
            self.paragraph, self.aside = paragraph, None
        if sentence != self.sentence:
            self.sentence = sentence
            self.sentence_day = self.sentence_year = self.sentence_month = None
            self.sentence_said = None

    def frame(self, moment: Moment, tense: Tense, before: str) -> Frame:
        """What a moment is counted from; `before` is the text before it."""
        day, at = (self.over, self.over_at) if tense is Tense.PAST else (self.day, self.day_at)
        if self.night and day and day == self.day:
            day = morning_after(day, moment)
        if self.aside and self.sentence - self.aside_at <= NEAR:
            day, at = self.aside, self.aside_at
        day = day if self.sentence - at <= FAR else None
        if moment.context and moment.unit == "day" and moment.way and not self.sentence_day:
            day = self.sentence_said or day  # "said on Friday that it left the day before"
        then = self.then if self.sentence - self.then_at <= 1 else None
        announced = self.announced if self.sentence - self.announced_at <= FAR else None
        frame = Frame(self.anchor, day, tense, self.year, there=self.there, then=then)
        frame = replace(frame, announced=announced)
        if moment.gap:
            return self.gap_frame(frame, moment)
        leans = moment.unit == "period" or COMPARES.search(before[-60:]) is not None
        return replace(
            frame,
            period=self.period if leans and self.sentence - self.period_at <= NEAR else None,
            sentence_year=self.sentence_year or self.month_year(moment),
            sentence_month=self.sentence_month,
        )

    def month_year(self, moment: Moment) -> int | None:
        """The year told shortly before with a month: "in February 2008 ... on February 28"."""
        year, at = self.months.get(moment.month or 0, (None, -FAR))
        if year is None or self.anchor is None or self.sentence - at >= FAR:
            return None
        months = (self.anchor.month - (moment.month or 0)) % 12
        return year if months >= RECENT else None

    def gap_frame(self, frame: Frame, moment: Moment) -> Frame:
        """The frame of "two days after": the day that the sentence names, else the one before."""
        if self.sentence_day:
            year = date(self.sentence_day.year, 1, 1)
            return replace(frame, focus=self.sentence_day, year=year)
        return frame if (moment.way or 0) > 0 else replace(frame, focus=None, year=None)

    def turned(self, moment: Moment) -> Moment:
        """A gap to the day just named, turned: what follows "two days after" lies before it."""
        if not (moment.gap and self.sentence_day):
            return moment
        return replace(moment, way=-(moment.way or 0))

    def note(self, phrase: Phrase, mention: TimeMention, before: str, *, said: bool) -> None:
        """Keep what a mention tells; the day of the telling (`said`) is not that of the story."""
        value, moment = mention.value, phrase.moment
        if value is None or moment.gap:
            return
        compared = COMPARED.search(before[-40:]) is not None
        if (moment.year or moment.unit == "year") and not moment.season:
            self.year = date(int(value[:4]), 1, 1)
        if moment.year and not compared and mention.relation is not TimeRelation.SINCE:
            self.sentence_year = moment.year
        if moment.year and moment.month and not compared:
            self.months[moment.month] = (moment.year, self.sentence)
        if moment.month and not moment.span:
            self.sentence_month = date(int(value[:4]), moment.month, 1)
        day = date.fromisoformat(value[:DAY]) if moment.has_day and len(value) >= DAY else None
        if said:
            self.sentence_said = day
        else:
            self.then, self.then_at = value[:DAY], self.sentence
        if day and not said:
            self.sentence_day = day
            self.note_announced(day, mention.until, moment)
        # What came "days before Christmas" was not on that day.
        if day and not said and (mention.relation is not TimeRelation.BEFORE or mention.clock):
            self.note_day(day, night=is_night(moment))
        if is_period(mention) and moment.unit != "period" and not compared:
            self.period, self.period_at = (value, mention.until), self.sentence

    def note_announced(self, day: date, until: str | None, moment: Moment) -> None:
        """Keep the days of what is announced for later than this week: "from 24 to 26 August"."""
        stretch = until and len(until) >= DAY and moment.month and moment.day
        if until and stretch and self.anchor and day - self.anchor > COMING:
            self.announced = (day, date.fromisoformat(until[:DAY]))
            self.announced_at = self.sentence

    def start_entry(self) -> None:
        """Go on to an entry of a live page, told on the page's own day."""
        self.entry = self.paragraph
        self.day = self.over = self.anchor
        self.day_at = self.over_at = self.sentence
        self.night, self.aside = False, None

    def note_day(self, day: date, *, night: bool) -> None:
        """Keep a day: as that of the story, or of an aside."""
        recent = self.over is not None and self.sentence - self.over_at <= FAR
        if recent and self.is_long_ago(day) and not self.is_long_ago(self.over or day):
            self.aside, self.aside_at = day, self.sentence
            return
        self.day, self.day_at, self.night, self.aside = day, self.sentence, night, None
        if self.anchor is None or day <= max(self.anchor, self.there or self.anchor):
            self.over, self.over_at = day, self.sentence

    def is_long_ago(self, day: date) -> bool:
        """Whether a day lies more than two days before the article's own."""
        return self.anchor is not None and self.anchor - day > LATELY


def is_night(moment: Moment) -> bool:
    """Whether a moment lies so late that a clock of the small hours is of the next day."""
    return moment.part == "night" or (moment.clock or 0) >= LATE


def morning_after(night: date, moment: Moment) -> date:
    """The day of a clock told beside a night: of "Saturday night ... at 1.20 a.m." the Sunday."""
    morning = moment.clock is not None and moment.clock < NOON
    return (shift_days(night, 1) or night) if morning and not moment.has_day else night


def is_period(mention: TimeMention) -> bool:
    """Whether a mention is a stretch in which things may be counted: months, a year."""
    whole = mention.relation is TimeRelation.AT and mention.value is not None
    return mention.clock is None and (
        mention.relation is TimeRelation.RANGE or (whole and len(mention.value or "") < 10)
    )


def follows(last: Phrase, phrase: Phrase, text: str) -> bool:
    """Whether a weekday stands in a row with the one before it: "next Thursday and Friday"."""
    bare = all(p.moment.weekday is not None and p.moment.day is None for p in (last, phrase))
    return (
        bare
        and phrase.moment.way is None
        and TOGETHER.fullmatch(text[last.end : phrase.start]) is not None
    )


def day_after(value: str, weekday: int) -> str:
    """The first such weekday after a day."""
    day = date.fromisoformat(value[:DAY])
    return (shift_days(day, (weekday - day.weekday() - 1) % 7 + 1) or day).isoformat()
