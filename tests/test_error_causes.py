"""Errors are grouped by where reading went wrong, so that the next mend is aimed well."""

from datetime import UTC, datetime

import pytest

from extractor.training.goldset import GoldArticle
from storage.records import Article
from tests.error_causes import error_causes

FIRST, SECOND = [0, 40], [41, 80]


def event(kind, *sentences, **slots):
    return {"type": kind, "factuality": "actual", "evidence": list(sentences), **slots}


def causes(gold, told):
    article = Article("a", "", "", "", fetched_at=datetime(2024, 12, 16, tzinfo=UTC))
    found = [
        {**one, "evidence": [{"start": a, "end": b} for a, b in one["evidence"]]} for one in told
    ]
    return error_causes([GoldArticle("a", article, True, gold)], {"a": found})


@pytest.mark.parametrize(
    ("gold", "told", "cause"),
    [
        ([event("fire", FIRST)], [], "missed: nothing is read there"),
        (
            [event("fire", FIRST)],
            [event("attack", FIRST)],
            "missed: told as another type",
        ),
        (
            [event("fire", FIRST), event("fire", FIRST, SECOND)],
            [event("fire", FIRST)],
            "missed: run together with another of its type",
        ),
        (
            [event("fire", FIRST), event("closure", FIRST)],
            [event("fire", FIRST)],
            "missed: its sentences give others only",
        ),
        ([], [event("fire", FIRST)], "invented: the article tells none"),
        (
            [event("fire", FIRST)],
            [event("fire", FIRST), event("fire", FIRST)],
            "invented: one event told twice",
        ),
        (
            [event("fire", FIRST)],
            [event("fire", FIRST), event("closure", FIRST)],
            "invented: beside another event",
        ),
        (
            [event("fire", FIRST)],
            [event("fire", FIRST), event("fire", SECOND)],
            "invented: no event is told there",
        ),
    ],
)
def test_an_event_missed_or_invented_has_the_cause_that_its_sentences_tell(gold, told, cause):
    events, _ = causes(gold, told)
    assert cause in events


def test_an_event_that_may_be_left_out_is_no_error():
    events, _ = causes([event("fire", FIRST, optional=True)], [])
    assert not events


def test_a_wrong_value_is_traced_to_where_gold_has_it():
    gold = [
        event("fire", FIRST, origin=["Kanpur"], location=[["Agra"]], operators=[["NCR"]]),
        event("closure", SECOND, location=[["Tundla"]], start="2024-12-15"),
    ]
    told = [
        event("fire", FIRST, origin="Agra", location=["Tundla"], start="2024-12-14"),
        event("closure", SECOND, location=["Tundla"], start="2024-12-15T09:00"),
    ]
    _, values = causes(gold, told)
    assert values == {
        ("origin", "of another slot"): 1,
        ("origin", "replaced"): 1,
        ("location", "of another event"): 1,
        ("location", "replaced"): 1,
        ("location", "right"): 1,
        ("operators", "left out"): 1,
        ("start", "of no event"): 1,
        ("start", "right"): 1,
    }
