"""Reports of one happening become one event, whoever tells it and however."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.articles import save_article
from storage.events import EventFilter, event_details, find_events
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.records import Evidence, Train, TrainKind
from storage.reports import save_reports
from storage.urls import article_id
from tests.merge_samples import KHASAN_STORY, crash, tell_story, two_reports
from tests.storage_samples import (
    KHASAN,
    MOSCOW,
    NORTH_KOREA,
    NOW,
    PATNA,
    PYONGYANG,
    RAILWAYS,
    RUSSIA,
    TUMANGANG,
    article,
    outlet,
    quantity,
    report,
    rows,
    tell,
    utc,
)

DANAPUR_STATION = replace(PATNA, id="s-danapur", name="Danapur", kind="station", latitude=25.58)
ONE_EVENT = [["first-post", "second-post"]]


def test_khasan_story_of_five_outlets_is_one_event_with_its_difference_marked(db):
    tell_story(db)
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    details = event_details(db, event["id"])
    told = {name: event[name] for name in ("title", "type", "factuality", "start", "start_utc")}
    assert told == {
        "title": "Service resumed: Khasan – Tumangang, 16 December 2024",
        "type": "service_resumption",
        "factuality": "actual",
        "start": "2024-12-16T15:30+10:00",
        "start_utc": "2024-12-16T05:30:00Z",
    }
    counts = {name: event[name] for name in ("reports", "outlets", "stories", "origins")}
    assert counts == {"reports": 5, "outlets": 5, "stories": 5, "origins": 4}
    assert event["countries"] == ["KP", "RU"]
    figures = [
        (row["scope"], row["value"], row["low"], row["high"], row["conflicting"], row["chosen_by"])
        for row in details.figures
    ]
    assert figures == [
        ("cumulative", 1200, 1200, 1200, 0, "all_agree"),
        ("this_train", 2, 2, 3, 1, "most_stories"),
    ]


def test_event_remembers_that_what_was_planned_has_happened(db):
    tell_story(db, KHASAN_STORY[3:4])
    merge_events(db, now=NOW)
    tell_story(db, KHASAN_STORY[:1])
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    changes = {row["field"]: row for row in event_details(db, event["id"]).changes}
    assert changes["factuality"] == {
        "id": changes["factuality"]["id"],
        "event_id": event["id"],
        "at": "2024-12-20T09:00:00Z",
        "field": "factuality",
        "old": "planned",
        "new": "actual",
        "because": "new_report",
    }


def by_train(told, kind=None, name=None):
    return replace(told, train=Train(kind=kind, name=name))


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (
            report("strike", "planned", start="2024-11-05", operators=[RAILWAYS]),
            report("strike", "denied", start="2024-11-05", operators=[RAILWAYS]),
            ("2024-11-01 10:00", "2024-11-04 10:00"),
        ),
        (
            crash(killed=288),
            crash(killed=288, locations=[]),
            ("2024-11-01 10:00", "2024-11-01 12:00"),
        ),
        (
            crash(locations=[PATNA]),
            crash(locations=[DANAPUR_STATION]),
            ("2024-11-01 10:00", "2024-11-01 12:00"),
        ),
        (crash(killed=5), crash(killed=9), ("2024-11-01 10:00", "2024-11-04 10:00")),
        (crash(killed=5), crash(None, killed=9), ("2024-11-01 10:00", "2024-11-05 10:00")),
        (
            report("service_resumption", "possible", origin=MOSCOW, destination=PYONGYANG),
            report("service_resumption", "denied", origin=MOSCOW, destination=PYONGYANG),
            ("2024-11-01 10:00", "2024-11-03 10:00"),
        ),
        (
            report(
                "service_suspension",
                cause="COVID-19 pandemic",
                origin=RUSSIA,
                destination=NORTH_KOREA,
            ),
            report(
                "service_suspension",
                "actual",
                start="2020",
                origin=KHASAN,
                destination=TUMANGANG,
                cause="the coronavirus pandemic",
            ),
            ("2024-12-16 10:00", "2024-12-16 12:00"),
        ),
        (
            report(
                "train_movement",
                start="2024-12-16T15:00+10:00",
                origin=KHASAN,
                destination=TUMANGANG,
            ),
            report(
                "train_movement",
                start="2024-12-16T08:30+03:00",
                origin=KHASAN,
                destination=TUMANGANG,
            ),
            ("2024-12-16 10:00", "2024-12-16 12:00"),
        ),
        (
            report("traffic_volume", start="2024-06", quantities=[quantity("passengers", 1200)],
                   origin=KHASAN, destination=TUMANGANG),
            report("traffic_volume", start="2024-06", quantities=[quantity("passengers", 1300)],
                   locations=[KHASAN]),
            ("2024-12-16 10:00", "2024-12-17 12:00"),
        ),
        (
            report("train_movement", start="2024-12-16T15:30+10:00", destination=TUMANGANG,
                   origin="Russian border station"),
            report("train_movement", start="2024-12-16T08:30+03:00", destination=TUMANGANG,
                   origin=KHASAN),
            ("2024-12-16 10:00", "2024-12-16 12:00"),
        ),
        (
            by_train(report(start="2024-11-01", locations=[PATNA]), TrainKind.FREIGHT),
            by_train(report(start="2024-11-01", locations=[PATNA]), TrainKind.PASSENGER),
            ("2024-11-01 10:00", "2024-11-01 12:00"),
        ),
        (
            by_train(crash(killed=4), TrainKind.FREIGHT),
            by_train(crash(killed=4), TrainKind.MAINTENANCE),
            ("2024-11-01 10:00", "2024-11-01 12:00"),
        ),
        (
            by_train(report("attack", start="2024-11-01", locations=[PATNA]), TrainKind.MILITARY),
            by_train(report("attack", start="2024-11-01", locations=[PATNA]), TrainKind.PASSENGER),
            ("2024-11-01 10:00", "2024-11-01 12:00"),
        ),
        (
            by_train(crash("2024-11-01T23:00+05:30"), name="Meenagaya"),
            by_train(crash("2024-11-01T03:05+05:30"), name="Meenagaya"),
            ("2024-11-02 10:00", "2024-11-02 12:00"),
        ),
    ],
    ids=[
        "a strike of one company, called and called off",
        "a crash known by its toll where no place is named",
        "a station and the town beside it",
        "a follow-up with a higher toll",
        "a follow-up without a date",
        "a rumour and its denial",
        "background at two grains",
        "clearance and departure on two clocks",
        "one count of travellers, told with two figures and by line or by place",
        "a train from a station that one text does not name",
        "a line that is open again to goods trains and to passenger trains",
        "trucks on the line, called by two kinds of train",
        "an attack that hit two trains",
        "a named train, by the hour it left and that of its crash",
    ],
)  # fmt: skip
def test_two_accounts_of_one_happening_are_one_event(db, one, other, days):
    assert two_reports(db, one, other, days=days) == ONE_EVENT


def test_station_that_a_text_does_not_name_is_called_as_another_calls_it(db):
    for outlet_id, origin in (("one", "Russian border station"), ("two", "Khasan station")):
        route = {"origin": origin, "destination": TUMANGANG}
        tell(db, outlet_id, report("train_movement", start="2024-12-16", **route))
    merge_events(db, now=NOW)
    assert [row["origin"] for row in rows(db, "events")] == ["Khasan station"]


def test_count_at_a_border_is_one_whichever_country_a_text_without_places_thinks_of(db):
    told = report("traffic_volume", start="2024-06", quantities=[quantity("passengers", 1200)])
    for outlet_id, countries in (("one", ["RU", "KP"]), ("two", ["KP"]), ("three", ["RU"])):
        tell(db, outlet_id, replace(told, countries=tuple(countries)))
    merge_events(db, now=NOW)
    assert [row["reports"] for row in rows(db, "events")] == [3]


def test_two_prints_of_a_sentence_that_says_little_tell_one_event(db):
    wire = "Trains to the north had long been stopped. " + " ".join(f"word{at}" for at in range(80))
    told = replace(
        report("service_suspension", destination=NORTH_KOREA), evidence=(Evidence(0, 42),)
    )
    for outlet_id, text in (("one", wire), ("two", wire), ("three", None)):
        tell(db, outlet_id, told, text=text)
    merge_events(db, now=NOW)
    assert sorted(row["outlets"] for row in rows(db, "events")) == [1, 2]


def test_a_service_between_the_same_ends_is_one_whatever_places_it_passes(db):
    ends = {"origin": KHASAN, "destination": TUMANGANG}
    tell(db, "one", report(start="2024-12-16", locations=[MOSCOW], **ends))
    tell(db, "two", report(locations=[PYONGYANG], **ends))
    merge_events(db, now=NOW)
    assert [row["outlets"] for row in rows(db, "events")] == [2]


def test_wire_copy_counts_as_one_story_whoever_prints_it(db):
    wire = " ".join(f"word{at}" for at in range(80))
    for hour, outlet_id in enumerate(("wire", "daily", "evening")):
        tell(db, outlet_id, crash(killed=3), published=f"2024-11-01 1{hour}:00", text=wire)
    tell(db, "patna-post", crash(killed=4), published="2024-11-01 16:00")
    tell(db, "patna-news", crash(killed=4), published="2024-11-01 15:00")
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    [figure] = event_details(db, event["id"]).figures
    assert (event["outlets"], event["stories"]) == (5, 3)
    assert (figure["value"], figure["chosen_by"], figure["conflicting"]) == (4, "most_stories", 1)


def test_prints_of_one_story_that_differ_on_a_figure_do_not_all_agree(db):
    wire = " ".join(f"word{at}" for at in range(80))
    tell(db, "wire", crash(killed=3), published="2024-11-01 10:00", text=wire)
    tell(db, "daily", crash(killed=4), published="2024-11-01 11:00", text=wire)
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    [figure] = event_details(db, event["id"]).figures
    assert event["stories"] == 1
    assert (figure["value"], figure["chosen_by"], figure["conflicting"]) == (4, "latest", 1)


def test_article_dated_in_the_future_does_not_have_the_last_word(db):
    dreamed = replace(
        article("first-post", published="2024-11-01 10:00"), published_at=utc("2034-11-01 10:00")
    )
    save_outlet(db, outlet("first-post"))
    save_article(db, dreamed)
    key = article_id(dreamed.url)
    save_reports(db, key, [crash(killed=9)], extractor_version="1", now=NOW)
    tell(db, "second-post", crash(killed=7), published="2024-11-01 15:00")
    merge_events(db, now=NOW)
    [figure], [event] = rows(db, "event_quantities"), rows(db, "events")
    assert (figure["value"], figure["chosen_by"]) == (7, "latest")
    assert event["last_reported_at"] == "2024-11-01T15:00:00Z"


def test_article_dated_in_the_future_has_not_the_last_word_though_it_came_last(db):
    tell(db, "first-post", crash(killed=7), published="2024-11-01 10:00")
    dreamed = article("second-post", published="2024-11-03 10:00")
    save_outlet(db, outlet("second-post"))
    save_article(db, replace(dreamed, published_at=utc("2034-11-01 10:00")))
    key = article_id(dreamed.url)
    save_reports(db, key, [crash(killed=9)], extractor_version="1", now=NOW)
    merge_events(db, now=NOW)
    [figure] = rows(db, "event_quantities")
    found = (figure["value"], figure["high"], figure["chosen_by"], figure["conflicting"])
    assert found == (7, 9, "latest", 1)


@pytest.mark.parametrize("start", ["0001", "9999-12-31", "1066-10-14", "9999-12"])
def test_dates_at_the_ends_of_the_calendar_do_not_stop_the_merge(db, start):
    told = report("closure", start=start, end="9999", locations=[PATNA])
    tell(db, "first-post", told, published="0001-01-01 10:00")
    tell(db, "second-post", told, published="9999-12-31 10:00")
    tell(db, "third-post", report("closure", locations=[PATNA]), published="0001-01-01 12:00")
    merge_events(db, now=NOW)
    assert {row["start"] for row in rows(db, "events")} >= {start}
