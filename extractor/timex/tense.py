"""Whether a time hangs on something past or to come, by the verbs above it in the parse."""

from __future__ import annotations

from enum import StrEnum

from spacy.tokens import Span, Token

from extractor.timex.phrases import OWN
from extractor.timex.resolve import Tense
from extractor.timex.words import Words

CLIMB = 8  # heads looked at above a time
BESIDE = 3  # words before it
PHRASE = 14  # words before it in which an accident may be told by a noun
PRESENT = ("VBZ", "VBP")


def ancestors(span: Span | None) -> list[Token]:
    """The root of a time and its heads, nearest first; none without a parse."""
    if span is None or not span.doc.has_annotation("DEP"):
        return []
    return [span.root, *span.root.ancestors][:CLIMB]


class Bound(StrEnum):
    """What a time bounds, as far as that bears on its tense."""

    NONE = "none"  # on Friday
    START = "start"  # from Friday
    END = "end"  # until Friday
    DONE = "done"  # by Friday, until 4.15 on Friday: a passive in the past tense is over too


def told_before(span: Span, words: Words) -> bool:
    """Whether a verb of speech stands right before a time: "said late Tuesday"."""
    if span.text.endswith(OWN):
        return False  # "said Tuesday's train"
    for token in reversed(span.doc[max(0, span.start - BESIDE) : span.start]):
        if token.lower_ not in words.beside:
            return token.tag_ in ("VBD", "VBN") and token.lemma_.lower() in words.saying
    return False


def tense_of(span: Span | None, words: Words, bound: Bound = Bound.NONE) -> Tense:
    """The tense of the nearest verb above a time, OPEN without a parse or a verb.

    A day right behind a verb of speech is that of the speech, whatever the parse makes of it.

    The end of a stretch ("until Friday") lies ahead unless a plain past tense tells it: "trains
    have been cancelled until Sunday", "it was shut until Sunday"; but "it was mended by Sunday".
    """
    if bound is Bound.NONE and span is not None and told_before(span, words):
        return Tense.PAST
    if bound is Bound.NONE and span is not None and of_accident(span, words):
        return Tense.PAST
    ends = bound in (Bound.END, Bound.DONE)
    verb = next((token for token in ancestors(span) if token.pos_ in ("VERB", "AUX")), None)
    if verb and bound is Bound.NONE and is_performing(verb, words):
        return Tense.PAST
    if verb and bound is Bound.START and is_set(verb, span, words):
        return Tense.PRESENT
    for token in ancestors(span):
        tense = tense_at(token, words)
        if tense is Tense.PAST and (
            is_called_off(token, words, bound) or (ends and not is_finite_past(token, words, bound))
        ):
            return Tense.PRESENT
        if tense is not Tense.OPEN:
            return tense
    return Tense.PRESENT if ends else Tense.OPEN


def of_accident(span: Span, words: Words) -> bool:
    """Whether a time is an accident's: "Sunday's crash", "due to the crash at Bar on Sunday"."""
    if names_accident(span.root, words):
        return True
    for token in reversed(span.doc[max(0, span.start - PHRASE) : span.start]):
        if token.pos_ in ("VERB", "AUX") or token.is_punct:
            return False
        if token.dep_ == "pobj" and token.lemma_.lower() in words.befallen:
            return True
    return False


def names_accident(day: Token, words: Words) -> bool:
    """Whether an accident is called by its day: "a Thursday derailment", "Sunday's crash"."""
    called = day.dep_ in ("compound", "poss", "nmod", "amod", "npadvmod")
    return called and day.head.lemma_.lower() in words.befallen


def is_called_off(token: Token, words: Words, bound: Bound) -> bool:
    """Whether the day of something called off lies ahead: "has cancelled the train on Sunday".

    So does the end in "cancelled all trains until Sunday".
    """
    if token.lemma_.lower() not in words.calling_off:
        return False
    helping = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
    active = token.tag_ == "VBD" and not helping
    return bool(helping & words.perfect) or (active and bound is Bound.END)


def is_performing(verb: Token, words: Words) -> bool:
    """Whether the time of a verb of planning is that of the planning: "agreed on Monday to run"."""
    helping = {child.lower_ for child in verb.children if child.dep_ == "auxpass"}
    past = verb.tag_ == "VBD" or bool(helping & words.was)
    return past and verb.lemma_.lower() in words.performing


def is_set(verb: Token, span: Span | None, words: Words) -> bool:
    """Whether what begins then is what was announced: "announced a strike from Monday"."""
    lemma = verb.lemma_.lower()
    announced = verb.tag_ == "VBD" and lemma in (words.setting | words.performing)
    set_then = announced and lemma not in words.calling_off
    return set_then and span is not None and span.start > verb.i


def is_finite_past(token: Token, words: Words, bound: Bound) -> bool:
    """Whether what a verb tells was over by the time: "came", "had come", "was mended"."""
    helping = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
    over = words.past_helpers if bound is Bound.DONE else words.pluperfect
    return token.tag_ == "VBD" or not helping.isdisjoint(over)


def is_bare_past(token: Token) -> bool:
    """Whether a form taken for a participle tells the past: "the derailment injured four"."""
    roles = {child.dep_ for child in token.children}
    return token.tag_ == "VBN" and {"nsubj", "dobj"} <= roles and not roles & {"aux", "auxpass"}


def is_done(span: Span | None, words: Words) -> bool:
    """Whether what happened at a time was over when it was told: "derailed on February 2".

    Not so with a verb that sets a day to come ("announced", "was named"). "The last strike" was
    over whatever verb follows.
    """
    for token in ancestors(span):
        if token.pos_ in ("VERB", "AUX"):
            lemma = token.lemma_.lower()
            sets_day = {lemma, token.lower_} & words.forward or lemma in words.setting
            over = is_finite_past(token, words, Bound.DONE) or is_bare_past(token)
            return token.pos_ == "VERB" and not sets_day and over
        if any(child.lower_ in words.earlier for child in token.children):
            return True
        if token.dep_ == "pobj" and token.head.lower_ in ("for", "of"):
            return False
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("pobj", "npadvmod"):
            return False
    return False


def is_told(span: Span | None, words: Words) -> bool:
    """Whether a time is that of the telling: "the prefecture said on Sunday"."""
    if span is not None and told_before(span, words):
        return True
    verbs = (token for token in ancestors(span) if token.pos_ in ("VERB", "AUX"))
    verb = next(verbs, None)
    return verb is not None and verb.lemma_.lower() in words.saying


def tense_at(token: Token, words: Words) -> Tense:
    """The tense that one word tells by its form and its auxiliaries."""
    helpers = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    helpers += [child for helper in helpers for child in helper.children if child.dep_ == "aux"]
    helping = {helper.lower_ for helper in helpers}
    past = token.tag_ == "VBD" or not helping.isdisjoint(words.past_helpers)
    if helping & words.future or (token.tag_ == "MD" and token.lower_ in words.future):
        return Tense.FUTURE
    if {token.lemma_.lower(), token.lower_} & words.forward:
        return Tense.PRESENT if past else Tense.FUTURE
    if token.lemma_ == "be" and any(child.lower_ in words.forward for child in token.children):
        return Tense.PRESENT if past else Tense.FUTURE  # "was due on Thursday"
    if {"to", "have"} <= helping:
        return Tense.PAST  # "is thought to have left"
    if "to" in helping:
        return infinitive(token, words)
    sudden = token.tag_ in PRESENT and not helping and token.lemma_.lower() in words.sudden
    if past or sudden or helping & words.perfect:
        return Tense.PAST
    if token.tag_ in PRESENT or any(helper.tag_ in PRESENT for helper in helpers):
        return Tense.PRESENT
    return Tense.PAST if token.tag_ == "VBN" and token.dep_ != "amod" else Tense.OPEN


def infinitive(token: Token, words: Words) -> Tense:
    """The tense of "to resume": ahead after "plans", "is", "is set"; past after "began", "had"."""
    head = token.head
    if head == token or head.lower_ in words.ahead:
        return Tense.FUTURE
    if head.lower_ in words.was:
        return Tense.PRESENT
    if head.tag_ == "VBN" and any(child.lower_ in words.present for child in head.children):
        return Tense.FUTURE
    return tense_at(head, words)
