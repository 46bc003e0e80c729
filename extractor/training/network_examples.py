"""What the sentence network learns from: annotated articles and single sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from extractor.components.encoder import sentences_of
from extractor.event_mention import EventMention
from extractor.network.sentence_network import KINDS, SENTENCE
from extractor.network.wordpieces import Pieces, cut
from extractor.setting import Setting
from extractor.training.examples import (
    SWAPPED,
    Gold,
    gold_mentions,
    organisation_labels,
    place_labels,
    quantity_labels,
    recurrence_labels,
    time_labels,
)
from extractor.training.goldset import GoldArticle, covers
from extractor.training.network import (
    SentenceExample,
    SpanExample,
    TextExample,
    span_example,
)
from storage.records import EventType, Factuality

Single = tuple[list[Gold], Doc]  # a sentence that stands alone, with the events it states

PLACE_PARTS = ("origin", "destination", "location")
ORGANISATION_PARTS = ("operator", "agency", "source")
FACTUALITY_PARTS = tuple(label.value for label in Factuality)
TASTE = 0.3  # what an event counts that annotators left to taste


def label_weights(events: Sequence[Gold]) -> tuple[set[str], dict[str, float]]:
    """The types that the events state, and for each type how much the sentence should count."""
    stated = {event["type"] for event in events}
    weights = {kind.value: 1.0 for kind in EventType}
    for event in events:
        for other in event.get("type_ok", []):
            if other not in stated:
                weights[other] = 0.0
        if event.get("optional"):
            weights[event["type"]] = TASTE
    return stated, weights


def span_labels(
    setting: Setting, event: Gold
) -> Iterator[tuple[Any, set[str], Sequence[str], float]]:
    """Every name, time and figure of the sentence: its parts in the event, those it could be."""
    for place, role in place_labels(setting, event):
        yield place, {role}, PLACE_PARTS, SWAPPED if event.get("swap_ok") else 1.0
    for organisation, roles in organisation_labels(setting, event):
        yield organisation, roles, ORGANISATION_PARTS, 1.0
    for time, labels in time_labels(setting, event):
        yield time, labels, ("start", "end"), 1.0
    for quantity, yes in quantity_labels(setting, event):
        yield quantity, {"quantity"} if yes else set(), ("quantity",), 1.0
    for recurrence, yes in recurrence_labels(setting, event):
        yield recurrence, {"recurrence"} if yes else set(), ("recurrence",), 1.0


def mention_spans(
    doc: Doc, pieces: Pieces, mention: EventMention, event: Gold
) -> Iterator[SpanExample]:
    """What one event's sentence teaches of its arguments and its factuality."""
    sentence = doc[mention.start : mention.end]
    base, kind = sentence.start_char, mention.type.value
    taste = TASTE if event.get("optional") else 1.0
    found = [
        span_example(pieces, one.start - base, one.end - base, kind, parts, known, weight * taste)
        for one, parts, known, weight in span_labels(Setting(doc, mention, ()), event)
    ]
    found.append(factuality_span(pieces, len(sentence.text), event))
    yield from (span for span in found if span is not None)


def factuality_span(pieces: Pieces, length: int, event: Gold) -> SpanExample | None:
    """The whole sentence, labelled with the event's factuality."""
    label = {event["factuality"]}
    known = [part for part in FACTUALITY_PARTS if part not in event.get("factuality_ok", [])]
    return span_example(pieces, 0, length, event["type"], label, known, 1.0)


def example(start: int, text: str, events: Sequence[Gold], weight: float = 1.0) -> SentenceExample:
    """A sentence with the events it states; `start` is its first token."""
    stated, weights = label_weights(events)
    own = cut(text)
    return SentenceExample(
        start,
        Pieces(own.numbers[:SENTENCE], own.offsets[:SENTENCE]),
        np.array([kind in stated for kind in KINDS], "f4"),
        np.array([weight * weights[kind] for kind in KINDS], "f4"),
    )


def article_example(one: GoldArticle, doc: Doc) -> TextExample:
    """Every sentence of an annotated article."""
    examples = {
        sentence.start: example(sentence.start, sentence.text, events_of(one, sentence))
        for sentence in sentences_of(doc)
    }
    for mention, event in gold_mentions(doc, one.events):
        own = examples[mention.start]
        own.spans += mention_spans(doc, own.pieces, mention, event)
    return TextExample(cut(doc._.title or ""), list(examples.values()))


def events_of(one: GoldArticle, sentence: Span) -> list[Gold]:
    """The events that the sentence is evidence of."""
    return [e for e in one.events if any(covers(span, sentence) for span in e["evidence"])]


def single_example(events: Sequence[Gold], doc: Doc, weight: float) -> TextExample:
    """A labelled sentence without an article."""
    one = example(0, doc.text, events, weight)
    spans = (factuality_span(one.pieces, len(doc.text), event) for event in events)
    one.spans += [span for span in spans if span is not None]
    return TextExample(cut(""), [one])
