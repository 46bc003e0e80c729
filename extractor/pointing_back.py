"""Sentences that speak of a happening by its mere name, or count it: what was told is meant.

"The derailment followed floods", "a fine for Monday's disruption"; "it is the fourth theft of cable
since November".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from extractor.distinct import other_age, other_clause, other_time, of_past
from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.extensions import words_of
from extractor.lexicon import load_discourse
from storage.records import EventType

WORDS = load_discourse("en")
NAMED = {
    event_type: re.compile(
        rf"\b{WORDS['by_name']} {names}\b(?!{WORDS['named_further']})", re.IGNORECASE
    )
    for event_type in EventType
    if (names := WORDS.get(f"called_{event_type.value}"))
}
COUNTED = re.compile(rf"^\W*{WORDS['counted_as']}\b", re.IGNORECASE)


def points_back(doc: Doc, drafts: Sequence[Draft], mention: EventMention) -> Draft | None:
    """The draft, last told of its type, whose happening a sentence only names or counts."""
    if not (is_named(doc, mention) or is_counted(doc, mention)):
        return None
    same = (draft for draft in drafts if draft.type == mention.type)
    fit = [draft for draft in same if not is_other(doc, draft, mention)]
    return max(fit, key=lambda draft: draft.mentions[-1].start, default=None)


def is_named(doc: Doc, mention: EventMention) -> bool:
    """Whether the mention's word is a bare name of what was told: "the strike"."""
    if (names := NAMED.get(mention.type)) is None:
        return False
    sentence = doc[mention.start : mention.end]
    at = doc[mention.head].idx - sentence.start_char
    return any(match.start() <= at < match.end() for match in names.finditer(words_of(sentence)))


def is_counted(doc: Doc, mention: EventMention) -> bool:
    """Whether the sentence only says how many like it there have been: "it is the second fire"."""
    return COUNTED.match(words_of(doc[mention.start : mention.end])) is not None


def is_other(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether the two are surely of different times."""
    return (
        other_time(draft, mention)
        or of_past(doc, draft, mention)
        or other_clause(doc, draft, mention)
        or other_age(doc, draft, mention)
    )
