"""Causes that are what people do: at a signal or a gate, on the tracks, or at work on the line."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from extractor.causes.cues import is_denied
from extractor.causes.sentence import LONGEST, EventSentence
from extractor.causes.verbs import fails
from extractor.syntax import SUBJECTS


def unheeded(event: EventSentence) -> Iterator[str | None]:
    """A signal or gate that a driver did not heed: "overshot two signals", "failed to stop"."""
    for noun in event.nouns:
        if noun.dep_ not in ("dobj", "pobj") or is_denied(noun):
            continue
        verb = noun.head.head if noun.dep_ == "pobj" else noun.head
        ignored = event.cues.has(verb, "ignoring") and event.cues.has(noun, "signals")
        if verb.i < noun.i and (ignored or is_dodged(event, noun, verb)) and not is_undone(verb):
            yield event.phrase(verb.i, noun.i + 1)
    for verb in event.span:
        failed = event.cues.has(verb.head, "failing_to") and verb.dep_ == "xcomp"
        if failed and verb.head.i < verb.i and event.cues.has(verb, "heeding"):
            yield event.phrase(verb.head.i, event.span.end, through=verb.i)


def is_dodged(event: EventSentence, noun: Token, verb: Token) -> bool:
    """Whether a noun is a gate or light that someone went round or through."""
    beside = noun.dep_ == "pobj" and event.cues.has(noun.head, "dodged")
    return beside and event.cues.has(verb, "dodging") and event.cues.has(noun, "gates")


def is_undone(verb: Token) -> bool:
    """Whether something is said not to have been done."""
    return any(child.dep_ == "neg" for child in verb.children)


def conduct(event: EventSentence) -> Iterator[str | None]:
    """What people did, in words of its own: "at twice the limit", "a drunken passenger"."""
    pattern = event.cues.conduct.get(event.type)
    for match in pattern.finditer(event.text) if pattern else ():
        start = event.span.start_char + match.start()
        end = event.span.start_char + match.end()
        if told := event.doc.char_span(start, end, alignment_mode="expand"):
            yield event.phrase(told.start, told.end, through=told.end - 1)


def broken(event: EventSentence) -> Iterator[str | None]:
    """What of the line, or beside it, gave way: "the embankment slid away"."""
    for noun in event.nouns:
        subject = noun.dep_ in SUBJECTS and event.cues.has(noun, "of_the_line")
        if subject and fails(noun.head, event.cues) and noun.head.tag_ in ("VBD", "VBN"):
            yield event.clause_phrase(noun, noun.head)


def purposes(event: EventSentence) -> Iterator[str | None]:
    """The work that a stop is for: "closed to lay cables", "so that the tracks can be checked"."""
    for verb in event.span:
        worked = any(event.cues.has(verb, name) for name in ("working", "mending"))
        if not worked or not event.is_near(verb) or is_undone(verb):
            continue
        subject = next((t for t in verb.lefts if t.dep_ in SUBJECTS), None)
        if is_aim(event, verb):
            yield event.phrase(verb.i, event.span.end, through=last_object(verb))
        elif subject is not None and is_meanwhile(event, verb):
            passive = subject.dep_ == "nsubjpass"
            start = int(subject.left_edge.i) if passive else verb.i
            start = start if verb.i - start < LONGEST else verb.i
            yield event.phrase(start, event.span.end, through=max(verb.i, last_object(verb)))


def is_aim(event: EventSentence, verb: Token) -> bool:
    """Whether a verb is what the event is for: "to replace", "will allow crews to replace"."""
    to = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    let = event.cues.has(verb.head, "letting")
    own = verb.head == event.head or verb.head.dep_ in ("conj", "auxpass") or let
    return to and own and verb.dep_ in ("advcl", "xcomp", "ccomp") and last_object(verb) > verb.i


def is_meanwhile(event: EventSentence, verb: Token) -> bool:
    """Whether a clause tells what is done meanwhile, or what the stop lets be done."""
    marks = [child for child in verb.lefts if child.dep_ in ("mark", "advmod")]
    that = next((mark for mark in marks if mark.lower_ == "that"), None)
    before = marks if that is None else [event.doc[that.i - 1]]
    if any(event.cues.has(word, "so_that") for word in before):
        return True
    active = not any(child.dep_ == "nsubjpass" for child in verb.lefts)
    meanwhile = any(event.cues.has(mark, "meanwhile") for mark in marks)
    return active and last_object(verb) > verb.i and meanwhile


def last_object(verb: Token) -> int:
    """The place of the noun that a verb is about, or of the verb."""
    return max((t.i for t in verb.rights if t.dep_ in ("dobj", "prt")), default=int(verb.i))
