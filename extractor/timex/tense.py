"""Whether a time hangs on something past or to come, by the verbs above it in the parse."""

from __future__ import annotations

from spacy.tokens import Span, Token

from extractor.timex.resolve import Tense
from extractor.timex.words import Words

CLIMB = 8  # heads looked at above a time
PRESENT = ("VBZ", "VBP")


def tense_of(span: Span | None, words: Words) -> Tense:
    """The tense of the nearest verb above a time, OPEN without a parse or a verb."""
    if span is None or not span.doc.has_annotation("DEP"):
        return Tense.OPEN
    token = span.root
    for _ in range(CLIMB):
        if (tense := tense_at(token, words)) is not Tense.OPEN:
            return tense
        if token.head == token:
            break
        token = token.head
    return Tense.OPEN


def tense_at(token: Token, words: Words) -> Tense:
    """The tense that one word tells by its form and its auxiliaries."""
    helpers = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    if any(helper.lower_ in words.future for helper in helpers):
        return Tense.FUTURE
    if token.lemma_.lower() in words.forward and token.tag_ != "VBD":
        return Tense.FUTURE
    if any(helper.lower_ == "to" for helper in helpers):
        return Tense.FUTURE if token.dep_ == "ROOT" else infinitive(token, words)
    if any(helper.lower_ in ("had", "was", "were", "has", "have", "did") for helper in helpers):
        return Tense.PAST
    if token.tag_ == "VBD":
        return Tense.PAST
    if any(helper.tag_ in PRESENT for helper in helpers) or token.tag_ in PRESENT:
        return Tense.FUTURE
    return Tense.PAST if token.tag_ == "VBN" and token.dep_ in ("acl", "relcl") else Tense.OPEN


def infinitive(token: Token, words: Words) -> Tense:
    """The tense of "to resume": ahead of "plans", "is", "due"; as past as "began", "had"."""
    head = token.head
    if head.lemma_.lower() in words.forward or head.lower_ in ("is", "are", "was", "were", "be", "due"):
        return Tense.FUTURE
    return tense_at(head, words)
