"""The times a text names, on the calendar: "at 3:30 p.m. on Monday" -> 2024-12-16T15:30."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.extensions import text_of
from extractor.mentions import TimeMention, TimeRelation
from extractor.places.countries import likeliest
from extractor.timex.calendar_steps import shift_days
from extractor.timex.clock import clock_text
from extractor.timex.clock_days import Placed, counted, on_day, take_day
from extractor.timex.durations import Length, find_lengths
from extractor.timex.moment import Moment
from extractor.timex.phrases import Phrase, find_phrases
from extractor.timex.resolve import (
    FAR_AHEAD,
    Frame,
    Resolved,
    Tense,
    resolve,
    shift_years,
)
from extractor.timex.tense import Bound, is_done, is_told, tense_of
from extractor.timex.told import Told, day_after, follows
from extractor.timex.words import Words, load_around, load_words
from extractor.timex.zoned_clocks import days_apart, with_clock

CAPTION = re.compile(load_around("en")["caption"])
# "10.52 am: Locals", "14:50 The first": an entry of a live page, told on the page's own day
STAMP = re.compile(r"\W*\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?::| [A-Z—–-])")
AIMED = re.compile(load_around("en")["aimed"])
YEAR_LINE = re.compile(r"\W*((?:18|19|20)\d\d) ?[:–—] ?")  # "1990: Trams are parked"
EVE = re.compile(load_around("en")["eve"])


@Language.factory(
    "times", requires=["doc._.anchor"], assigns=["doc._.times"], default_config={"language": "en"}
)
class TimeReader:
    """Finds times and lengths of time and counts relative ones from `doc._.anchor`.

    Without an anchor only absolute dates get a value. Days of a recurrence ("Mondays") are none.
    """

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.words = load_words(language)

    def __call__(self, doc: Doc) -> Doc:
        taken = [(mention.start, mention.end) for mention in doc._.recurrences or ()]
        text = text_of(doc)
        words = self.words.at(likeliest(one.place for one in doc._.places or ()))
        phrases = [p for p in find_phrases(text, words) if is_free(p.start, p.end, taken)]
        taken = sorted(taken + [(phrase.start, phrase.end) for phrase in phrases])
        lengths = [w for w in find_lengths(text, self.words) if is_free(w.start, w.end, taken)]
        mentions = [*place(doc, phrases, self.words), *(as_duration(w, text) for w in lengths)]
        doc._.times = sorted(mentions, key=position)
        return doc


def position(mention: TimeMention) -> int:
    """Sort key: where a mention starts."""
    return mention.start


def is_free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether `start:end` overlaps none of the spans, which are sorted and apart."""
    index = bisect_right(taken, (start, end))
    before, after = taken[index - 1 : index], taken[index : index + 1]
    return all(its_end <= start for _, its_end in before) and all(at >= end for at, _ in after)


def as_duration(length: Length, text: str) -> TimeMention:
    """A length of time as a mention."""
    return TimeMention(
        length.start,
        length.end,
        text[length.start : length.end],
        TimeRelation.DURATION,
        minutes=length.minutes,
        qualifier=length.qualifier,
    )


def place(doc: Doc, phrases: Iterable[Phrase], words: Words) -> list[TimeMention]:
    """The phrases on the calendar; clocks without a day take the one their sentence names."""
    anchor = doc._.anchor.published.date() if doc._.anchor else None
    sentences = sentence_ends(doc)
    told, text = Told(anchor, day_there(doc)), text_of(doc)
    placed: list[Placed] = []
    for phrase in phrases:
        told.enter(bisect_right(sentences, phrase.start), line_start(text, phrase.start))
        if phrase.moment.by_itself and is_open(phrase.moment, told, placed):
            continue  # "left in the evening and arrived in the morning": of which day is not said
        span = doc.char_span(phrase.start, phrase.end, alignment_mode="expand")
        before = text[max(0, phrase.start - 80) : phrase.start]
        tense = relation_tense(span, phrase, words, before)
        done = is_over(span, phrase, words, before)
        frame = replace(told.frame(phrase.moment, tense, before), done=done)
        if explains(placed, phrase, text):
            frame = replace(frame, focus=None)
        moment = told.turned(of_line(phrase.moment, text, phrase.start))
        phrase = replace(phrase, moment=before_midnight(moment, before))
        mention = read(text, phrase, frame)
        if placed and follows(placed[-1].phrase, phrase, text):
            mention = in_row(mention, phrase, placed[-1].mention)
        mention = not_before(mention, phrase, told.sentence_day)
        stamp, said = is_stamp(text, phrase), is_told(span, words)
        if not is_caption(text, phrase.start):
            told.note(phrase, mention, before, said=said)
        if stamp:
            told.start_entry()
        entry = told.entry == told.paragraph
        placed.append(Placed(told.sentence, phrase, mention, frame, stamp, entry, said))
    return counted([take_day(index, placed, text) for index in range(len(placed))], placed)


def is_caption(text: str, start: int) -> bool:
    """Whether the line that holds `start` only tells what a picture shows."""
    low = line_start(text, start)
    end = text.find("\n", start)
    return CAPTION.search(text[low : end if end >= 0 else len(text)]) is not None


def is_open(part: Moment, told: Told, placed: Sequence[Placed]) -> bool:
    """Whether a part of the day by itself may be of another time that its sentence names."""
    if part.now:
        return told.sentence_day not in (None, told.anchor)
    return bool(placed) and placed[-1].sentence == told.sentence


def day_there(doc: Doc) -> date | None:
    """The latest day that it is, at the moment of publication, in any place that the text names."""
    anchor = doc._.anchor
    if anchor is None or anchor.day_only:
        return None
    zones = {p.place.timezone for p in doc._.places or () if p.place and p.place.timezone}
    days = (anchor.published.astimezone(ZoneInfo(zone)).date() for zone in zones)
    return max(days, default=None)


def of_line(moment: Moment, text: str, start: int) -> Moment:
    """The moment in the year that opens its line, as in chronicles."""
    line = YEAR_LINE.match(text, line_start(text, start), start)
    free = moment.month and not (moment.year or moment.unit or moment.way)
    return replace(moment, year=int(line[1])) if line and free else moment


def before_midnight(moment: Moment, before: str) -> Moment:
    """ "Shortly before midnight on Wednesday" is that Wednesday, not its first minute."""
    if not (moment.midnight and moment.has_day and EVE.search(before)):
        return moment
    return replace(moment, clock=None, midnight=False)


def is_stamp(text: str, phrase: Phrase) -> bool:
    """Whether a clock opens its line, as entries of live pages do."""
    return STAMP.match(text, line_start(text, phrase.start), phrase.end + 2) is not None


def in_row(mention: TimeMention, phrase: Phrase, last: TimeMention) -> TimeMention:
    """A weekday named in a row, on the day that follows the one before it."""
    weekday = phrase.moment.weekday
    if weekday is None or mention.value is None or last.value is None or mention.clock:
        return mention
    return replace(mention, value=day_after(last.value, weekday))


def not_before(mention: TimeMention, phrase: Phrase, day: date | None) -> TimeMention:
    """A weekday until which something lasts, not before the day that the sentence names first."""
    weekday, value = phrase.moment.weekday, mention.value
    if day is None or value is None or weekday is None or phrase.moment.day is not None:
        return mention
    if phrase.relation is not TimeRelation.UNTIL or value[:10] >= day.isoformat():
        return mention
    return replace(mention, value=day_after(day.isoformat(), weekday) + value[10:])


def explains(placed: Sequence[Placed], phrase: Phrase, text: str) -> bool:
    """Whether a distance only tells of the day right before it: "Tuesday, two days later than"."""
    if not placed or not phrase.moment.context or not phrase.moment.way or phrase.moment.gap:
        return False
    last = placed[-1].phrase
    return last.moment.has_day and text[last.end : phrase.start] in (
        ", ",
        " - ",
        " – ",
        " — ",
        " (",
    )


def relation_tense(span: Span | None, phrase: Phrase, words: Words, before: str) -> Tense:
    """The tense with what the words before add: "since" looks back, "until" ahead if it can."""
    relation = phrase.relation
    if relation is TimeRelation.SINCE:
        return Tense.PAST
    tense = tense_of(span, words, bound_of(phrase))
    if tense is Tense.PAST and is_aimed(span, phrase, before):
        return Tense.PRESENT
    ahead = relation is TimeRelation.FROM and tense is Tense.OPEN
    return Tense.PRESENT if ahead else tense


def is_over(span: Span | None, phrase: Phrase, words: Words, before: str) -> bool:
    """Whether a day lies behind the moment of writing, by its preposition or its verb."""
    if phrase.relation is TimeRelation.SINCE:
        return True
    aimed = before.endswith("for ") or is_aimed(span, phrase, before)
    return phrase.relation is TimeRelation.AT and not aimed and is_done(span, words)


def bound_of(phrase: Phrase) -> Bound:
    """What a phrase bounds; an end told to the hour is one that has come, if the verb is past."""
    if phrase.relation is TimeRelation.UNTIL:
        return Bound.END if phrase.moment.clock is None else Bound.DONE
    if phrase.relation is TimeRelation.BY:
        return Bound.DONE
    return Bound.START if phrase.relation is TimeRelation.FROM else Bound.NONE


def is_aimed(span: Span | None, phrase: Phrase, before: str) -> bool:
    """Whether a day is one to come whatever the verb: "put off to Monday", "starting Monday"."""
    if span is None or not phrase.moment.has_date or span.text.endswith(("'s", "’s")):
        return False
    if phrase.relation is TimeRelation.FROM:
        return span.text.lower().startswith(("starting", "beginning", "effective"))
    word = AIMED.search(before)
    return word is not None and (not word["day"] or phrase.moment.has_day)


def line_start(text: str, start: int) -> int:
    """Where the line that holds `start` begins."""
    return text.rfind("\n", 0, start) + 1


def sentence_ends(doc: Doc) -> list[int]:
    """The offsets at which sentences end, of the whole text where none are set."""
    if not doc.has_annotation("SENT_START"):
        return [len(text_of(doc))]
    return [sentence.end_char for sentence in doc.sents]


def read(text: str, phrase: Phrase, frame: Frame) -> TimeMention:
    """A phrase as a mention; its clock stands on the day its own words name."""
    if phrase.other and phrase.other.has_day:
        phrase = replace(phrase, moment=on_day_of_other(phrase.moment, phrase.other, frame))
    first = resolve(phrase.moment, frame)
    mention = TimeMention(
        phrase.start,
        phrase.end,
        text[phrase.start : phrase.end],
        phrase.relation,
        value=first.text if first else None,
        until=first.last if first else None,
        day_known=phrase.moment.clock is None or phrase.moment.has_day,
        zone=phrase.moment.zone,
        local=phrase.moment.local,
        qualifier=phrase.qualifier,
        consistent=first.consistent if first else True,
    )
    if mention.until and mention.relation is TimeRelation.AT:
        mention = replace(mention, relation=TimeRelation.RANGE)
    if phrase.until:
        mention = brought_back(with_end(mention, phrase.until, frame), phrase, frame)
    return with_clocks(mention, phrase) if phrase.moment.clock is not None else mention


def on_day_of_other(moment: Moment, other: Moment, frame: Frame) -> Moment:
    """A clock on the day that a second one names: of "3:12 a.m. (1842 GMT Monday)" the Tuesday."""
    found = resolve(other, frame)
    if found is None or other.zone is None:
        return moment
    apart = days_apart(moment, other, with_clock(found.text, other))
    day = apart and shift_days(date.fromisoformat(found.text), -apart[0])
    return replace(moment, year=day.year, month=day.month, day=day.day) if day else moment


def with_end(mention: TimeMention, end: Moment, frame: Frame) -> TimeMention:
    """A range with its far end, which never lies before the near one."""
    start = (
        date.fromisoformat(mention.value) if mention.value and len(mention.value) == 10 else None
    )
    if start and (end.weekday is not None or (end.month and end.day)) and not end.way:
        frame = Frame(start, frame.focus, Tense.FUTURE)
    if start and end.context:
        frame = replace(frame, focus=start)
    last: Resolved | None = resolve(end, frame)
    value, until = mention.value, (last.last or last.text) if last else None
    if value and until and until < value[: len(until)]:
        value, until = mend_years(value, until, end)
    return replace(mention, value=value, until=until)


def brought_back(mention: TimeMention, phrase: Phrase, frame: Frame) -> TimeMention:
    """A stretch told as past that would end long after the article's own day, a year earlier."""
    value, until, first, last = mention.value, mention.until, phrase.moment, phrase.until
    if not (value and until and last and frame.anchor) or frame.tense is not Tense.PAST:
        return mention
    if first.year or last.year or not (first.month and last.month):
        return mention
    latest = shift_days(frame.anchor, FAR_AHEAD) or frame.anchor
    if until <= latest.isoformat()[: len(until)]:
        return mention
    return replace(mention, value=shift_years(value, -1), until=shift_years(until, -1))


def mend_years(value: str, until: str, end: Moment) -> tuple[str, str | None]:
    """A range whose ends are in the wrong order, in other years where none is said."""
    apart = int(until[:4]) - int(value[:4])
    if end.year is not None:
        return shift_years(value, apart - 1), until
    ends = (shift_years(until, step - apart) for step in (0, 1))
    return value, next((later for later in ends if later > value), None)


def with_clocks(mention: TimeMention, phrase: Phrase) -> TimeMention:
    """The mention with the clock of its phrase, on its day where that is known."""
    moment = phrase.moment
    mention = replace(mention, clock=clock_text(moment.clock or 0))
    if mention.value is None or len(mention.value) != 10:
        return replace(mention, value=None, until=None)
    return on_day(mention, phrase, mention.value, mention.until)
