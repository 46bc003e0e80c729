"""Near-duplicates are told from follow-ups: measured on the pairs of `story_pairs`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.articles import save_article
from storage.database import open_database, write
from storage.outlets import save_outlet
from storage.urls import article_id
from tests.storage_samples import article, outlet, utc
from tests.story_pairs import story_pairs

MONTH = timedelta(days=30)


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Each pair with whether the store takes it for one story; every pair has its own month."""
    db = open_database(tmp_path_factory.mktemp("stories") / "stories.db")
    pairs = list(story_pairs())
    keys = []
    with write(db):
        for name in ("wire", "daily"):
            save_outlet(db, outlet(name))
        for at, pair in enumerate(pairs):
            day = utc("1990-01-01 10:00") + at * MONTH
            keys.append([print_of(db, "wire", at, pair.one, day)])
            keys[-1].append(print_of(db, "daily", at, pair.other, day + timedelta(days=pair.days)))
    story_of = dict(db.execute("SELECT id, story_id FROM articles"))
    db.close()
    return [
        (pair, story_of[one] == story_of[other])
        for pair, (one, other) in zip(pairs, keys, strict=True)
    ]


def print_of(db, outlet_id, at, text, day):
    page = replace(article(outlet_id, path=str(at), text=text), published_at=day, fetched_at=day)
    save_article(db, page)
    return article_id(page.url)


def test_reprints_are_told_from_other_texts_in_99_of_100_pairs(judged):
    assert len(judged) >= 300
    right = sum(found and pair.is_one for pair, found in judged)
    wrong = Counter(
        (pair.kind, "joined" if found else "missed")
        for pair, found in judged
        if found != pair.is_one
    )
    assert right / max(1, sum(found for _, found in judged)) >= 0.99, wrong
    assert right / sum(pair.is_one for pair, _ in judged) >= 0.95, wrong
