"""Why something happened, as a later sentence says: "It was caused by a dragging brake"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from spacy.tokens import Doc, Span

from extractor.causes.cues import cause_cues
from extractor.causes.search import BY_CONDUCT, CauseSearch
from extractor.drafts import ACCIDENTS, Draft
from extractor.event_mention import EventMention
from extractor.extensions import text_of
from storage.records import EventType

NEAR = 8  # sentences behind the draft's own in which "it" is what they told
STATED = 0.5  # so likely another happening is what a sentence tells


def cause_told_later(doc: Doc, draft: Draft, language: str) -> tuple[str, EventMention] | None:
    """The cause that a sentence behind the draft's own gives for it, and that sentence."""
    cues = cause_cues(language)
    named, pointed = cues.named_again.get(draft.type), cues.pointed_again
    if named is None and draft.type not in BY_CONDUCT:
        return None
    text = text_of(doc)
    for far, sentence in sentences_behind(doc, draft):
        low, high = sentence.start_char, sentence.end_char
        if cues.refuted_again.search(text, low, high):
            continue
        told = EventMention(draft.type, sentence.start, sentence.end, sentence.root.i, 0.0)
        search = CauseSearch(doc, told, cues)
        found: Iterator[str | None] = iter(())
        again = named is not None and named.search(text, low, high)
        if again or (far <= NEAR and pointed.search(text, low, high)):
            outright = (cause for cause, _ in search.outright())
            found = chain(search.blamed(), outright, search.subjects())
        elif draft.type == EventType.STRIKE and cues.strikers_again.search(text, low, high):
            found = search.demands()
        elif draft.type in BY_CONDUCT and far <= NEAR:
            found = search.acts()
        if cause := next(filter(None, found), None):
            return cause, told
    return None


def other_types(draft: Draft) -> frozenset[EventType]:
    """The types that are another accident than the draft's: cars leave the rails in a crash."""
    crash = draft.type in (EventType.COLLISION, EventType.LEVEL_CROSSING_ACCIDENT)
    return (ACCIDENTS | {draft.type}) - ({EventType.DERAILMENT} if crash else set())


def sentences_behind(doc: Doc, draft: Draft) -> Iterator[tuple[int, Span]]:
    """The sentences behind the draft's first, not its own, with how far behind its own each stands.

    They go as far as one that tells another accident, or another happening of the type.
    """
    own = {mention.start for mention in draft.mentions}
    others = {
        mention.start
        for mention in doc._.event_mentions or ()
        if mention.type in other_types(draft) and mention.probability >= STATED
    }
    far = 0
    for sentence in doc.sents:
        far = 0 if sentence.start in own else far + 1
        if far and sentence.start > min(own):
            if sentence.start in others:
                break
            yield far, sentence
