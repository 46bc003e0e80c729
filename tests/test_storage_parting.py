"""Reports of two happenings stay two events, however alike they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.records import Organisation, Train, TrainKind
from tests.merge_samples import crash, merged, two_reports
from tests.storage_samples import (
    BIHAR,
    GAYA,
    KHASAN,
    METRO,
    MOSCOW,
    PATNA,
    PYONGYANG,
    RAILWAYS,
    TUMANGANG,
    quantity,
    report,
    tell,
)

ROUTE = {"origin": KHASAN, "destination": TUMANGANG}
TWO_EVENTS = [["first-post"], ["second-post"]]


def hit_a_car(kind):
    told = report("level_crossing_accident", start="2024-11-01", locations=[PATNA])
    return replace(told, train=Train(kind=kind))


def walkout(union):
    speaking = Organisation(f"o-{union}", union, "union")
    return report("strike", "planned", operators=[RAILWAYS], sources=[speaking])


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (crash("2024-11-01"), crash("2024-11-08"), ("2024-11-01 10:00", "2024-11-08 10:00")),
        (crash(locations=[PATNA, BIHAR]), crash(locations=[GAYA, BIHAR]), None),
        (crash(number="12565"), crash(number="13201"), None),
        (crash(), report("strike", start="2024-11-01", locations=[PATNA, BIHAR]), None),
        (
            report("strike", start="2024-11-05", locations=[BIHAR], operators=[RAILWAYS]),
            report("strike", start="2024-11-05", locations=[BIHAR], operators=[METRO]),
            None,
        ),
        (
            crash(locations=[], operators=[RAILWAYS]),
            crash(locations=[PATNA], operators=[RAILWAYS]),
            None,
        ),
        (
            report(start="2025-06-17", origin=MOSCOW, destination=PYONGYANG),
            report(start="2025-06-17", origin=KHASAN, destination=TUMANGANG),
            None,
        ),
        (
            report("train_movement", start="2024-12-16", origin=KHASAN, destination=TUMANGANG),
            report("train_movement", start="2024-12-16", origin=TUMANGANG, destination=KHASAN),
            None,
        ),
        (
            report("traffic_volume", quantities=[quantity("passengers", 1200)], **ROUTE),
            report("traffic_volume", quantities=[quantity("passengers", 90)], **ROUTE),
            None,
        ),
        (
            report("derailment", start="2024-11-01", locations=[PATNA]),
            report("derailment", start="2024-11-01", locations=["Khasan"]),
            None,
        ),
        (hit_a_car(TrainKind.FREIGHT), hit_a_car(TrainKind.PASSENGER), None),
        (walkout("Aslef"), walkout("RMT"), None),
    ],
    ids=[
        "a second derailment a week later",
        "two crashes of one day in one state",
        "two train numbers",
        "two kinds of thing",
        "strikes of one day against two companies",
        "a company's crash that names no place",
        "two lines of the same countries",
        "there and back",
        "volumes of two things",
        "places that nothing joins",
        "cars hit by a goods train and by a passenger train in one town",
        "strikes of two unions at one company",
    ],
)  # fmt: skip
def test_two_happenings_are_two_events(db, one, other, days):
    days = days or ("2024-11-01 10:00", "2024-11-01 12:00")
    assert two_reports(db, one, other, days=days) == TWO_EVENTS


def test_one_doubtful_report_does_not_chain_two_crashes_together(db):
    tell(db, "patna-post", crash(killed=12), published="2024-11-01 10:00")
    tell(db, "patna-news", crash(killed=12), published="2024-11-01 11:00")
    tell(db, "gaya-post", crash(killed=30, locations=[GAYA, BIHAR]), published="2024-11-01 10:00")
    tell(db, "gaya-news", crash(killed=30, locations=[GAYA, BIHAR]), published="2024-11-01 11:00")
    tell(db, "far-away", crash(locations=[BIHAR]), published="2024-11-01 12:00")
    clear_groups = [sorted(set(group) - {"far-away"}) for group in merged(db)]
    assert sorted(clear_groups) == [["gaya-news", "gaya-post"], ["patna-news", "patna-post"]]


def test_two_reports_of_one_article_stay_two_events(db):
    told = [crash(), report("derailment", start="2024-11", locations=[PATNA], sentence_at=30)]
    tell(db, "patna-post", *told)
    assert merged(db) == [["patna-post"], ["patna-post"]]
