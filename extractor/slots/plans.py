"""What the wording settles of things to come: put off to a date, or dated by what is agreed on.

"Would not open before 2031" plans the opening for 2031; "an agreement to run trains from May" was
not made in May.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from extractor.event_mention import EventMention
from extractor.extensions import text_of
from extractor.lexicon import load_discourse
from extractor.mentions import TimeMention
from extractor.setting import Setting
from extractor.slots.features import CLASSES
from extractor.syntax import SUBJECTS, chain, clause_of, covering, governing_verb
from storage.records import EventType, Factuality

WORDS = load_discourse("en")
PUT_OFF = re.compile(rf"\b(?:{WORDS['put_off']}|{WORDS['not_before']})\s+", re.IGNORECASE)
SLACK = 12  # characters between those words and the date: "at least", "the end of"
# What may be put off; a stop that is "not lifted before Friday" ends on Friday.
BEGINNING = frozenset(
    (
        EventType.SERVICE_LAUNCH,
        EventType.SERVICE_RESUMPTION,
        EventType.SERVICE_CHANGE,
        EventType.OPENING,
        EventType.CONSTRUCTION,
        EventType.AGREEMENT,
        EventType.TRAIN_MOVEMENT,
        EventType.STRIKE,
    )
)


def is_put_off_to(setting: Setting, time: TimeMention) -> bool:
    """Whether what begins is put off to the time: "delayed until 2027", "not before May"."""
    if setting.mention.type not in BEGINNING or time.value is None:
        return False
    low = setting.bounds[0]
    ends = (match.end() for match in PUT_OFF.finditer(text_of(setting.doc), low, time.end))
    return any(time.start - SLACK <= end < time.end for end in ends)


def retold(mention: EventMention, told: Factuality, meant: Factuality) -> dict[str, float]:
    """The mention's chances of factuality where what is `told` means another: what is denied is
    planned if it is put off to a date, what is planned is denied if it was only meant.
    """
    chances = dict(mention.factuality_chances)
    chances[meant] = chances.get(meant, 0.0) + chances.pop(told, 0.0)
    return chances


def dates_what_follows(setting: Setting, time: TimeMention) -> bool:
    """Whether the time dates what an agreement or work leads to, not when it was made or began."""
    mention = setting.mention
    if mention.type not in (EventType.AGREEMENT, EventType.CONSTRUCTION) or not mention.trigger:
        return False
    verb = governing_verb(covering(setting.doc, time.start, time.end).root)
    if verb is None or not is_coming(verb):
        return False
    path: list[Token] = []
    for step in chain(verb):
        if step in (setting.head, clause_of(setting.head)):
            own = any(is_of_its_own(one) for one in path)
            return own or (bool(path) and is_aim(mention.type, step, setting.head))
        if step.dep_ == "ccomp":
            return False
        path.append(step)
    return False


def is_coming(verb: Token) -> bool:
    """Whether a verb tells what is yet to come: "will cost"."""
    return any(child.lower_ in CLASSES["coming"] for child in verb.children)


def is_of_its_own(verb: Token) -> bool:
    """Whether a verb below an event's word tells of something else, by its place or its subject."""
    own_subject = any(child.dep_ in SUBJECTS for child in verb.children)
    return own_subject or verb.dep_ in ("acl", "relcl") or follows_noun(verb)


def is_aim(event_type: EventType, verb: Token, head: Token) -> bool:
    """Whether what depends on a verb is what is agreed: "agreed to run", not "a deal is to be"."""
    subjects = (child for child in verb.children if child.dep_ in SUBJECTS)
    is_subject = any(head in child.subtree for child in subjects)
    return event_type is EventType.AGREEMENT and not is_subject


def follows_noun(verb: Token) -> bool:
    """Whether a joined verb stands behind a noun, its subject that the parse hung elsewhere."""
    first = min((child.i for child in verb.children if child.dep_ == "aux"), default=verb.i)
    return verb.dep_ == "conj" and first > 0 and verb.doc[first - 1].pos_ in ("NOUN", "PROPN")


def is_given_up(setting: Setting) -> bool:
    """Whether a strike is told as what had been meant: "guards had been due to walk out"."""
    if setting.mention.type is not EventType.STRIKE:
        return False
    return any(
        {step.lower_, step.lemma_.lower()} & CLASSES["intended"] and had_been(step)
        for step in chain(setting.head)
    )


def had_been(word: Token) -> bool:
    """Whether a verb, or the "been" above it, stands in the past perfect."""
    above = [word.head] if word.head.lower_ == "been" else []
    helpers = (child for verb in (word, *above) for child in verb.children)
    return any(
        child.dep_ == "aux" and child.lower_ in CLASSES["helping_before"] for child in helpers
    )


def has_lapsed(mention: EventMention, head: Token) -> bool:
    """Whether an agreement is told as over or missing: "the contract expired", "without a deal"."""
    if mention.type is not EventType.AGREEMENT or head.pos_ != "NOUN":
        return False
    ended = head.dep_ in SUBJECTS and head.head.lemma_.lower() in CLASSES["lapsing"]
    return ended or (head.dep_ == "pobj" and head.head.lower_ in CLASSES["lacking"])


def only_demanded(mention: EventMention, head: Token) -> bool:
    """Whether somebody only demands the event: "urged Amtrak to restore it", "want an inquiry".

    A strike that a union calls for is called.
    """
    if mention.type is not EventType.STRIKE and head.pos_ == "NOUN" and is_demanded(head):
        return True
    for step in chain(clause_of(head)):
        if step.dep_ not in ("ccomp", "xcomp"):
            return False
        if step.head.lemma_.lower() in CLASSES["demanding"]:
            return True
    return False


def is_demanded(noun: Token) -> bool:
    """Whether a thing is the object of a demand: "called for a ban and an inquiry"."""
    for step in chain(noun):
        above = step.head
        if step.dep_ in ("dobj", "nsubjpass"):
            return above.lemma_.lower() in CLASSES["demanding"] | CLASSES["wanting"]
        if step.dep_ == "pobj":
            return above.lower_ == "for" and above.head.lemma_.lower() in CLASSES["demanding_for"]
        if step.dep_ not in ("compound", "conj", "nmod", "amod"):
            return False
    return False
