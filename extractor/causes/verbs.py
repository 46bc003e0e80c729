"""Verbs of causes: whether what a clause says of a thing makes it why trains came to harm."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.causes.cues import CauseCues, could_cause, is_denied, is_hazard, is_measured
from extractor.causes.sentence import LONGEST, EventSentence
from extractor.syntax import SUBJECTS, distance
from storage.records import EventType

# Types that are a stop of trains: an accident of one train is why others stand.
STOPS = frozenset({EventType.DISRUPTION, EventType.SERVICE_SUSPENSION, EventType.CLOSURE})
# Accidents that are what befell a thing: "the gantry fell" is not told as its own cause.
UNPROVOKED = frozenset({EventType.LEVEL_CROSSING_ACCIDENT, EventType.OTHER_INCIDENT})


def did_it(event: EventSentence, noun: Token) -> bool:
    """Whether a noun is the subject or agent of a verb for what causes do."""
    verb, words = noun.head, event.cues.words
    hazard = is_hazard(noun, event.type, event.cues)
    if is_denied(noun):
        return False
    if noun.dep_ == "pobj" and verb.dep_ == "agent":
        thing = event.type in STOPS and could_cause(noun, event.type, event.cues)
        blocked = thing and event.cues.has(verb.head, "blocking") and not is_measured(noun)
        return hazard or blocked
    if noun.dep_ == "dobj":
        blamed = could_cause(noun, event.type, event.cues)
        return verb.lemma_.lower() in words["blaming"] and blamed
    if noun.dep_ not in SUBJECTS:
        return False
    could = could_cause(noun, event.type, event.cues)
    if is_guilty(event, verb):
        return could or (noun.pos_ == "NOUN" and not noun.ent_type_)  # "the driver is to blame"
    if verb.lemma_.lower() in words["blaming"]:
        return could and noun.dep_ == "nsubjpass"
    if noun.dep_ == "nsubjpass":
        beset = could and verb != event.head and fails(verb, event.cues)
        return beset and not any(child.dep_ == "agent" for child in verb.children)
    if hazard:
        helps = event.cues.kind(noun) in event.cues.acting and event.cues.has(verb, "helping")
        return verb.lemma_.lower() not in words["saying"] and not helps
    harming = harms(event, verb) or harms_then(event, verb)
    return could and harming and not is_measured(noun)


def harms(event: EventSentence, verb: Token) -> bool:
    """Whether a verb tells of a thing what makes it a cause."""
    words, lemma = event.cues.words, verb.lemma_.lower()
    if event.type in UNPROVOKED or (event.type == EventType.COLLISION and verb == event.head):
        return False
    if lemma in words["holding"]:
        return event.type in STOPS and distance(verb, event.head) <= 2
    known = lemma in words["verbs"] or fails(verb, event.cues)
    return known or (event.type in STOPS and lemma in words["mishaps"])


def harms_then(event: EventSentence, verb: Token) -> bool:
    """Whether a verb tells what a thing did before it harmed: "wound itself round the wire and"."""
    after = (child for child in verb.rights if child.dep_ == "conj")
    return not harms(event, verb) and any(harms(event, one) for one in after)


def fails(verb: Token, cues: CauseCues) -> bool:
    """Whether a verb says that a thing failed: "gave way", "came down"."""
    apart = any(cues.has(child, "apart") for child in verb.children)
    return cues.has(verb, "failing") or (apart and cues.has(verb, "moving"))


def is_guilty(event: EventSentence, verb: Token) -> bool:
    """Whether a verb says of its subject that it is the cause."""
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    if not event.cues.has(verb, "seeming") or (event.cues.has(verb, "saying_so") and not passive):
        return False
    told = (t for t in verb.subtree if t.i > verb.i and event.cues.has(t, "guilt"))
    return any(t.dep_ in ("attr", "acomp", "xcomp", "ccomp") or t.head.lower_ == "at" for t in told)


def is_other_train(event: EventSentence, noun: Token) -> bool:
    """Whether a noun is a train whose mishap, told beside the event, holds up others."""
    verb = noun.head
    beside = verb != event.head and distance(verb, event.head) <= 2
    told = event.type in STOPS and noun.dep_ == "nsubj" and beside
    return told and event.cues.has(noun, "trains") and is_train_mishap(event, verb)


def is_mishap(event: EventSentence, subject: Token, clause: Token, *, telling: bool) -> bool:
    """Whether a clause tells what befell a train, a river or a bridge under repair."""
    if event.type not in STOPS:
        return False
    if event.cues.has(clause, "working"):
        return subject.dep_ == "nsubjpass"
    if subject.ent_type_ in ("LOC", "GPE", "FAC") and event.cues.has(clause, "overflowing"):
        return True
    return telling and (is_train_mishap(event, clause) or is_hit(event, subject, clause))


def is_hit(event: EventSentence, subject: Token, verb: Token) -> bool:
    """Whether a train, or "it", met something: "when it struck a shopping cart"."""
    if not event.cues.has(verb, "meeting"):
        return False
    if subject.dep_ == "nsubjpass":  # "after a person was hit by a train"
        return any(child.dep_ == "agent" for child in verb.children)
    train = subject.pos_ == "PRON" or event.cues.has(subject, "trains")
    met = any(t.dep_ == "dobj" and t.pos_ == "NOUN" for t in verb.children)
    return train and met


def is_train_mishap(event: EventSentence, verb: Token) -> bool:
    """Whether a verb tells of a train what halts others: it derailed, it left the rails."""
    left = event.cues.has(verb, "leaving") and meets_rails(event, verb)
    off = (child for child in verb.children if child.lower_ == "off")
    ran = event.cues.has(verb, "running") and any(meets_rails(event, child) for child in off)
    return left or ran or event.cues.has(verb, "mishaps")


def meets_rails(event: EventSentence, word: Token) -> bool:
    """Whether the rails are what a verb or preposition is about: "off its tracks"."""
    return any(t.dep_ in ("dobj", "pobj") and event.cues.has(t, "rails") for t in word.children)


def mishap_behind(event: EventSentence, noun: Token) -> Token | None:
    """The verb behind a noun that the parse took for no clause: "after a train uncoupled"."""
    for token in event.doc[noun.i + 1 : min(noun.i + LONGEST, event.span.end)]:
        if token.is_punct:
            return None
        if token.pos_ == "VERB":
            if fails(token, event.cues) and could_cause(noun, event.type, event.cues):
                return token
            return token if event.type in STOPS and is_train_mishap(event, token) else None
    return None
