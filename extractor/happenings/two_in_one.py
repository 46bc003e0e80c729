"""One sentence that tells two happenings of a type: "one train split in March, another came apart".

Their clauses are joined, each has a subject and a date of its own, or a pattern of repetition. The
second need not name what happened again: "a man was hit in March, and a woman was killed in May".
Of strikes two nouns do: "a strike on Monday and a longer strike from Thursday".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from extractor.drafts import ACCIDENTS
from extractor.event_mention import EventMention, Trigger
from extractor.lexicon import load_lexicon
from extractor.syntax import SUBJECTS, clause_of
from storage.records import EventType

TOLD_BY_DAY = ACCIDENTS | {EventType.OPENING, EventType.STRIKE}
TOLD_BY_PATTERN = frozenset((EventType.SERVICE_LAUNCH,))
JOINING = load_lexicon("en").classes["joining"]
NEW = load_lexicon("en").classes["new"]


def parted(
    sentence: Span, mention: EventMention, triggers: Sequence[Trigger]
) -> Iterator[EventMention]:
    """The mention, or the two that its sentence tells in two clauses."""
    told = [t for t in triggers if t.about != "barred"]
    heads = [t.head for t in told if t.type == mention.type]
    for head in (*heads, *like_the_first(sentence, mention, told)):
        cut = second_clause(sentence.doc[head])
        if cut is None and mention.type is EventType.STRIKE:
            cut = second_noun(sentence.doc[head])
        before = heads or [sentence.root.i]
        first = next((at for at in before if cut is not None and at < cut), None)
        if cut is None or first is None or not differ(sentence.doc, mention, cut):
            continue
        encodings = sentence.doc._.encodings
        if mention.start in encodings:
            encodings[cut] = encodings[mention.start]
        for start, end, own in ((mention.start, cut, first), (cut, mention.end, head)):
            yield EventMention(
                mention.type, start, end, own, mention.probability, mention.trigger, mention.least
            )
        return
    yield mention


def like_the_first(
    sentence: Span, mention: EventMention, triggers: Sequence[Trigger]
) -> Iterator[int]:
    """Verbs of later clauses that name no event but have a subject not heard of before, and so
    tell of theirs what the first clause tells of its own.
    """
    if mention.type not in TOLD_BY_DAY - {EventType.STRIKE}:
        return
    for verb in sentence:
        cut = second_clause(verb) if verb.pos_ == "VERB" else None
        if cut is None or any(cut <= t.head < mention.end for t in triggers):
            continue
        if any(is_new(subject) for subject in subjects_of(verb)):
            yield verb.i


def is_new(subject: Token) -> bool:
    """Whether a subject is told of for the first time: "a car", "36 pilgrims", "another"."""
    said = {child.lower_ for child in subject.children if child.dep_ == "det"}
    counted = any(child.dep_ == "nummod" for child in subject.children)
    return counted or not NEW.isdisjoint({*said, subject.lower_})


def subjects_of(clause: Token) -> list[Token]:
    """The subjects of a clause that are no pronouns of what was told before."""
    subjects = [child for child in clause.lefts if child.dep_ in SUBJECTS]
    return [one for one in subjects if one.pos_ != "PRON" or one.lower_ in NEW]


def second_clause(head: Token) -> int | None:
    """The first token of a word's clause where that is joined to one before it."""
    clause = clause_of(head)
    opens = any(child.lower_ in JOINING for child in clause.children if child.dep_ == "mark")
    joined = clause.dep_ == "conj" or (clause.dep_ == "advcl" and opens)
    subjects = subjects_of(clause)
    if not joined or not subjects or clause.head.i > clause.i:
        return None
    return int(clause.left_edge.i)


def second_noun(head: Token) -> int | None:
    """The first token of a noun's phrase that is new and joined by "and" to what is before."""
    start = head.left_edge.i
    joined = start > 0 and head.doc[start - 1].lower_ == "and"
    return int(start) if joined and head.pos_ == "NOUN" and is_new(head) else None


def differ(doc: Doc, mention: EventMention, cut: int) -> bool:
    """Whether what stands before the token and from it on is of other days or other patterns."""
    start, at, end = (doc[i].idx for i in (mention.start, cut, mention.end - 1))
    if mention.type in TOLD_BY_DAY:
        dates = [(time.start, (time.value or "")[:10]) for time in doc._.times if time.value]
        one, other = finest(within(dates, start, at)), finest(within(dates, at, end + 1))
        return bool(one and other) and not any(
            a.startswith(b) or b.startswith(a) for a in one for b in other
        )
    if mention.type in TOLD_BY_PATTERN:
        rules = [(pattern.start, pattern.rule) for pattern in doc._.recurrences]
        one, other = within(rules, start, at), within(rules, at, end + 1)
        return bool(one and other) and one.isdisjoint(other)
    return False


def within(rows: Iterable[tuple[int, str]], start: int, end: int) -> set[str]:
    """What stands between two characters."""
    return {value for at, value in rows if start <= at < end}


def finest(dates: set[str]) -> set[str]:
    """The dates without those that another one is part of: "last year" beside "in May"."""
    return {one for one in dates if not any(o != one and o.startswith(one) for o in dates)}
