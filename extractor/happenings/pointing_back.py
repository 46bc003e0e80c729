"""Sentences that speak of a happening by its mere name, or count it: what was told is meant.

"The derailment followed floods", "a fine for Monday's disruption"; "it is the fourth theft of cable
since November".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from extractor.drafts import HAPPENING, TOLD, Draft
from extractor.event_mention import EventMention
from extractor.extensions import text_of, words_of
from extractor.happenings.distinct import of_past, other_age, other_clause, other_time
from extractor.lexicon import load_discourse
from extractor.mentions import WIDE, TimeRelation
from storage.records import EventType, Factuality

WORDS = load_discourse("en")
LIKELY = 0.5  # so likely something has been told, if a mere name is to mean it


def bare_name(names: str) -> re.Pattern[str]:
    """Finds one of the names told as known, and nothing behind that tells where or what it was."""
    return re.compile(rf"\b{WORDS['by_name']} {names}\b(?!{WORDS['named_further']})", re.IGNORECASE)


def counted(names: str) -> re.Pattern[str]:
    """Finds how a sentence opens that counts what has one of the names: "it is the third theft"."""
    called = rf"(?:{names}|{WORDS['called_incident']})"
    return re.compile(rf"\W*{WORDS['counted_as']} (?:[\w-]+ ){{0,3}}?{called}\b", re.IGNORECASE)


NAMES = {
    event_type: names
    for event_type in EventType
    if (names := WORDS.get(f"called_{event_type.value}"))
}
NAMED = {event_type: bare_name(names) for event_type, names in NAMES.items()}
COUNTED = {event_type: counted(names) for event_type, names in NAMES.items()}
# By what else it may be told: a disruption by its fault, an attack by who did it.
LOOSELY = {
    EventType.DISRUPTION: bare_name(WORDS["called_incident"]),
    EventType.ATTACK: bare_name(WORDS["attackers"]),
}


def points_back(doc: Doc, drafts: Sequence[Draft], mention: EventMention) -> Draft | None:
    """The draft, last told of its type, whose happening a sentence only names or counts."""
    same = (draft for draft in drafts if draft.type == mention.type)
    is_one_more = is_counted(doc, mention)
    since = is_one_more and only_since(mention)
    fit = [draft for draft in same if since or not is_other(doc, draft, mention)]
    sure = [draft for draft in fit if draft.probability >= LIKELY]
    last = max(sure or fit, key=lambda draft: draft.mentions[-1].start, default=None)
    if last is None or is_one_more or is_named(doc, mention):
        return last
    loosely = is_loosely(doc, mention) or warns(doc, mention)
    return last if loosely and is_last(drafts, last) else None


def is_named(doc: Doc, mention: EventMention) -> bool:
    """Whether the mention's word is a bare name of what was told: "the strike".

    Or where the sentence has such a name and tells no place: "what led to the delays".
    """
    if (names := NAMED.get(mention.type)) is None:
        return False
    sentence = doc[mention.start : mention.end]
    at = doc[mention.head].idx - sentence.start_char
    found = list(names.finditer(words_of(sentence)))
    if not found:
        return False
    own = any(match.start() <= at < match.end() for match in found)
    return own or found[0].start() <= 1 or not tells_place(doc, mention)


def is_loosely(doc: Doc, mention: EventMention) -> bool:
    """Whether the sentence speaks of "the incident" or "the robbers", and begins with it or tells
    no place.
    """
    if (names := LOOSELY.get(mention.type)) is None:
        return False
    match = names.search(words_of(doc[mention.start : mention.end]))
    return match is not None and (match.start() <= 1 or not tells_place(doc, mention))


def warns(doc: Doc, mention: EventMention) -> bool:
    """Whether the sentence only warns of what goes on: "trains may be delayed by up to an hour"."""
    unsure = mention.factuality_chances.get(Factuality.POSSIBLE, 0.0) > LIKELY
    only = not mention.starts and not tells_place(doc, mention)
    return mention.type is EventType.DISRUPTION and unsure and only


def tells_place(doc: Doc, mention: EventMention) -> bool:
    """Whether the mention's sentence names, in words of its own, where it happened."""
    text = text_of(doc)
    return any(
        chance > TOLD and place.kind not in WIDE and text[place.start : place.end] == place.text
        for place, _, chance in mention.places
    )


def is_last(drafts: Sequence[Draft], draft: Draft) -> bool:
    """Whether no other accident or disruption has been told since the draft's last sentence."""
    others = (one for one in drafts if one.type in HAPPENING and one is not draft)
    return all(one.mentions[-1].start <= draft.mentions[-1].start for one in others)


def is_counted(doc: Doc, mention: EventMention) -> bool:
    """Whether the sentence only says how many like it there have been: "it is the second fire"."""
    opening = COUNTED.get(mention.type)
    sentence = words_of(doc[mention.start : mention.end])
    return opening is not None and opening.match(sentence) is not None


def only_since(mention: EventMention) -> bool:
    """Whether a mention only tells from when on others are counted: "since November"."""
    return all(time.relation is TimeRelation.SINCE for time, _ in mention.starts)


def is_other(doc: Doc, draft: Draft, mention: EventMention) -> bool:
    """Whether the two are surely of different times."""
    return (
        other_time(draft, mention)
        or of_past(doc, draft, mention)
        or other_clause(doc, draft, mention)
        or other_age(doc, draft, mention)
    )
