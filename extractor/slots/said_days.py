"""Of two times in a sentence, the one that it tells of.

"Two trains collided on Saturday, the ministry said on Sunday." Told by what stands beside the verb:
the parse often hangs both days on it. "Closed on Friday for the first time since 2013."
"""

from __future__ import annotations

import re
from itertools import takewhile

from spacy.tokens import Token

from extractor.lexicon import load_discourse
from extractor.mentions import DAY, TimeMention, TimeRelation
from extractor.setting import Setting
from extractor.slots.features import CLASSES, SPOKEN, time_precision
from extractor.syntax import SUBJECTS, chain, clause_of, covering, governing_verb
from storage.records import EventType

LOOK_BACK = 40  # characters
# What goes on for hours or days.
LASTING = (
    EventType.STRIKE,
    EventType.DISRUPTION,
    EventType.SERVICE_SUSPENSION,
    EventType.CLOSURE,
)
RESTARTS = (
    EventType.SERVICE_RESUMPTION,
    EventType.SERVICE_LAUNCH,
    EventType.TRAIN_MOVEMENT,
    EventType.OPENING,
)
SMALL = load_discourse("en")
SAID_BEFORE = re.compile(rf"\b(?:{SPOKEN})\s+(?:{SMALL['said_then']}\s+)*$", re.IGNORECASE)
RARITY = re.compile(rf"\b{SMALL['rarity']}$", re.IGNORECASE)
NTH_TIME = re.compile(rf"\b{SMALL['nth_time']}\s+$", re.IGNORECASE)
SO_FAR = re.compile(rf"\b{SMALL['so_far']}\s+$", re.IGNORECASE)
ACCIDENT = re.compile(SMALL["accident"], re.IGNORECASE)
HELD_AGAINST = re.compile(rf"\b{SMALL['held_against']}$", re.IGNORECASE)
GOING_ON = re.compile(rf"\b{SMALL['going_on']}\s+(?:{SMALL['on_day']}\s+)?$", re.IGNORECASE)
THEN = re.compile(rf",? {SMALL['then']}\b", re.IGNORECASE)
SAID_AFTER = re.compile(rf"\s+(?:{SPOKEN})\b", re.IGNORECASE)


def happened_then(setting: Setting, time: TimeMention) -> bool:
    """Whether the sentence tells two days, this one and another on which somebody spoke."""
    days = [one for one in setting.dated_times if time_precision(one) in ("day", "clock")]
    if len(days) != 2 or time not in days or time.relation is not TimeRelation.AT:
        return False
    [other] = [one for one in days if one is not time]
    return is_said_then(setting.text, other) and not is_said_then(setting.text, time)


def is_said_then(text: str, time: TimeMention) -> bool:
    """Whether the time stands right beside a verb of speech: "said late on Sunday"."""
    before = text[max(0, time.start - LOOK_BACK) : time.start]
    return bool(SAID_BEFORE.search(before) or SAID_AFTER.match(text, time.end))


def names_event(setting: Setting, time: TimeMention) -> bool:
    """Whether the event is called by its day or year: "the death toll in Tuesday's derailment",
    "the 1983 walkout".
    """
    if setting.text[time.start : time.end] == time.value:  # a mere year
        return setting.text[time.end : setting.doc[setting.head.i].idx] == " "
    if not setting.text[time.start : time.end].endswith(("'s", "’s")):
        return False
    day = covering(setting.doc, time.start, time.end)
    return setting.head in (day.root.head, *day.root.head.children) and setting.head.i > day.start


def begins_then(setting: Setting, time: TimeMention) -> bool:
    """Whether a verb of beginning ties the time to the event: "a strike, which began on Friday"."""
    verb = governing_verb(covering(setting.doc, time.start, time.end).root)
    if verb is None or verb.lemma_.lower() not in CLASSES["beginning"]:
        return False
    if time.relation not in (TimeRelation.AT, TimeRelation.FROM):
        return False
    if verb.dep_ == "relcl":  # "the strike by the guards, which began"
        return setting.head in takewhile(is_noun, chain(verb.head))
    return any(child == setting.head for child in verb.children if child.dep_ in SUBJECTS)


def has_begun(setting: Setting) -> bool:
    """Whether the sentence tells in the past tense when the event began."""
    begun = (time for time in setting.dated_times if begins_then(setting, time))
    verbs = (governing_verb(covering(setting.doc, time.start, time.end).root) for time in begun)
    return any(verb is not None and verb.tag_ == "VBD" for verb in verbs)


def has_resumed(setting: Setting) -> bool:
    """Whether the perfect tense says that a service runs again: "has been restored"."""
    mention, head = setting.mention, setting.head
    if mention.type is not EventType.SERVICE_RESUMPTION or mention.trigger is None:
        return False
    helping = {child.lower_ for child in head.children if child.dep_ in ("aux", "auxpass")}
    denied = any(
        child.dep_ == "neg" or child.lower_ in CLASSES["supposing"] for child in head.children
    )
    return not denied and head.tag_ == "VBN" and not helping.isdisjoint(CLASSES["helping_now"])


def lasts_until(setting: Setting, time: TimeMention) -> bool:
    """Whether the event's own clause tells until when it lasts."""
    if time.relation is not TimeRelation.UNTIL or setting.mention.type not in LASTING:
        return False
    verb = governing_verb(covering(setting.doc, time.start, time.end).root)
    while verb is not None and verb.dep_ in ("xcomp", "acl"):  # "is to last until"
        verb = governing_verb(verb)
    others = {clause_of(setting.doc[rival.head]) for rival in setting.rivals}
    subject = setting.head.dep_ in SUBJECTS and setting.head.head == verb
    return subject or (verb == clause_of(setting.head) and verb not in others)


def is_noun(token: Token) -> bool:
    """Whether a token belongs to a noun with what hangs on it."""
    return token.pos_ in ("NOUN", "PROPN", "ADP")


def goes_on_then(setting: Setting, time: TimeMention) -> bool:
    """Whether the event only went on at the time: "suspended for a second day on Wednesday"."""
    low = max(setting.bounds[0], time.start - LOOK_BACK)
    return GOING_ON.search(setting.text, low, time.start) is not None


def dates_other_verb(setting: Setting, time: TimeMention) -> bool:
    """Whether what begins again had been stopped since: "held since May, the train left"."""
    if time.relation is not TimeRelation.SINCE or setting.mention.type not in RESTARTS:
        return False
    verb = governing_verb(covering(setting.doc, time.start, time.end).root)
    return verb is not None and verb not in (setting.head, clause_of(setting.head))


def is_held_against(setting: Setting, time: TimeMention) -> bool:
    """Whether a time is that of a figure only compared with: "600, up from 358 in 2024"."""
    low = max(setting.bounds[0], time.start - 2 * LOOK_BACK)
    return HELD_AGAINST.search(setting.text, low, time.start) is not None


def ends_what_was(setting: Setting, time: TimeMention) -> bool:
    """Whether a time ends what was before the event: "ran until May 2014, when it was halted"."""
    text, head = setting.text, setting.head
    behind = head.idx > time.end and head.idx < setting.bounds[1]
    return time.relation is TimeRelation.UNTIL and behind and bool(THEN.match(text, time.end))


def only_counts(setting: Setting, time: TimeMention) -> bool:
    """Whether a month or year only tells how often it happened: "for the second time this year"."""
    low = max(setting.bounds[0], time.start - LOOK_BACK)
    coarse = time.relation is TimeRelation.AT and time_precision(time) in ("year", "month")
    counts = (NTH_TIME,) if setting.mention.type is EventType.TRAFFIC_VOLUME else (NTH_TIME, SO_FAR)
    return coarse and any(cue.search(setting.text, low, time.start) for cue in counts)


def dates_what_is_probed(setting: Setting, time: TimeMention) -> bool:
    """Whether a day is that of the accident which is looked into: "a report on the May 7 crash"."""
    if setting.mention.type is not EventType.INVESTIGATION:
        return False
    word = covering(setting.doc, time.start, time.end).root.head
    noun = word.head if word.pos_ == "ADP" else word
    return noun != setting.head and ACCIDENT.fullmatch(noun.text) is not None


def own_day(setting: Setting) -> TimeMention | None:
    """The day behind an accident's noun, where another stands before it for what came of it.

    "Trains were cancelled on Wednesday due to the derailment at Bar on Tuesday."
    """
    head = setting.head
    if head.pos_ != "NOUN" or head.dep_ != "pobj" or not ACCIDENT.fullmatch(head.text):
        return None
    days = [one for one in setting.dated_times if time_precision(one) in ("day", "clock")]
    behind = [day for day in days if day.start > head.idx and not is_said_then(setting.text, day)]
    if not behind or not any(day.start < head.idx for day in days):
        return None
    between = setting.doc[head.i + 1 : covering(setting.doc, behind[0].start, behind[0].end).start]
    return None if any(token.pos_ in ("VERB", "AUX") for token in between) else behind[0]


def only_compares(setting: Setting, time: TimeMention) -> bool:
    """Whether a time only tells how rare the event is, beside the day on which it happened.

    What had been stopped since then is dated by it: "the first train since 2020 left on Friday".
    """
    if time.relation is not TimeRelation.SINCE:
        return False
    if any(r.type in RESTARTS for r in setting.rivals) and not is_told_rare(setting, time):
        return False
    before = setting.text[max(setting.bounds[0], time.start - 2 * LOOK_BACK) : time.start]
    days = (one for one in setting.dated_times if one.relation is TimeRelation.AT)
    return bool(RARITY.search(before)) and any(time_precision(o) in ("day", "clock") for o in days)


def is_told_rare(setting: Setting, time: TimeMention) -> bool:
    """Whether it is the event's own verb, and no train that runs again, that tells what had not
    happened since then: "closed on Friday for the first time since 2013".
    """
    low = max(setting.bounds[0], time.start - LOOK_BACK)
    mention, head = setting.mention, setting.head
    own = head.head if head.dep_ in ("aux", "auxpass") else head
    return (
        mention.trigger is not None
        and NTH_TIME.search(setting.text, low, time.start) is not None
        and governing_verb(covering(setting.doc, time.start, time.end).root) == own
        and all(r.probability < mention.probability for r in setting.rivals if r.type in RESTARTS)
    )


def starts_from(setting: Setting, time: TimeMention) -> bool:
    """Whether the word for a strike is followed by when it begins: "a strike from Wednesday", not
    "they moved the strike from Wednesday to Friday".
    """
    mention, head = setting.mention, setting.head
    if mention.type is not EventType.STRIKE or mention.trigger is None or not time.day_known:
        return False
    if time.relation not in (TimeRelation.FROM, TimeRelation.RANGE) or len(time.value or "") < DAY:
        return False
    begin = covering(setting.doc, time.start, time.end).start
    moved = clause_of(head).lemma_.lower() in CLASSES["moving"]
    between = setting.doc[head.i + 1 : begin]
    return head.i < begin and not moved and not any(map(breaks_off, between))


def breaks_off(token: Token) -> bool:
    """Whether something else may be told behind a token: a verb, or a mark of punctuation."""
    return token.pos_ in ("VERB", "AUX", "PUNCT") and token.lower_ != "-"
