"""Questions about a parsed sentence that several components ask."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
FAR = 12


def chain(token: Token) -> Iterator[Token]:
    """The token and its ancestors, up to the root of its sentence."""
    yield token
    yield from token.ancestors


def distance(token: Token, other: Token) -> int:
    """Steps along the parse between two tokens, at most `FAR`."""
    own = steps_up(token)
    for step, far in steps_up(other).items():
        if step in own:
            return min(FAR, far + own[step])
    return FAR


def steps_up(token: Token) -> dict[int, int]:
    """The token and its nearest ancestors with their distances from it, in order; kept."""
    known: dict[int, dict[int, int]] = token.doc.user_data.setdefault("steps", {})
    if token.i not in known:
        known[token.i] = {step.i: far for far, step in enumerate(islice(chain(token), FAR))}
    return known[token.i]


def covering(doc: Doc, start: int, end: int) -> Span:
    """The tokens that the characters `start:end` touch; ValueError where the text is shorter."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"the text has no characters {start} to {end}")
    return span


def span_head(doc: Doc, start: int, end: int) -> Token | None:
    """The head token of the characters `start:end`, or None where they hold no whole token."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def preposition(token: Token) -> str:
    """The preposition that governs a noun, through names it is a part of; empty if none."""
    for step in chain(token):
        if step.dep_ in ("pobj", "pcomp"):
            return step.head.lower_
        if step.dep_ not in ("compound", "conj", "appos", "nmod", "amod", "poss", "flat", "dep"):
            return ""
    return ""


def outer_preposition(token: Token) -> str:
    """The preposition that governs the whole phrase: the "to" of "to the front of the war in A"."""
    found = ""
    for step in chain(token):
        if step.dep_ in ("pobj", "pcomp"):
            found = step.head.lower_
        elif step.dep_ not in ("prep", "compound", "conj", "appos", "nmod", "amod", "poss", "flat"):
            break
    return found


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above the token."""
    return next((step for step in token.ancestors if step.pos_ in ("VERB", "AUX")), None)


def clause_of(token: Token) -> Token:
    """The token that heads the clause a token stands in: its nearest verb, or the root."""
    for step in chain(token):
        if step.pos_ in ("VERB", "AUX") and step.dep_ not in ("aux", "auxpass", "amod", "compound"):
            return step
    return step


def words_before(sentence: Span, start: int, count: int) -> list[str]:
    """The last `count` words of the sentence before the token index, nearest first."""
    before = (sentence.doc[index] for index in range(start - 1, sentence.start - 1, -1))
    return list(islice((token.lower_ for token in before if not token.is_space), count))


def words_after(sentence: Span, end: int, count: int) -> list[str]:
    """The first `count` words of the sentence from the token index on."""
    after = (sentence.doc[index] for index in range(end, sentence.end))
    return list(islice((token.lower_ for token in after if not token.is_space), count))


def doer_verb(name: Token) -> Token | None:
    """The verb that a name is the subject or agent of: "Spain paid for it", "closed by Ankara"."""
    if name.dep_ == "nsubj":
        return name.head
    return name.head.head if name.dep_ == "pobj" and name.head.dep_ == "agent" else None
