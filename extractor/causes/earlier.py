"""Why trains stopped, as an earlier sentence says: a storm or a quake stops more than one line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from spacy.tokens import Doc

from extractor.causes.acts import broken, conduct
from extractor.causes.cues import CauseCues, cause_cues, is_hazard, is_named
from extractor.causes.later import STATED
from extractor.causes.sentence import EventSentence
from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.syntax import SUBJECTS
from storage.records import EventType

HALTS = (EventType.DISRUPTION, EventType.SERVICE_SUSPENSION)
BACK = 3  # sentences before the draft's own in which what reaches far is told


def cause_told_before(doc: Doc, draft: Draft, language: str) -> tuple[str, EventMention] | None:
    """What reaches far and is told before a stop of trains, and the sentence; None for others."""
    if draft.type not in HALTS:
        return None
    cues = cause_cues(language)
    first = min(mention.start for mention in draft.mentions)
    before = [sentence for sentence in doc.sents if sentence.end <= first][-BACK:]
    for sentence in reversed(before):
        if stop := halted_before(doc, sentence.start, cues):
            return stop
        told = EventMention(draft.type, sentence.start, sentence.end, sentence.root.i, 0.0)
        event = EventSentence(doc, told, cues)
        beside = right_before(event) if sentence is before[-1] else ()
        if cause := next(filter(None, chain(beside, reaching(event))), None):
            return cause, told
    return None


def halted_before(doc: Doc, start: int, cues: CauseCues) -> tuple[str, EventMention] | None:
    """The cause, if it reaches far, of the stop that the sentence from a token on tells."""
    for mention in doc._.event_mentions:
        stated = mention.type in HALTS and mention.probability >= STATED
        if stated and mention.start == start and mention.cause:
            words = mention.cause.lower().split()
            if any(cues.hazards.get(word) in cues.reaching for word in words):
                return mention.cause, mention
    return None


def right_before(event: EventSentence) -> Iterator[str | None]:
    """What people did, or what of the line gave way, in the sentence right before a stop."""
    yield from conduct(event)
    yield from broken(event)


def reaching(event: EventSentence) -> Iterator[str | None]:
    """What reaches far and is told to be at work, not to be awaited: "a typhoon struck"."""
    for noun in event.nouns:
        awaited = any(event.cues.has(child, "awaiting") for child in noun.head.lefts)
        far = event.cues.kind(noun) in event.cues.reaching and noun.dep_ in SUBJECTS
        if awaited or not is_named(noun, event.cues):
            continue
        if far and is_hazard(noun, event.type, event.cues):
            yield event.noun_phrase(noun)
