"""Why an event happened, in its sentence's words: "because of heavy rain", "after a landslide".

Words that say so outright come first ("because of"), then what stopped or hit the train as the
subject or agent of a verb, then a clause or phrase that tells what went before, and at last any
word for a hazard.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extractor.causes.acts import conduct, purposes, unheeded
from extractor.causes.cues import (
    CauseCues,
    cause_cues,
    could_cause,
    is_counted,
    is_hazard,
    is_named,
)
from extractor.causes.sentence import EventSentence, noun_behind
from extractor.causes.verbs import (
    STOPS,
    did_it,
    fails,
    harms_then,
    is_mishap,
    is_other_train,
    mishap_behind,
)
from extractor.event_mention import EventMention
from extractor.syntax import SUBJECTS, clause_of
from storage.records import EventType

BEFORE = 8  # tokens before a cue among which a word for a stop says what the cue is about

# Types that befall the railway. Of others ("a bridge opens after the storm") only the surest
# words tell a cause.
SUFFERED = frozenset(
    {
        EventType.DISRUPTION,
        EventType.SERVICE_SUSPENSION,
        EventType.DERAILMENT,
        EventType.COLLISION,
        EventType.LEVEL_CROSSING_ACCIDENT,
        EventType.FIRE,
        EventType.OTHER_INCIDENT,
        EventType.STRIKE,
        EventType.CLOSURE,
    }
)
# Acts: whatever else their sentences explain, it is not these.
UNEXPLAINED = frozenset({EventType.INVESTIGATION, EventType.AGREEMENT})
# Types of which a sentence often tells in passing what was before them; a cause must be theirs.
ACTS = frozenset(
    {
        EventType.TRAIN_MOVEMENT,
        EventType.SERVICE_RESUMPTION,
        EventType.ATTACK,
        EventType.PERSON_STRUCK,
        EventType.CONSTRUCTION,
        EventType.TRAFFIC_VOLUME,
    }
)


# Accidents that people bring about by what they do, which a later sentence may tell alone.
BY_CONDUCT = frozenset(
    {
        EventType.LEVEL_CROSSING_ACCIDENT,
        EventType.COLLISION,
        EventType.DERAILMENT,
        EventType.PERSON_STRUCK,
        EventType.OTHER_INCIDENT,
    }
)


class CauseSearch:
    """Looks in one sentence for the causes of one event, the likeliest first."""

    def __init__(self, doc: Doc, mention: EventMention, cues: CauseCues) -> None:
        self.event = EventSentence(doc, mention, cues)
        self.type, self.cues = mention.type, cues

    def causes(self) -> Iterator[tuple[str | None, bool]]:
        """Every cause found, and whether words name it; None where a place held none fit for one.

        What a clause tells behind "because" is not named.
        """
        if self.type not in UNEXPLAINED:
            yield from ((cause, True) for cause in self.blamed())
            yield from self.outright()
        yield from ((cause, False) for cause in self.guessed())

    def guessed(self) -> Iterator[str | None]:
        """Every cause that no words for one give, or None as above."""
        if self.type in BY_CONDUCT:
            yield from self.acts()
        if self.type == EventType.STRIKE:
            yield from self.demands()
        elif self.type in SUFFERED:
            yield from self.subjects()
            yield from self.clauses()
            yield from self.before()
            yield from self.met()
            if self.type in STOPS:
                yield from conduct(self.event)
                yield from purposes(self.event)
            yield from self.bare()
            if self.type in STOPS:
                yield from self.told_before()
                yield from self.occasions()

    def blamed(self) -> Iterator[str | None]:
        """What something is blamed on: "blamed the delay on a shortage of drivers"."""
        for noun in self.event.nouns:
            verb = noun.head.head
            on = noun.dep_ == "pobj" and noun.head.lower_ == "on" and noun.head.dep_ == "prep"
            if on and self.cues.has(verb, "blaming") and could_cause(noun, self.type, self.cues):
                yield self.event.noun_phrase(noun)

    def outright(self) -> Iterator[tuple[str | None, bool]]:
        """What stands behind "because of" and its like, and whether it is a noun."""
        for cue in self.event.cue_words(self.cues.sure):
            after = self.event.doc[cue.end]
            if self.type not in SUFFERED and not self.is_about_event(cue):
                continue
            if cue.text.lower() in self.cues.words["yielding"] and self.type not in STOPS:
                continue
            noun = noun_behind(after)
            if noun is None:
                clause = clause_of(after)
                if clause == self.event.head or clause in self.event.head.ancestors:
                    continue  # "because the cars that derailed carried lumber, nothing burned"
                if self.is_quoting(cue) or self.is_outcome(clause):
                    continue
                told = self.clause_cause(clause) if cue[-1].lower_ == "because" else None
                phrase = self.event.phrase(after.i, self.event.span.end, through=clause.i)
                yield told or phrase, False
            elif noun != self.event.head and self.fits_outright(cue, noun):
                yield self.event.noun_phrase(noun), True

    def demands(self) -> Iterator[str | None]:
        """What a strike is over."""
        for cue in self.event.cue_words(self.cues.about):
            noun = noun_behind(self.event.doc[cue.end])
            if noun and (self.is_dispute(noun) or self.is_quarrel(cue, noun)):
                yield self.event.noun_phrase(noun)
        for noun in self.event.nouns:
            wanted = noun.dep_ == "dobj" and self.cues.has(noun.head, "wanting")
            if self.is_plea(noun) and could_cause(noun, self.type, self.cues):
                yield self.event.noun_phrase(noun)
            if noun.dep_ in SUBJECTS and is_condition(noun.head, self.cues):
                yield self.event.noun_phrase(noun)
            stated = wanted or noun.dep_ in ("pobj", "conj", "compound", "nsubjpass")
            if stated and noun != self.event.head and self.is_dispute(noun):
                yield self.event.noun_phrase(noun)

    def is_plea(self, noun: Token) -> bool:
        """Whether a noun is what workers object to or call for."""
        plea = noun.dep_ == "pobj" and self.cues.has(noun.head, "pleas")
        return plea and self.cues.has(noun.head.head, "pleading") and not is_counted(noun)

    def is_quarrel(self, cue: Span, noun: Token) -> bool:
        """Whether a noun behind "over" is what a strike is over, not how long it lasts."""
        over = cue.text.lower() == "over" and not is_counted(noun)
        return over and could_cause(noun, self.type, self.cues)

    def is_dispute(self, noun: Token) -> bool:
        """Whether a noun is what workers strike over: "pay", "rest days", not "two shifts"."""
        pair = self.cues.has_pair(noun, "disputes")
        return pair or (self.cues.has(noun, "disputes") and not is_counted(noun))

    def subjects(self) -> Iterator[str | None]:
        """What did it: "a landslide blocked the line", "halted by a rockslide"."""
        for noun in self.event.nouns:
            if noun == self.event.head and not is_hazard(noun, self.type, self.cues):
                continue
            if self.event.is_near(noun) and did_it(self.event, noun):
                told = fails(noun.head, self.cues) or harms_then(self.event, noun.head)
                if told and noun.dep_ == "nsubj" and not is_hazard(noun, self.type, self.cues):
                    yield self.event.clause_phrase(noun, noun.head)
                else:
                    yield self.event.noun_phrase(noun)
            elif is_other_train(self.event, noun):
                yield self.event.clause_phrase(noun, noun.head)

    def clauses(self) -> Iterator[str | None]:
        """Clauses that tell what went before: "when a door came loose"."""
        head, words = self.event.head, self.cues.words
        for token in self.event.span:
            clause = token.head
            opens = token.lower_ in words["clauses"] and token.dep_ in ("mark", "advmod")
            if not opens or not self.event.is_near(clause):
                continue
            inside = head == clause or clause in head.ancestors
            if not inside or fails(clause, self.cues):
                yield self.clause_cause(clause, telling=self.cues.has(token, "telling"))

    def before(self) -> Iterator[str | None]:
        """What stands behind "after", "following", "amid"."""
        for cue in self.event.cue_words(self.cues.loose):
            noun = noun_behind(self.event.doc[cue.end])
            if noun is None or not self.event.is_near(noun):
                continue
            if is_hazard(noun, self.type, self.cues):
                yield self.event.noun_phrase(noun)
            elif verb := mishap_behind(self.event, noun):
                yield self.event.phrase(cue.end, self.event.span.end, through=verb.i)

    def acts(self) -> Iterator[str | None]:
        """What a driver, or who was struck, did: "overshot two signals", "at twice the limit"."""
        yield from unheeded(self.event)
        yield from conduct(self.event)

    def met(self) -> Iterator[str | None]:
        """What a train met or lost: "hit a herd of cattle"."""
        if self.type not in (EventType.DERAILMENT, EventType.DISRUPTION, EventType.OTHER_INCIDENT):
            return
        for noun in self.event.nouns:
            verb = noun.head.head if noun.dep_ == "pobj" else noun.head
            object_ = noun.dep_ == "dobj" or (noun.dep_ == "pobj" and noun.head.lower_ == "into")
            object_ = object_ or noun.dep_ == "nsubjpass"  # "two cows were run over"
            if object_ and self.cues.has(verb, "meeting") and self.cues.has(noun, "obstacles"):
                yield self.event.noun_phrase(noun)

    def bare(self) -> Iterator[str | None]:
        """Any word for a hazard, the nearest first."""
        for noun in self.event.nouns:
            if noun == self.event.head and self.type not in STOPS:
                continue
            if is_named(noun, self.cues) and is_hazard(noun, self.type, self.cues):
                yield self.event.noun_phrase(noun)

    def occasions(self) -> Iterator[str | None]:
        """What others did when trains stopped: "in 2020, when North Korea sealed its borders"."""
        for token in self.event.span:
            clause = token.head
            if not self.cues.has(token, "telling") or token.dep_ not in ("mark", "advmod"):
                continue
            subject = next((t for t in clause.lefts if t.dep_ in SUBJECTS), None)
            if subject is None or subject.pos_ not in ("NOUN", "PROPN"):
                continue
            railway = any(self.cues.has(subject, name) for name in ("running_trains", "trains"))
            if is_unblamed(subject, clause, self.cues) or self.is_outcome(clause):
                continue
            behind = subject.left_edge.i > token.i and clause.tag_ in ("VBD", "VBN")
            stranger = subject.ent_type_ != "ORG" or self.cues.has(clause, "conquering")
            if behind and not railway and stranger:
                yield self.event.clause_phrase(subject, clause)

    def told_before(self) -> Iterator[str | None]:
        """What a clause tells that the stop hangs on: "a person was hit by a train, causing"."""
        for verb in self.event.span:
            clause = verb.head
            brought = verb.tag_ == "VBG" and verb.dep_ == "advcl" and self.cues.has(verb, "verbs")
            subject = next((t for t in clause.lefts if t.dep_ in SUBJECTS), None)
            if subject is None or not brought or clause.i > verb.i:
                continue
            if is_mishap(self.event, subject, clause, telling=True):
                yield self.event.clause_phrase(subject, clause)

    def fits_outright(self, cue: Span, noun: Token) -> bool:
        """Whether a noun behind sure words is a cause, not who said so or the event itself."""
        if self.is_quoting(cue):
            return is_hazard(noun, self.type, self.cues)
        kind = self.cues.kind(noun)
        return kind is None or kind not in self.cues.barred.get(self.type, ())

    def is_quoting(self, cue: Span) -> bool:
        """Whether behind sure words who said so may stand too: "citing customs"."""
        return cue.text.lower() in self.cues.words["quoting"]

    def is_outcome(self, clause: Token) -> bool:
        """Whether a clause tells the stop itself: "as all trains were cancelled"."""
        if self.type not in STOPS:
            return False
        told = (t for t in clause.children if t.dep_ in ("dobj", "nsubj"))
        delayed = any(self.cues.has(token, "outcomes") for token in told)
        passive = any(token.dep_ == "nsubjpass" for token in clause.children)
        return delayed or (passive and self.cues.has(clause, "withheld"))

    def is_about_event(self, cue: Span) -> bool:
        """Whether the words hang on the event's own clause, and that clause tells of no stop."""
        if self.type == EventType.SERVICE_CHANGE:
            return True
        before = self.event.doc[max(self.event.span.start, cue.start - BEFORE) : cue.start]
        if any(self.cues.has(token, "gaps") for token in before):
            return False
        return self.type not in ACTS or clause_of(cue[0].head) == clause_of(self.event.head)

    def clause_cause(self, clause: Token, *, telling: bool = True) -> str | None:
        """The cause that a clause tells: a hazard in it, or what befell a thing."""
        subject = next((t for t in clause.lefts if t.dep_ in SUBJECTS), None)
        if subject is None:
            return None
        if is_unblamed(subject, clause, self.cues) or self.is_outcome(clause):
            return None
        if is_hazard(subject, self.type, self.cues):
            return self.event.noun_phrase(subject)
        if telling and could_cause(subject, self.type, self.cues):
            told = any(self.cues.has(clause, name) for name in ("verbs", "mishaps"))
            if told or fails(clause, self.cues):
                return self.event.clause_phrase(subject, clause)
        if self.cues.has(clause, "setting_fire") and subject.dep_ == "nsubjpass":
            burning = max(
                (t.i for t in clause.rights for t in t.subtree if self.cues.kind(t)),
                default=clause.i,
            )
            return self.event.phrase(subject.left_edge.i, self.event.span.end, through=burning)
        for noun in clause.subtree:
            if is_hazard(noun, self.type, self.cues) and is_named(noun, self.cues):
                return self.event.noun_phrase(noun)
        if is_mishap(self.event, subject, clause, telling=telling):
            return self.event.clause_phrase(subject, clause)
        return None


def is_unblamed(subject: Token, verb: Token, cues: CauseCues) -> bool:
    """Whether something was done to who then stopped trains: "it was forced to cancel"."""
    return subject.dep_ == "nsubjpass" and cues.has(verb, "unblamed")


def is_condition(verb: Token, cues: CauseCues) -> bool:
    """Whether a strike hangs on what a verb says: "if it is not withdrawn"."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("mark", "neg")}
    undone = "unless" in words or ("if" in words and len(words) > 1)
    return undone and cues.has(verb, "undoing")


def find_cause(doc: Doc, mention: EventMention, language: str) -> tuple[str | None, bool]:
    """The cause that the mention's sentence gives for it, or None, and whether words name it."""
    search = CauseSearch(doc, mention, cause_cues(language))
    return next((row for row in search.causes() if row[0]), (None, False))
