"""Trains the extractor's models from annotated articles: `python -m extractor.training GOLD`.

Needs scikit-learn (the `dev` extra). Articles named in GOLD/held_out.txt are never looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Doc

from extractor.argument_training import argument_examples, draft_examples, link_examples
from extractor.components.event_mentions import (
    sentence_features,
    strongest,
    text_features,
    triggers_by_sentence,
)
from extractor.components.factuality import factuality_features
from extractor.embedding import embed
from extractor.event_mention import EventMention
from extractor.goldset import Examples, GoldArticle, covers, load_gold, read_lines
from extractor.lexicon import load_cues
from extractor.linear import MODELS, LinearModel
from extractor.pipeline import build_nlp
from extractor.reading import prepare
from storage.records import EventType, OrganisationRole

PARTS = 4
SINGLE = 0.3  # what a sentence without its article counts beside one with it
SINGLE_FACTUALITY = 0.6  # the same for factuality, which the sentence alone tells
AFTER_TRIGGERS = ("event_mentions", "factuality", "trains", "causes", "arguments")
SENTENCES = Path(__file__).parent / "languages" / "en" / "training"


def label_weights(events: Sequence[dict[str, Any]]) -> tuple[set[str], dict[str, float]]:
    """The types that the events state, and for each type how much the sentence should count."""
    stated = {event["type"] for event in events}
    weights = {kind.value: 1.0 for kind in EventType}
    for event in events:
        for other in event.get("type_ok", []):
            if other not in stated:
                weights[other] = 0.0
        if event.get("optional"):
            weights[event["type"]] = 0.3
    return stated, weights


def article_sentences(one: GoldArticle, doc: Doc) -> Examples:
    """Every sentence of an annotated article, read as far as its triggers."""
    examples = Examples()
    rows = triggers_by_sentence(doc)
    vectors = embed([sentence.text.strip() for sentence, _ in rows])
    for (sentence, _), features in zip(rows, text_features(rows, vectors), strict=True):
        events = [e for e in one.events if any(covers(s, sentence) for s in e["evidence"])]
        stated, weights = label_weights(events)
        examples.add(features, stated, weights)
    return examples


def single_sentences(nlp: Language, folder: Path) -> Examples:
    """The labelled sentences written for this purpose."""
    examples = Examples()
    rows = [row for path in sorted(folder.glob("*.jsonl")) for row in read_lines(path)]
    docs = nlp.pipe([row["text"] for row in rows], batch_size=64)
    vectors = embed([row["text"] for row in rows])
    for row, doc, vector in zip(rows, docs, vectors, strict=True):
        stated, weights = label_weights(row["events"])
        weights = {kind: SINGLE * weight for kind, weight in weights.items()}
        examples.add(sentence_features(doc[:], doc._.triggers, vector), stated, weights)
    return examples


def single_factuality(nlp: Language, folder: Path) -> Examples:
    """What the same sentences say of factuality: denials and doubts are rare in whole articles."""
    examples, cues = Examples(), load_cues("en")
    rows = [row for path in sorted(folder.glob("*.jsonl")) for row in read_lines(path)]
    for row, doc in zip(rows, nlp.pipe([row["text"] for row in rows], batch_size=64), strict=True):
        for event in row["events"]:
            kind = EventType(event["type"])
            trigger = strongest(doc._.triggers, kind)
            sentence = doc[trigger.head if trigger else 0].sent
            head = trigger.head if trigger else sentence.root.i
            mention = EventMention(kind, sentence.start, sentence.end, head, 1.0, trigger)
            features = factuality_features(doc, mention, cues)
            examples.add(features, event["factuality"], SINGLE_FACTUALITY)
    return examples


def joined(parts: Iterable[Examples]) -> Examples:
    """The examples of all parts together."""
    whole = Examples()
    for part in parts:
        whole.features += part.features
        whole.labels += part.labels
        whole.weights += part.weights
    return whole


def fit_one(matrix: Any, wanted: Any, weights: Any, *, strength: float, lift: float) -> Any:
    """One label's logistic regression; `lift` weighs the rare positive examples up."""
    model = LogisticRegression(C=strength, max_iter=120, tol=1e-3, class_weight={0: 1, 1: lift})
    model.fit(matrix, wanted, sample_weight=weights)
    return model


def train_labels(
    examples: Examples, labels: Sequence[str], *, strength: float = 1.0, lift: float = 2.0
) -> LinearModel:
    """A model whose labels stand side by side: each example holds a set of them.

    An example's weight is one number, or one for each label.
    """
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(examples.features)
    columns, bias = [], []
    for label in labels:
        wanted = np.array([label in have for have in examples.labels])
        weights = np.array([w[label] if isinstance(w, dict) else w for w in examples.weights])
        model = fit_one(matrix, wanted, weights, strength=strength, lift=lift)
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    names = list(vectorizer.get_feature_names_out())
    return LinearModel(
        names, list(labels), np.array(columns, "f4").T, np.array(bias, "f4"), exclusive=False
    )


def train_exclusive(examples: Examples, *, strength: float = 1.0) -> LinearModel:
    """A model whose labels exclude each other: each example holds one."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(examples.features)
    model = LogisticRegression(C=strength, max_iter=800)
    model.fit(matrix, examples.labels, sample_weight=examples.weights)
    weights, bias, labels = model.coef_, model.intercept_, list(model.classes_)
    if len(labels) == 2:
        weights = np.vstack([-weights[0] / 2, weights[0] / 2])
        bias = np.array([-bias[0] / 2, bias[0] / 2])
    names = list(vectorizer.get_feature_names_out())
    return LinearModel(names, labels, weights.T.astype("f4"), bias.astype("f4"), exclusive=True)


def save(name: str, model: LinearModel) -> LinearModel:
    """Write a model where the components look for it, and say how large it is."""
    model.save(MODELS / f"{name}.npz")
    print(f"{name}: {len(model.columns)} features, {len(model.labels)} labels", file=sys.stderr)
    return model


def train_arguments(gold: Sequence[GoldArticle], docs: Sequence[Doc], facts: Examples) -> None:
    """The models of factuality and arguments, from documents read as far as their triggers."""
    found = argument_examples(gold, docs)
    save("factuality", train_exclusive(joined([found.factuality, facts]), strength=0.5))
    save("places", train_exclusive(found.places))
    roles = [role.value for role in OrganisationRole]
    save("organisations", train_labels(found.organisations, roles, lift=1.0))
    save("times", train_labels(found.times, ["start", "end"], lift=1.0))
    save("quantities", train_labels(found.quantities, ["yes"], lift=1.0))
    save("recurrences", train_labels(found.recurrences, ["yes"], lift=1.0))


def train_assembly(
    gold: Sequence[GoldArticle],
    docs: Sequence[Doc],
    sentences: Sequence[Examples],
    singles: Examples,
) -> None:
    """The models of links and drafts.

    The event mentions of each part of the articles come from a model trained on the other parts:
    of the sentences it was trained on, a model is surer than it will be in use.
    """
    kinds = [kind.value for kind in EventType]
    nlp: Any = build_nlp(until="arguments")
    for part in range(PARTS):
        others = [one for index, one in enumerate(sentences) if index % PARTS != part]
        nlp.get_pipe("event_mentions").model = train_labels(joined([*others, singles]), kinds)
        for doc in docs[part::PARTS]:
            for name in AFTER_TRIGGERS:
                nlp.get_pipe(name)(doc)
    links = save("links", train_exclusive(link_examples(gold, docs), strength=0.5))
    save("drafts", train_exclusive(draft_examples(gold, docs, links), strength=0.3))


def train(gold: Sequence[GoldArticle]) -> None:
    """Every model, from the annotated articles."""
    nlp = build_nlp(until="triggers")
    docs = list(nlp.pipe((prepare(nlp, one.article, None) for one in gold), batch_size=16))
    sentences = [article_sentences(one, doc) for one, doc in zip(gold, docs, strict=True)]
    singles = single_sentences(nlp, SENTENCES)
    whole = joined([*sentences, singles])
    print(f"event_mentions: {len(whole.labels)} sentences", file=sys.stderr)
    save("event_mentions", train_labels(whole, [kind.value for kind in EventType]))
    train_arguments(gold, docs, single_factuality(nlp, SENTENCES))
    train_assembly(gold, docs, sentences, singles)


def main() -> None:
    """Train every model from the gold folder given and save it."""
    folder = Path(sys.argv[1])
    held_out = set((folder / "held_out.txt").read_text().split())
    MODELS.mkdir(exist_ok=True)
    train([one for one in load_gold(folder / "trainset") if one.id not in held_out])


if __name__ == "__main__":
    main()
