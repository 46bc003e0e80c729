"""An earlier accident that the rest of a sentence sets beside today's: one is not the other.

"A tram hit the wall where three people were killed last year", "it was the worst since 60 people
died in a collision in 2011", "it came two years after a fire that killed 31".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter

from spacy.tokens import Doc, Span

from extractor.drafts import ACCIDENTS
from extractor.event_mention import EventMention, Trigger
from extractor.extensions import words_of
from extractor.lexicon import discourse_words, load_discourse
from extractor.mentions import DAY
from extractor.quantities.counts import CASUALTIES
from extractor.timex.calendar_steps import span_of
from storage.records import EventType

WORDS = load_discourse("en")
ACCIDENT = discourse_words("en", "accident")
SINCE = re.compile(rf"\b{WORDS['rarity']}(?={WORDS['since']}\b)", re.IGNORECASE)
LONG_AFTER = re.compile(rf"\b{WORDS['long_after']}", re.IGNORECASE)
LOOKING_BACK = re.compile(rf"(?=\b{WORDS['looking_back']}\b)", re.IGNORECASE)
# "a similar crash", "a 2011 derailment"; "the accident at Reading, in which"
NEW = re.compile(rf"\b{WORDS['other_accident']} (?:[\w-]+ ){{0,3}}{WORDS['accident']}\b", re.I)
CALLED = re.compile(
    rf"\b{WORDS['accident']}(?: {WORDS['accident_at']} [^.;,]{{1,40}})?,?\s*$", re.I
)
PAST = timedelta(days=14)  # what lies so far back is no news of today
LIKELY = 0.5  # so sure a sentence is to state an event of a type that its rest may tell
SURE = 0.6  # how sure the dead or injured of an earlier day make an accident


def with_earlier(
    sentence: Span, mentions: Sequence[EventMention], triggers: Sequence[Trigger]
) -> Iterator[EventMention]:
    """The mentions of a sentence, each in its own part where the rest tells an earlier accident."""
    told = [t for t in triggers if t.type in ACCIDENTS and t.about != "barred"]
    cut = earlier_from(sentence, told)
    own = [mention for mention in mentions if mention.type in ACCIDENTS]
    if cut is None or not own:
        yield from mentions
        return
    encodings = sentence.doc._.encodings
    if sentence.start in encodings:
        encodings[cut] = encodings[sentence.start]
    yield from (mention for mention in mentions if mention not in own)
    later = [trigger for trigger in told if trigger.head >= cut]
    for mention in own:
        first = [t for t in told if t.type == mention.type and t.head < cut]
        if first or all(t.type != mention.type for t in later):
            head = min(mention.head, cut - 1)
            yield part(mention, mention.type, (mention.start, cut), head)
    surest = max(own, key=attrgetter("probability"))
    for event_type in sorted(types_of(later, own)) or [surest.type]:
        mention = next((m for m in own if m.type == event_type), surest)
        head = next((t.head for t in later if t.type == event_type), cut)
        yield part(mention, event_type, (cut, mention.end), head, earlier=True)


def types_of(later: Sequence[Trigger], own: Sequence[EventMention]) -> set[EventType]:
    """The types of the accident told by the later words: those of the likely mentions, if any."""
    likely = {mention.type for mention in own if mention.probability >= LIKELY}
    types = {trigger.type for trigger in later}
    return types & likely or {max(later, key=attrgetter("level")).type} if later else set()


def part(
    mention: EventMention,
    event_type: EventType,
    bounds: tuple[int, int],
    head: int,
    *,
    earlier: bool = False,
) -> EventMention:
    """What a part of the mention's sentence tells; an earlier accident surely, it has its dead."""
    least = SURE if earlier else mention.least
    chance = max(mention.probability, least)
    return EventMention(event_type, *bounds, head, chance, mention.trigger, least, earlier=earlier)


def earlier_from(sentence: Span, told: Sequence[Trigger]) -> int | None:
    """The token from which on the sentence tells an earlier accident, having told one of today."""
    doc, text = sentence.doc, words_of(sentence)
    for pattern in (SINCE, LONG_AFTER, LOOKING_BACK):
        for match in reversed(list(pattern.finditer(text))):  # the one nearest to what it opens
            start = sentence.start_char + match.end()
            at = doc.char_span(start, start + 1, alignment_mode="expand")
            if at is None or at.start <= sentence.start:
                continue
            first, rest = doc[sentence.start : at.start], doc[at.start : sentence.end]
            other = pattern is not LOOKING_BACK or is_another(first, rest)
            if other and tells_accident(first, told) and (hurts(rest) or NEW.search(rest.text)):
                return at.start
    return None


def is_another(first: Span, rest: Span) -> bool:
    """Whether a clause looks back on another accident than that of the words before it.

    "The crash, in which three people died last year" does not.
    """
    if CALLED.search(first.text) or not is_long_ago(first, rest):
        return False
    recent = any(not is_past(first.doc, day) for day in dates(first))
    return recent or hurts(first) or NEW.search(rest.text) is not None


def tells_accident(part: Span, told: Iterable[Trigger]) -> bool:
    """Whether a part of a sentence tells an accident or speaks of one."""
    own = any(part.start <= t.head < part.end and t.about != "absent" for t in told)
    return own or ACCIDENT.search(words_of(part)) is not None


def hurts(part: Span) -> bool:
    """Whether a part of a sentence counts dead, injured or missing."""
    return any(
        figure.role in CASUALTIES and part.start_char <= figure.start < part.end_char
        for figure in part.doc._.quantities
    )


def is_long_ago(first: Span, rest: Span) -> bool:
    """Whether all times of the rest lie well before the article, none at one of the first part."""
    mine, theirs = dates(first), dates(rest)
    same = any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)
    return bool(theirs) and not same and all(is_past(rest.doc, day) for day in theirs)


def is_past(doc: Doc, day: str) -> bool:
    """Whether a day, a month or a year lies well before the article's own day."""
    if doc._.anchor is None:
        return False
    today: date = doc._.anchor.published.date()
    last = span_of(day)[1]
    return last < (today - PAST if len(day) == DAY else today)


def dates(part: Span) -> list[str]:
    """The days, months or years that a part of a sentence names."""
    low, high = part.start_char, part.end_char
    times = part.doc._.times
    return [t.value[:DAY] for t in times if t.value and t.day_known and low <= t.start < high]
