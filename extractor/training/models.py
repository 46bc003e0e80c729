"""Trains the extractor's models from annotated articles, one after the other.

Needs scikit-learn (the `dev` extra). Articles named in GOLD/held_out.txt are never looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Doc

from extractor.components.coreference import load_anaphora
from extractor.components.encoder import encode
from extractor.components.event_mentions import sentence_features, strongest, text_features
from extractor.components.factuality import factuality_features
from extractor.event_mention import EventMention
from extractor.happenings.joining import drafts_of
from extractor.lexicon import LANGUAGES, load_cues
from extractor.linear import MODELS, LinearModel, crossed
from extractor.network.sentence_network import SentenceNetwork, load_network
from extractor.pipeline import build_nlp
from extractor.reading import prepare
from extractor.setting import Setting
from extractor.training.coreference import train_same
from extractor.training.examples import (
    ArgumentExamples,
    argument_examples,
    draft_examples,
    filler_examples,
    link_examples,
    sentence_pairs,
)
from extractor.training.goldset import Examples, GoldArticle, read_lines, training_articles
from extractor.training.network import mean_params, network, processes, train_beside
from extractor.training.network_examples import (
    Single,
    article_example,
    events_of,
    label_weights,
    single_example,
)
from extractor.training.shares import train_shares
from storage.records import EventType, OrganisationRole

PARTS = 3  # of the articles, each read by models that learned from the others
LEAST_WEIGHT = 0.01  # a feature that weighs less for every label is left out
FOLDS = 2  # networks, each of which reads what the others learned from
LAST_ROUNDS = 2  # through all texts, by each of as many networks
# How freely each model may weigh its features: chosen on the parts never trained on.
STRENGTH = {
    "event_mentions": 0.03,
    "factuality": 0.3,
    "places": 0.1,
    "organisations": 0.15,
    "times": 0.3,
    "quantities": 1.0,
    "recurrences": 1.0,
    "links": 0.15,
    "drafts": 0.1,
    "fillers": 0.1,
}
SINGLE = 0.3  # what a sentence without its article counts beside one with it
SINGLE_FACTUALITY = 0.6  # the same for factuality, which the sentence alone tells
AFTER_TRIGGERS = ("event_mentions", "factuality", "trains", "causes", "arguments")
Models = dict[str, LinearModel]

SENTENCES = LANGUAGES / "en" / "training"


def article_sentences(one: GoldArticle, doc: Doc) -> Examples:
    """Every sentence of an annotated article, read as far as the sentence network."""
    examples = Examples()
    for sentence, _, features in text_features(doc):
        stated, weights = label_weights(events_of(one, sentence))
        examples.add(features, stated, weights)
    return examples


def single_sentences(singles: Sequence[Single]) -> Examples:
    """The labelled sentences written for this purpose."""
    examples = Examples()
    for events, doc in singles:
        stated, weights = label_weights(events)
        weights = {kind: SINGLE * weight for kind, weight in weights.items()}
        features = sentence_features(doc[:], doc._.triggers, doc._.encodings.get(0))
        examples.add(features, stated, weights)
    return examples


def single_factuality(singles: Sequence[Single]) -> Examples:
    """What the same sentences say of factuality: denials and doubts are rare in whole articles."""
    examples, cues = Examples(), load_cues("en")
    for events, doc in singles:
        for event in events:
            kind = EventType(event["type"])
            trigger = strongest(doc._.triggers, kind)
            sentence = doc[trigger.head if trigger else 0].sent
            head = trigger.head if trigger else sentence.root.i
            mention = EventMention(kind, sentence.start, sentence.end, head, 1.0, trigger)
            features = factuality_features(Setting(doc, mention, ()), cues)
            examples.add(crossed(*features), event["factuality"], SINGLE_FACTUALITY)
    return examples


def joined(parts: Iterable[Examples]) -> Examples:
    """The examples of all parts together."""
    whole = Examples()
    for part in parts:
        whole.features += part.features
        whole.labels += part.labels
        whole.weights += part.weights
    return whole


def fit_one(matrix: Any, wanted: Any, weights: Any, *, strength: float) -> Any:
    """One label's logistic regression."""
    model = LogisticRegression(C=strength, max_iter=120, tol=1e-3)
    model.fit(matrix, wanted, sample_weight=weights)
    return model


def train_labels(examples: Examples, labels: Sequence[str], *, strength: float) -> LinearModel:
    """A model whose labels stand side by side: each example holds a set of them.

    An example's weight is one number, or one for each label.
    """
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(examples.features)
    columns, bias = [], []
    for label in labels:
        wanted = np.array([label in have for have in examples.labels])
        weights = np.array([w[label] if isinstance(w, dict) else w for w in examples.weights], "f4")
        model = fit_one(matrix, wanted, weights, strength=strength)
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    names = list(vectorizer.get_feature_names_out())
    return LinearModel(
        names, list(labels), np.array(columns, "f4").T, np.array(bias, "f4"), exclusive=False
    )


def train_exclusive(examples: Examples, *, strength: float) -> LinearModel:
    """A model whose labels exclude each other: each example holds one."""
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(examples.features)
    model = LogisticRegression(C=strength, max_iter=800)
    model.fit(matrix, examples.labels, sample_weight=np.array(examples.weights, "f4"))
    weights, bias, labels = model.coef_, model.intercept_, list(model.classes_)
    if len(labels) == 2:
        weights = np.vstack([-weights[0] / 2, weights[0] / 2])
        bias = np.array([-bias[0] / 2, bias[0] / 2])
    names = list(vectorizer.get_feature_names_out())
    return LinearModel(names, labels, weights.T.astype("f4"), bias.astype("f4"), exclusive=True)


def pruned(model: LinearModel) -> LinearModel:
    """The model without the features that hardly weigh: most words of a large vocabulary."""
    kept = np.abs(model.weights).max(1) >= LEAST_WEIGHT
    names = [name for name, keep in zip(model.columns, kept, strict=True) if keep]
    return LinearModel(
        names, model.labels, model.weights[kept], model.bias, exclusive=model.exclusive
    )


def save(name: str, model: LinearModel) -> LinearModel:
    """Write a model where the components look for it, and say how large it is."""
    model = pruned(model)
    model.save(MODELS / f"{name}.npz")
    print(f"{name}: {len(model.columns)} features, {len(model.labels)} labels", file=sys.stderr)
    return model


def sentence_models(told: Examples, found: Sequence[ArgumentExamples], facts: Examples) -> Models:
    """The models of what single sentences tell: events, factuality and arguments, by name."""

    def all_of(name: str) -> Examples:
        return joined(getattr(one, name) for one in found)

    labels = {
        "organisations": [role.value for role in OrganisationRole],
        "times": ["start", "end"],
        "quantities": ["yes"],
        "recurrences": ["yes"],
    }
    kinds = [kind.value for kind in EventType]
    facts = joined([all_of("factuality"), facts])
    models = {
        "event_mentions": train_labels(told, kinds, strength=STRENGTH["event_mentions"]),
        "factuality": train_exclusive(facts, strength=STRENGTH["factuality"]),
        "places": train_exclusive(all_of("places"), strength=STRENGTH["places"]),
    }
    for name, wanted in labels.items():
        models[name] = train_labels(all_of(name), wanted, strength=STRENGTH[name])
    return models


def all_sentence_models(
    gold: Sequence[GoldArticle], docs: Sequence[Doc], singles: Sequence[Single]
) -> list[Models]:
    """`sentence_models` of all articles, then of all but each of `PARTS` parts of them."""
    sentences = [article_sentences(one, doc) for one, doc in zip(gold, docs, strict=True)]
    found = [argument_examples(one, doc) for one, doc in zip(gold, docs, strict=True)]
    alone, facts = single_sentences(singles), single_factuality(singles)
    everything = range(len(docs))
    others = [[i for i in everything if i % PARTS != part] for part in range(PARTS)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        trained = [
            pool.submit(
                sentence_models,
                joined([*(sentences[i] for i in chosen), alone]),
                [found[i] for i in chosen],
                facts,
            )
            for chosen in (everything, *others)
        ]
    return [one.result() for one in trained]


def read_by_others(docs: Sequence[Doc], others: Sequence[Models]) -> None:
    """Reads every document up to its arguments by models that were trained on the other documents.

    Of what it was trained on, a model is surer than it will be in use.
    """
    nlp: Any = build_nlp(until="arguments")
    nlp.get_pipe("event_mentions").opening = 0.0  # which mentions the gold events settle
    for part, models in enumerate(others):
        for name in ("event_mentions", "factuality"):
            nlp.get_pipe(name).model = models[name]
        for name in ("places", "organisations", "times", "quantities", "recurrences"):
            setattr(nlp.get_pipe("arguments"), name, models[name])
        for doc in docs[part::PARTS]:
            for name in AFTER_TRIGGERS:
                nlp.get_pipe(name)(doc)


def train_coreference(gold: Sequence[GoldArticle], docs: Sequence[Doc]) -> None:
    """The network's heads that tell whether sentences speak of one happening.

    Sets `doc._.encodings` by the whole network, with such heads that did not know the document.
    """
    own = load_network()
    encode_all(docs, own)
    pairs = [sentence_pairs(one, doc) for one, doc in zip(gold, docs, strict=True)]
    for part in range(PARTS):
        others = chain.from_iterable(row for i, row in enumerate(pairs) if i % PARTS != part)
        heads = own.heads | train_same([*others])
        for doc in docs[part::PARTS]:
            doc._.encodings = {at: replace(e, heads=heads) for at, e in doc._.encodings.items()}
    own.heads.update(train_same([*chain.from_iterable(pairs)]))
    own.save(MODELS / "sentence_network.npz")


def train_assembly(gold: Sequence[GoldArticle], docs: Sequence[Doc]) -> None:
    """The models of links, drafts and fillers, from documents read up to their arguments."""
    train_coreference(gold, docs)
    links = train_exclusive(link_examples(gold, docs), strength=STRENGTH["links"])
    links = save("links", links)
    anaphors = load_anaphora("en").ends
    drafts = [drafts_of(doc, links, anaphors) for doc in docs]
    rows = list(zip(gold, docs, drafts, strict=True))
    told = joined(draft_examples(*row) for row in rows)
    save("drafts", train_exclusive(told, strength=STRENGTH["drafts"]))
    values = joined(filler_examples(*row) for row in rows)
    save("fillers", train_labels(values, ["yes"], strength=STRENGTH["fillers"]))


def train_networks(
    gold: Sequence[GoldArticle], docs: Sequence[Doc], singles: Sequence[Single]
) -> None:
    """The sentence network; sets `doc._.encodings` by networks that did not know the document.

    Of what it was trained on, a network is surer than it will be in use. What is kept is the
    mean of networks that start from the mean of those and go through all texts, each in its order.
    """
    examples = [article_example(one, doc) for one, doc in zip(gold, docs, strict=True)]
    examples += [single_example(events, doc, SINGLE) for events, doc in singles]
    everything = [*docs, *(doc for _, doc in singles)]
    halves = [[x for i, x in enumerate(examples) if i % FOLDS != part] for part in range(FOLDS)]
    with processes(FOLDS) as pools:
        trained = train_beside(pools, halves)
        with ThreadPoolExecutor(FOLDS) as threads:
            others = [everything[part::FOLDS] for part in range(FOLDS)]
            list(threads.map(encode_all, others, [network(params) for params in trained]))
        start = mean_params(trained)
        whole = train_beside(pools, [examples] * FOLDS, start=start, rounds=LAST_ROUNDS)
    network(mean_params(whole)).save(MODELS / "sentence_network.npz")
    load_network.cache_clear()


def encode_all(docs: Iterable[Doc], own: SentenceNetwork) -> None:
    """Sets `doc._.encodings` of the documents by one network."""
    for doc in docs:
        encode(doc, own)


def read_singles(nlp: Language) -> list[Single]:
    """The labelled sentences, each as a document with its events."""
    rows = [row for path in sorted(SENTENCES.glob("*.jsonl")) for row in read_lines(path)]
    docs = nlp.pipe((row["text"] for row in rows), batch_size=64)
    return [(row["events"], doc) for row, doc in zip(rows, docs, strict=True)]


def train(learned: Sequence[GoldArticle], unread: Sequence[GoldArticle]) -> None:
    """Every model, from the annotated articles; the sentence network from those `learned` alone."""
    nlp = build_nlp(until="triggers")
    gold = [*learned, *unread]
    docs = list(nlp.pipe((prepare(nlp, one.article, None) for one in gold), batch_size=16))
    rows = read_singles(nlp)
    train_networks(learned, docs[: len(learned)], rows)
    encode_all(docs[len(learned) :], load_network())
    whole, *others = all_sentence_models(gold, docs, rows)
    for name, model in whole.items():
        save(name, model)
    read_by_others(docs, others)
    train_assembly(gold, docs)
    train_shares(gold)


def main() -> None:
    """Train every model from the gold folder given and save it."""
    MODELS.mkdir(exist_ok=True)
    train(*training_articles(Path(sys.argv[1])))
