"""Stories depend on the stored articles alone: not on the order or batches in which they came."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.articles import save_article, save_articles
from storage.database import open_database, write
from storage.integrity import faults
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.reports import save_reports
from storage.unread import unread_articles
from tests.merge_samples import stored
from tests.storage_samples import NOW, PATNA, article, outlet, report, rows, utc

SENTENCES = (
    "A freight train carrying coal left the rails near the town of Harrow Junction on Tuesday.",
    "Rescue workers pulled {dead} bodies from the two overturned carriages, the office said.",
    "At least {hurt} passengers were taken to the hospital with broken bones, doctors told us.",
    "The line between the capital and the coast stays closed until every bridge was looked at.",
    "Witnesses said that the locomotive had slowed down before the curve and then swung out.",
    "The transport ministry has ordered an inquiry and asked to be handed the recorder.",
    "Trains of the northern branch are being turned round while buses carry the travellers.",
)
OUTLETS = ("amur-wire", "border-times", "coast-daily", "delta-post")
BORROWED = {"border-times"}
MANY = settings(
    max_examples=int(os.environ.get("ORDER_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def prints(draw):
    """A print of one wire: cut, with one toll or another, dated or not, at one of few addresses."""
    left_out = draw(st.sampled_from([None, 1, 1, 2, 5, 6]))
    text = "\n\n".join(one for at, one in enumerate(SENTENCES) if at != left_out)
    text = text.format(dead=draw(st.sampled_from(["four", "4", "seven"])), hurt=30)
    text = text[: draw(st.sampled_from([None, None, 330]))]
    day = f"2024-12-{draw(st.integers(15, 20))} 1{draw(st.integers(0, 3))}:00"
    made = article(draw(st.sampled_from(OUTLETS)), published=day, text=text, title="Derailed")
    made = replace(made, url=f"{made.url}/{draw(st.integers(0, 10**6))}", fetched_at=utc(day))
    return replace(made, published_at=draw(st.sampled_from([made.published_at] * 3 + [None])))


@pytest.fixture
def two_stores(tmp_path):
    stores = [open_database(tmp_path / f"{name}.db") for name in "ab"]
    for db in stores:
        db.conn.execute("PRAGMA synchronous = OFF")
        for outlet_id in OUTLETS:
            save_outlet(db, outlet(outlet_id))
    yield stores
    for db in stores:
        db.close()


@MANY
@given(st.lists(prints(), min_size=2, max_size=9, unique_by=lambda one: one.url), st.data())
def test_stories_do_not_depend_on_the_order_or_batches_of_arrival(two_stores, told, data):
    straight, shuffled = two_stores
    for db in two_stores:
        clear(db)
    save_articles(straight, told, borrowed_from=BORROWED)
    read_and_merge(straight)
    coming = list(data.draw(st.permutations(told)))
    while coming:
        size = data.draw(st.integers(1, 3))
        batch, coming = coming[:size], coming[size:]
        save_articles(shuffled, batch, borrowed_from=BORROWED)
        if data.draw(st.booleans()):
            read_and_merge(shuffled)
    read_and_merge(shuffled)
    assert [*told_in(shuffled), *stored(shuffled)] == [*told_in(straight), *stored(straight)]
    assert list(faults(shuffled)) == []


@MANY
@given(st.lists(prints(), min_size=2, max_size=9, unique_by=lambda one: one.url), st.data())
def test_text_that_is_changed_and_changed_back_leaves_the_stories_as_they_were(
    two_stores, told, data
):
    db, _ = two_stores
    clear(db)
    save_articles(db, told, borrowed_from=BORROWED)
    before = told_in(db)
    [changed] = data.draw(st.permutations(told))[:1]
    if not db.execute("SELECT 1 FROM articles WHERE url = ?", [changed.url]).fetchone():
        return  # the same piece at another address of the outlet is kept
    store_text = changed.outlet_id not in BORROWED
    other = replace(changed, text=data.draw(prints()).text, fetched_at=NOW)
    save_article(db, other, store_text=store_text)
    save_article(db, replace(changed, fetched_at=NOW + timedelta(hours=1)), store_text=store_text)
    assert told_in(db) == before


def clear(db):
    with write(db):
        db.execute("DELETE FROM reports")
        for table in ("events", "events_fts", "event_changes", "event_redirects", "merge_pending"):
            db.execute(f"DELETE FROM {table}")
        for table in ("article_versions", "stories", "story_bands", "articles_fts", "articles"):
            db.execute(f"DELETE FROM {table}")


def read_and_merge(db):
    """Have one derailment found in every article that has not been read."""
    for key, _ in list(unread_articles(db, extractor_version="1")):
        found = report("derailment", start="2024-12-16", locations=[PATNA])
        save_reports(db, key, [found], extractor_version="1", now=NOW)
    merge_events(db, now=NOW)


def told_in(db):
    """The stories, whose they are, and what they were made of."""
    pages = list(db.query("SELECT id, url, story_id FROM articles ORDER BY id"))
    tables = [rows(db, name, "1, 2") for name in ("stories", "story_links", "story_prints")]
    return [pages, *tables, rows(db, "story_bands", "article_id, band")]
