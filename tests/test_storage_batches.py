"""Articles saved at once are stored as if each had come by itself."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from storage.articles import Outcome, save_articles
from storage.database import open_database
from storage.outlets import save_outlet
from storage.shingles import bands, shingles, tokens
from tests.storage_samples import article, outlet
from tests.test_storage_stories import CHINESE, OTHER, WIRE

OUTLETS = ("wire", "daily", "evening")
BORROWED = {"daily"}
TEXTS = (WIRE, WIRE[:330], WIRE.replace("Five", "Seven"), OTHER, CHINESE, " ", "A line of its own.")
TABLES = dict.fromkeys(
    (
        *("articles", "article_versions", "borrowed_texts"),
        *("stories", "story_bands", "story_links", "story_prints"),
    ),
    "*",
) | {"articles_fts": "rowid, *"}
RUSSIAN = "Поезд прибыл в Уссурийск в пятницу вечером, сообщила железная дорога."


def arriving(seed, count):
    """Articles of few outlets, addresses and texts, so that many are met again or changed."""
    chance = random.Random(seed)
    for _ in range(count):
        day = f"2024-11-{chance.randrange(1, 9):02} {chance.randrange(24):02}:00"
        path = f"story-{chance.randrange(count)}"
        told = article(
            chance.choice(OUTLETS), published=day, text=chance.choice(TEXTS), path=path, title="T"
        )
        yield replace(told, published_at=chance.choice([None, told.published_at]))


def saved(db, batches):
    for outlet_id in OUTLETS:
        save_outlet(db, outlet(outlet_id))
    outcomes = [
        one for batch in batches for one in save_articles(db, batch, borrowed_from=BORROWED)
    ]
    found = {
        table: sorted(db.query(f"SELECT {columns} FROM {table}"), key=str)
        for table, columns in TABLES.items()
    }
    return outcomes, found


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [3, 80])
def test_batch_is_stored_like_its_articles_one_by_one(db, tmp_path, seed, size):
    articles = list(arriving(seed, 80))
    batches = [articles[at : at + size] for at in range(0, len(articles), size)]
    other = open_database(tmp_path / "singly.db")
    outcomes, found = saved(other, [[one] for one in articles])
    other.close()
    assert saved(db, batches) == (outcomes, found)
    assert set(outcomes) == set(Outcome)
    assert any(story["articles"] > 2 for story in found["stories"])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (WIRE, [41446563259398027, 292559692470662450]),
        (CHINESE, [97192365560520219, 18574269022536613]),
        (RUSSIAN, [949368524001309026, 514062538240701975]),
    ],
    ids=["English", "Chinese", "Russian"],
)
def test_bands_are_those_that_stored_articles_have(text, first):
    assert bands(shingles(tokens(text)))[:2] == first
