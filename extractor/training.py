"""Trains the extractor's linear models from annotated articles: `python -m extractor.training GOLD`.

Needs scikit-learn (the `dev` extra). Articles named in GOLD/held_out.txt are never looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor.argument_training import argument_examples, link_examples
from extractor.components.event_mentions import sentence_features, triggers_by_sentence
from extractor.embedding import embed
from extractor.goldset import Examples, GoldArticle, covers, load_gold, read_lines
from extractor.linear import MODELS, LinearModel
from extractor.pipeline import build_nlp
from storage.records import EventType, OrganisationRole

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


def article_sentences(nlp: spacy.Language, gold: Iterable[GoldArticle], examples: Examples) -> None:
    """Adds every sentence of the annotated articles."""
    gold = list(gold)
    for one, doc in zip(gold, nlp.pipe([g.article.text for g in gold], batch_size=16), strict=True):
        rows = triggers_by_sentence(doc)
        vectors = embed([sentence.text.strip() for sentence, _ in rows])
        for (sentence, triggers), vector in zip(rows, vectors, strict=True):
            events = [e for e in one.events if any(covers(s, sentence) for s in e["evidence"])]
            stated, weights = label_weights(events)
            examples.add(sentence_features(sentence, triggers, vector), stated, weights)


def single_sentences(nlp: spacy.Language, folder: Path, examples: Examples) -> None:
    """Adds the labelled sentences written for this purpose."""
    rows = [row for path in sorted(folder.glob("*.jsonl")) for row in read_lines(path)]
    docs = nlp.pipe([row["text"] for row in rows], batch_size=64)
    vectors = embed([row["text"] for row in rows])
    for row, doc, vector in zip(rows, docs, vectors, strict=True):
        stated, weights = label_weights(row["events"])
        examples.add(sentence_features(doc[:], doc._.triggers, vector), stated, weights)


def fit_one(matrix: Any, wanted: Any, weights: Any, *, strength: float, lift: float) -> Any:
    """One label's logistic regression; `lift` weighs the rare positive examples up."""
    model = LogisticRegression(C=strength, max_iter=600, class_weight={0: 1, 1: lift})
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


def train_event_mentions(nlp: spacy.Language, gold: Sequence[GoldArticle]) -> LinearModel:
    """The model of `components/event_mentions.py`."""
    examples = Examples()
    article_sentences(nlp, gold, examples)
    single_sentences(nlp, SENTENCES, examples)
    print(f"event_mentions: {len(examples.labels)} sentences", file=sys.stderr)
    return train_labels(examples, [kind.value for kind in EventType])


def save(name: str, model: LinearModel) -> None:
    """Write a model where the components look for it, and say how large it is."""
    model.save(MODELS / f"{name}.npz")
    print(f"{name}: {len(model.columns)} features, {len(model.labels)} labels", file=sys.stderr)


def train_arguments(nlp: spacy.Language, gold: Sequence[GoldArticle]) -> None:
    """The models of factuality, arguments and links."""
    found = argument_examples(nlp, gold)
    save("factuality", train_exclusive(found.factuality, strength=0.5))
    save("places", train_exclusive(found.places))
    roles = [role.value for role in OrganisationRole]
    save("organisations", train_labels(found.organisations, roles, lift=1.0))
    save("times", train_labels(found.times, ["start", "end"], lift=1.0))
    save("quantities", train_labels(found.quantities, ["yes"], lift=1.0))
    if found.recurrences.features: save("recurrences", train_labels(found.recurrences, ["yes"], lift=1.0))
    save("links", train_exclusive(link_examples(build_nlp(until="arguments"), gold), strength=0.5))


def main() -> None:
    """Train every model from the gold folder given and save it."""
    folder = Path(sys.argv[1])
    held_out = set((folder / "held_out.txt").read_text().split())
    gold = [one for one in load_gold(folder / "trainset") if one.id not in held_out]
    MODELS.mkdir(exist_ok=True)
    nlp = build_nlp(until="triggers")
    if "--arguments" not in sys.argv:
        save("event_mentions", train_event_mentions(nlp, gold))
    train_arguments(nlp, gold)


if __name__ == "__main__":
    main()
