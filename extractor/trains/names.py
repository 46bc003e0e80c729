"""The names and numbers of trains in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from extractor.extensions import words_of
from extractor.gazetteer.words import is_title
from extractor.lexicon import load_lexicon
from extractor.trains.words import TrainWords

YEAR = re.compile(r"\((?:19|20)\d\d\)")
PARTS_OF_NAMES = ("compound", "amod", "poss", "nmod")


@dataclass(frozen=True, slots=True)
class Found:
    """A name, a number or a kind with the token at which it stands."""

    value: str
    at: Token


def bare_name(text: str, words: TrainWords) -> str:
    """A name without its article, its route and what else is written large before it."""
    if text in words.names:
        return text  # "City of New Orleans"
    while (first := text.partition(" "))[1] and first[0].lower() in words.not_names:
        text = first[2]
    if not words.bare_ends.issuperset(words.route.sub("", text).split()):
        text = words.route.sub(
            "", text
        )  # but "Guwahati–Jaipur Superfast Express" has no other name
    if text.rpartition(" ")[2] in words.line_ends and text not in words.names:
        return ""  # "a Keio Line train": what it runs on
    return "" if text.lower() in words.not_names or not text[0].isupper() else text


def foreign(doc: Doc, span: Span) -> bool:
    """Whether a span belongs to the name of a known place, a body, a person, a people or a day."""
    before = doc[max(0, span.start - 1) : span.start + 1]
    if any(is_title(token.text) for token in before):
        return True
    for place in doc._.places or ():
        if place.place and place.start < span.end_char and span.start_char < place.end:
            return True
    for organisation in doc._.organisations or ():
        if organisation.start < span.end_char and span.start_char < organisation.end:
            return True
    kinds = ("NORP", "DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY")
    return any(token.ent_type_ in kinds for token in span)


def company(doc: Doc, span: Span) -> bool:
    """Whether a span is the name of an organisation that is known: "TransPennine Express"."""
    return any(
        one.organisation and one.start <= span.start_char and span.end_char <= one.end
        for one in doc._.organisations or ()
    )


def opens(span: Span) -> bool:
    """Whether a capital only tells that a sentence or a quote begins: "Few trains ran"."""
    before = span.doc[span.start - 1] if span.start else None
    return bool(span[0].is_sent_start or before is None or before.is_quote or before.text == ":")


def rides(span: Span, words: TrainWords) -> bool:
    """Whether a name does what trains do: "the Tsubasa left", "a Yamabiko from Tokyo"."""
    root, head = span.root, span.root.head
    if words.makes.intersection(token.lower_ for token in span):
        return False  # "the Cadillac Escalade crossed"
    determined = any(t.dep_ == "poss" or t.lower_ in words.determiners for t in root.lefts)
    if not determined or root.lower_ in words.not_names or root.dep_ in PARTS_OF_NAMES:
        return False
    if head.lower_ in words.aboard or (
        head.lower_ in words.part_of and head.head.lemma_ in words.parts
    ):
        return True
    acts = root.dep_ in ("nsubj", "nsubjpass") and head.lemma_ in words.verbs
    return acts or any(t.lower_ in words.running_from for t in root.rights if t.dep_ == "prep")


def stands_alone(span: Span, words: TrainWords) -> bool:
    """Whether a word that is a train's name among other things is one here: "the Crescent"."""
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    after = span.doc[span.end] if span.end < span.sent.end else None
    if before is None or before.lower_ not in words.before_lone:
        return False
    trains = load_lexicon("en").classes["named_so"]
    return after is None or after.pos_ not in ("NOUN", "PROPN") or after.lower_ in trains


def name_spans(sentence: Span, words: TrainWords) -> Iterator[Span]:
    """Where names of trains may stand in a sentence, the surest first."""
    doc, text, shift = sentence.doc, words_of(sentence), sentence.start_char

    def spans(pattern: re.Pattern[str], group: str | int = 0) -> Iterator[Span]:
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if span := doc.char_span(start + shift, end + shift, alignment_mode="expand"):
                yield span

    for span in spans(words.known):
        on_line = span.end < sentence.end and doc[span.end].text in words.line_ends
        if not on_line and (span.text not in words.doubtful or stands_alone(span, words)):
            yield span
    for span in spans(words.ending):
        if not company(doc, span):
            yield span
    for span in spans(words.before, "name"):
        if not foreign(doc, span) and (span[-1].pos_ == "PROPN" or not opens(span)):
            yield span
    for span in spans(words.apposed, "name"):
        if not foreign(doc, span):
            yield span
    for span in spans(words.plain):
        bound = span.end < len(doc) and doc[span.end].lower_ in words.bound
        if not bound and not foreign(doc, span) and rides(span, words):
            yield span


def train_names(sentence: Span, words: TrainWords) -> list[Found]:
    """The names of trains in a sentence, in their order."""
    taken: list[tuple[Span, str]] = []
    for span in name_spans(sentence, words):
        if any(span.start < other.end and other.start < span.end for other, _ in taken):
            continue
        if name := bare_name(span.text, words):
            taken.append((span, name))
    return [Found(name, span.root) for span, name in sorted(taken, key=by_start)]


def by_start(row: tuple[Span, str]) -> int:
    """Where a span starts."""
    return row[0].start


def train_numbers(sentence: Span, words: TrainWords) -> list[Found]:
    """The numbers of trains in a sentence, those that say so first."""
    found, text = [], words_of(sentence)
    for pattern in words.numbers:
        for match in pattern.finditer(text):
            if not is_of_train(text, match, words):
                continue
            at = sentence.start_char + match.start("number")
            if span := sentence.doc.char_span(at, at + 1, alignment_mode="expand"):
                found.append(Found(match["number"].strip(), span[0]))
    return found


def is_of_train(text: str, match: re.Match[str], words: TrainWords) -> bool:
    """Whether a number is a train's, not a platform's, a coach's or a year."""
    starts = (match.start(), match.start("number"))
    other = any(words.numbered_before.search(text, max(0, at - 30), at) for at in starts)
    return not (
        other or words.numbered_behind.match(text, match.end("number")) or YEAR.match(match.group())
    )
