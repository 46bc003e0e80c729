"""Events depend on the stored reports alone: not on order, batches or what else is stored."""

from __future__ import annotations

import itertools
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.component_checks import wrong_components
from storage.database import open_database, write
from storage.merge import merge_events, rebuild_events
from tests.merge_samples import crash, stored, tell_story
from tests.storage_samples import (
    BIHAR,
    GAYA,
    KHASAN,
    NOW,
    PATNA,
    RUSSIA,
    quantity,
    report,
    rows,
    tell,
)


def test_merging_again_changes_nothing(db):
    tell_story(db)
    merge_events(db, now=NOW)
    before = [*stored(db), rows(db, "event_changes")]
    assert merge_events(db, now=NOW) == 0
    assert rebuild_events(db, now=NOW) == 0
    assert [*stored(db), rows(db, "event_changes")] == before


def test_events_are_rebuilt_from_the_reports_alone_byte_for_byte(db):
    tell_story(db)
    tell(db, "patna-post", crash(killed=5), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    before = stored(db)
    with write(db):
        db.execute("UPDATE reports SET event_id = NULL")
        for table in ("event_quantities", "events", "events_fts"):
            db.execute(f"DELETE FROM {table}")
    rebuild_events(db, now=NOW)
    assert stored(db) == before


PLACES = [None, PATNA, GAYA, BIHAR, KHASAN, RUSSIA, "Patna junction"]
STARTS = [None, "2024-11", "2024-11-01", "2024-11-02", "2024-11-01T10:30+05:30"]
FACTUALITIES = ["actual", "planned", "denied", "possible"]


@st.composite
def tellings(draw):
    """Up to seven articles of one or two reports about a few places and days."""
    count = draw(st.integers(2, 7))
    return [
        [
            report(
                draw(st.sampled_from(["derailment", "collision", "service_resumption"])),
                draw(st.sampled_from(FACTUALITIES)),
                start=draw(st.sampled_from(STARTS)),
                origin=draw(st.sampled_from(PLACES)),
                locations=[place for place in [draw(st.sampled_from(PLACES))] if place],
                quantities=[quantity("killed", draw(st.sampled_from([1, 2, 12])))],
                sentence_at=at * 30,
            )
            for at in range(draw(st.integers(1, 2)))
        ]
        for _ in range(count)
    ]


@pytest.fixture
def two_stores(tmp_path):
    """Two databases, opened once for all examples; what they hold need not outlive a crash."""
    stores = [open_database(tmp_path / f"{name}.db") for name in "ab"]
    for db in stores:
        db.conn.execute("PRAGMA synchronous = OFF")
    yield stores
    for db in stores:
        db.close()


# `ORDER_EXAMPLES=500` tries as many as the store is to be trusted with: some minutes.
@settings(
    max_examples=int(os.environ.get("ORDER_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tellings(), st.data())
def test_events_do_not_depend_on_the_order_or_batches_of_arrival(two_stores, told, data):
    order = data.draw(st.permutations(range(len(told))))
    merges = data.draw(st.lists(st.booleans(), min_size=len(told), max_size=len(told)))
    straight, shuffled = two_stores
    for db in two_stores:
        clear(db)
    for at, reports in enumerate(told):
        tell(straight, f"outlet-{at}", *reports, published=f"2024-11-0{at + 1} 10:00")
    merge_events(straight, now=NOW)
    for at, merges_now in zip(order, merges, strict=True):
        tell(shuffled, f"outlet-{at}", *told[at], published=f"2024-11-0{at + 1} 10:00")
        if merges_now:
            merge_events(shuffled, now=NOW)
    merge_events(shuffled, now=NOW)
    assert stored(shuffled) == stored(straight)
    assert list(wrong_components(shuffled)) == []
    # Taking one article's reports back leaves what there would be without it.
    tell(straight, "outlet-0", published="2024-11-01 10:00")
    merge_events(straight, now=NOW)
    before = stored(straight)
    assert rebuild_events(straight, now=NOW) == 0
    assert stored(straight) == before


def clear(db):
    with write(db):
        for table in ("reports", "events", "events_fts", "stories", "story_bands", "articles_fts"):
            db.execute(f"DELETE FROM {table}")
        for table in ("articles", "merge_pending", "event_changes", "event_redirects"):
            db.execute(f"DELETE FROM {table}")


def test_new_report_costs_the_same_however_much_is_stored_elsewhere(db):
    def cost(day):
        steps = itertools.count()
        tell(db, "patna-post", crash(f"2024-{day}"), published=f"2024-{day} 10:00", path=day)
        db.conn.set_progress_handler(lambda: next(steps) and 0, 100)
        merge_events(db, now=NOW)
        db.conn.set_progress_handler(None, 0)
        return next(steps)

    first = cost("01-10")
    for at in range(150):
        place = {"locations": [GAYA]} if at % 2 else {"locations": [f"Halt {at}"]}
        day = f"2023-{1 + at % 12:02}-{1 + at % 28:02}"
        tell(db, f"outlet-{at}", crash(day, **place), published=f"{day} 10:00")
    merge_events(db, now=NOW)
    assert cost("03-20") < 2 * first
