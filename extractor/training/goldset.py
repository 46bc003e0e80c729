"""Reads annotated articles: what the models are trained on and measured against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spacy.tokens import Span

from storage.records import Article

TRAINSETS = (
    "trainset",
    "trainset_b",
    "trainset_c",
    "trainset_d",
    "trainset_e",
    "trainset_f",
)  # folders; what held_out.txt names there is kept aside
# Of this one the network learns nothing: the models behind it see there how it reads in use.
UNREAD = "trainset_g"


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with the events that annotators found in it, as the scorer's gold has them."""

    id: str
    article: Article
    day_only: bool
    events: list[dict[str, Any]]


def parse_published(text: str | None) -> tuple[datetime | None, bool]:
    """A publication time as annotated, and whether it is known to the day only."""
    if not text:
        return None, True
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), len(text) <= 10


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def load_gold(folder: Path) -> list[GoldArticle]:
    """The articles of a gold folder (`articles.jsonl`, `gold.jsonl`), in order."""
    events = {row["id"]: row["events"] for row in read_lines(folder / "gold.jsonl")}
    articles = []
    for row in read_lines(folder / "articles.jsonl"):
        published, day_only = parse_published(row.get("published"))
        article = Article(
            url=row.get("url") or row["id"],
            outlet_id=row.get("outlet") or "",
            title=row.get("title") or "",
            text=row["text"],
            fetched_at=datetime.now(UTC),
            published_at=published,
            language=row.get("lang"),
        )
        articles.append(GoldArticle(row["id"], article, day_only, events[row["id"]]))
    return articles


def training_articles(folder: Path) -> tuple[list[GoldArticle], list[GoldArticle]]:
    """The articles of a gold folder that are trained on: by all models, and by all but the network.

    Those that its `held_out.txt` names are left out.
    """
    held_out = set((folder / "held_out.txt").read_text("utf-8").split())
    learned, unread = (
        [one for part in parts for one in load_gold(folder / part) if one.id not in held_out]
        for parts in (TRAINSETS, (UNREAD,))
    )
    return learned, unread


@dataclass
class Examples:
    """Feature bags with their labels and weights."""

    features: list[dict[str, float]] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)
    weights: list[Any] = field(default_factory=list)

    def add(self, features: dict[str, float], label: Any, weight: Any = 1.0) -> None:
        self.features.append(features)
        self.labels.append(label)
        self.weights.append(weight)


def covers(evidence: Sequence[int], sentence: Span) -> bool:
    """Whether an evidence span takes in most of the sentence."""
    text = sentence.text.strip()
    shared = min(evidence[1], sentence.end_char) - max(evidence[0], sentence.start_char)
    return shared > 0.5 * len(text)
