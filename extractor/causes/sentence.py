"""One sentence as seen from an event in it: what stands near, and phrases cut out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from extractor.causes.cues import CauseCues
from extractor.event_mention import EventMention
from extractor.extensions import words_of
from extractor.syntax import chain, distance

LONGEST = 9  # words
PLACES = ("GPE", "LOC", "FAC")
STORMS = "weather"  # hazards of this kind have names, some of them those of places
NEAR = 5  # steps of the parse from an event within which a verb still tells why it happened


class EventSentence:
    """The sentence of an event's mention, with the words that tell causes."""

    def __init__(self, doc: Doc, mention: EventMention, cues: CauseCues) -> None:
        self.doc, self.type, self.cues = doc, mention.type, cues
        self.span: Span = doc[mention.start : mention.end]
        self.head: Token = doc[mention.head]

    @cached_property
    def text(self) -> str:
        """The words of the sentence."""
        return words_of(self.span)

    @cached_property
    def nouns(self) -> list[Token]:
        """The nouns, those nearest to the event first."""
        known: dict[tuple[int, int], list[int]] = self.doc.user_data.setdefault("nouns", {})
        place = self.span.start, self.span.end
        if place not in known:
            known[place] = [token.i for token in self.nouns_in_order()]
        nouns = [self.doc[index] for index in known[place]]
        rows = [(distance(t, self.head), t.i, t) for t in nouns]
        return [token for *_, token in sorted(rows, key=rank)]

    def nouns_in_order(self) -> Iterator[Token]:
        """The nouns that name no place, and words for hazards, as they stand."""
        for token in self.span:
            noun = token.pos_ in ("NOUN", "PROPN") or self.cues.kind(token)
            if noun and not self.names_place(token) and not self.cues.has(token, "nothing"):
                yield token

    def names_place(self, token: Token) -> bool:
        """Whether a token is part of a place's name: "Broken Hill", but not Hurricane Ida."""
        if not token.is_title:
            return False
        if any(t.dep_ == "compound" and self.cues.kind(t) == STORMS for t in token.children):
            return False
        return any(p.start <= token.idx < p.end for p in self.doc._.places or ())

    def is_near(self, token: Token) -> bool:
        """Whether a token stands close enough to the event to tell of it."""
        return distance(token, self.head) <= NEAR + (token.pos_ in ("NOUN", "PROPN"))

    def cue_words(self, found: re.Pattern[str]) -> Iterator[Span]:
        """The words of a pattern, those nearest to the event first."""
        rows = []
        for match in found.finditer(self.text):
            start = self.span.start_char + match.start()
            end = start + len(match.group())
            cue = self.doc.char_span(start, end, alignment_mode="expand")
            if cue is None or cue.end >= self.span.end:
                continue
            # "due to open" is a plan, "due to heavy rain" a cause.
            if self.doc[cue.end].tag_ != "VB":
                rows.append((distance(cue[0], self.head), cue.start, cue))
        for *_, cue in sorted(rows, key=rank):
            yield cue

    def noun_phrase(self, noun: Token) -> str | None:
        """A noun with its own words: "the failure of a radio-block system"."""
        start, end = noun.i, noun.i + 1
        for child in noun.children:
            if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "det"):
                start = min(start, child.left_edge.i) if child.i < noun.i else start
            elif self.belongs(child):
                end = max(end, child.right_edge.i + 1)
        return self.phrase(start if noun.i - start < LONGEST - 2 else noun.i, end)

    def belongs(self, child: Token) -> bool:
        """Whether what stands behind a noun is part of its name."""
        inner = [t for t in child.children if t.dep_ == "pobj"]
        if child.dep_ == "prep" and child.lower_ in self.cues.words["inside"] and inner:
            where = PLACES if child.lower_ in self.cues.words["where"] else ()
            return inner[0].ent_type_ not in ("DATE", "TIME", *where)
        return child.dep_ == "conj" or (child.dep_ == "acl" and child.tag_ == "VBN")

    def clause_phrase(self, subject: Token, clause: Token) -> str | None:
        """A clause from its subject on, through its verb, if that is not only that it causes."""
        if self.cues.has(clause, "causing") and subject.dep_ == "nsubj":
            return self.noun_phrase(subject)
        return self.phrase(self.behind_dateline(subject), self.span.end, through=clause.i)

    def behind_dateline(self, subject: Token) -> int:
        """The first token of a subject, which the parse may let begin with "LIMA (AP) —"."""
        dashes = (t.i for t in self.doc[subject.left_edge.i : subject.i] if t.text in ("—", "–"))
        return max((i + 1 for i in dashes), default=int(subject.left_edge.i))

    def phrase(self, start: int, end: int, *, through: int = 0) -> str | None:
        """The words from a token on, up to a word behind `through` that ends the phrase."""
        words: list[Token] = []
        through = through if through < start + LONGEST else start
        for token in self.doc[start : min(end, max(start + LONGEST, through + 4))]:
            if token.is_space and not words:
                continue
            hyphened = token.i > 0 and self.doc[token.i - 1].text == "-"  # the "on" of "head-on"
            ends = token.lower_ in self.cues.words["stop"] and not hyphened
            if words and ends and (token.i > through or token.is_punct):
                break
            words.append(token)
        words = self.trimmed(words)
        if not any(self.cues.kind(t) or self.cues.has_pair(t, "disputes") for t in words):
            named = any(token.pos_ in ("NOUN", "PROPN", "VERB") for token in words)
            if not named or all(t.ent_type_ in ("DATE", "TIME", "CARDINAL") for t in words):
                return None
        return self.doc[words[0].i : words[-1].i + 1].text.strip(" \n\"'“”‘’—–") or None

    def trimmed(self, words: list[Token]) -> list[Token]:
        """The words without articles in front and prepositions at the end."""
        while words and words[0].lower_ in self.cues.words["lead"]:
            words = words[1:]
        while words and words[-1].lower_ in self.cues.words["tail"]:
            words = words[:-1]
        return words


def rank(row: tuple[int, int, object]) -> tuple[int, int]:
    """Nearer first, then as they stand."""
    return row[0], row[1]


def noun_behind(first: Token) -> Token | None:
    """The noun of the phrase that a token begins, unless a clause begins there."""
    for step in chain(first):
        if step.left_edge.i < first.i:
            return None
        if step.pos_ in ("VERB", "AUX") and step.dep_ != "amod":
            return None
        if step.dep_ in ("pobj", "pcomp", "dobj", "npadvmod"):
            return step
    return None
