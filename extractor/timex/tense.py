"""Whether a time hangs on something past or to come, by the verbs above it in the parse."""

from __future__ import annotations

from spacy.tokens import Span, Token

from extractor.timex.resolve import Tense
from extractor.timex.words import Words

CLIMB = 8  # heads looked at above a time
PRESENT = ("VBZ", "VBP")
PAST_HELPERS = ("had", "was", "were", "did")


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
    helping = {helper.lower_ for helper in helpers}
    past = token.tag_ == "VBD" or not helping.isdisjoint(PAST_HELPERS)
    if helping & words.future:
        return Tense.FUTURE
    if token.lemma_.lower() in words.forward:
        return Tense.PRESENT if past else Tense.FUTURE
    if "to" in helping:
        return infinitive(token, words)
    if past or helping & {"has", "have"}:
        return Tense.PAST
    if token.tag_ in PRESENT or any(helper.tag_ in PRESENT for helper in helpers):
        return Tense.PRESENT
    return Tense.PAST if token.tag_ == "VBN" and token.dep_ in ("acl", "relcl") else Tense.OPEN


def infinitive(token: Token, words: Words) -> Tense:
    """The tense of "to resume": ahead after "plans", "is", "is set"; past after "began", "had"."""
    head = token.head
    if head == token or head.lower_ in ("is", "are", "be"):
        return Tense.FUTURE
    if head.lower_ in ("was", "were"):
        return Tense.PRESENT
    if head.tag_ == "VBN" and any(child.lower_ in ("is", "are") for child in head.children):
        return Tense.FUTURE
    return tense_at(head, words)
