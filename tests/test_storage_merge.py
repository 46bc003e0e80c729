"""Reports of one happening become one event, and those of two do not."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.articles import save_article
from storage.database import open_database, write
from storage.events import EventFilter, event_details, find_events
from storage.merge import merge_events, rebuild_events
from storage.outlets import save_outlet
from storage.reports import save_reports
from storage.urls import article_id
from tests.storage_samples import (
    BIHAR,
    CUSTOMS,
    GAYA,
    KHASAN,
    METRO,
    MOSCOW,
    NORTH_KOREA,
    NOW,
    PATNA,
    PYONGYANG,
    RAILWAYS,
    RIA,
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

# Five outlets on 16 December 2024; the figures differ as they did in the papers.
KHASAN_STORY = [
    (
        "korea-gazette",
        "2024-12-16 12:00",
        report(
            start="2024-12-16T15:30+10:00",
            origin=KHASAN,
            destination=TUMANGANG,
            quantities=[
                quantity("passengers", 2, scope="this_train"),
                quantity("passengers", 1200, "about", scope="cumulative"),
            ],
            sources=[CUSTOMS, RIA],
        ),
    ),
    (
        "moskva-post",
        "2024-12-16 11:00",
        report(
            start="2024-12-16",
            origin=RUSSIA,
            destination=NORTH_KOREA,
            quantities=[quantity("passengers", 2, scope="this_train")],
            sources=[RIA, CUSTOMS],
        ),
    ),
    (
        "han-herald",
        "2024-12-16 14:00",
        report(
            start="2024-12-16",
            origin="Hasan station",
            destination=TUMANGANG,
            quantities=[
                quantity("passengers", 3, scope="this_train"),
                quantity("passengers", 1200, "at_least", scope="cumulative"),
            ],
        ),
    ),
    (
        "amur-wire",
        "2024-12-10 08:00",
        report(factuality="planned", start="2024-12-16", origin=KHASAN, destination=TUMANGANG),
    ),
    (
        "border-times",
        "2024-12-17 03:00",
        report(
            start="2024-12",
            origin=TUMANGANG,
            destination=KHASAN,
            quantities=[quantity("passengers", 2, scope="this_train")],
        ),
    ),
]


def tell_story(db, story=KHASAN_STORY):
    for outlet_id, published, told in story:
        tell(db, outlet_id, told, published=published)


def merged(db):
    """The ids of the reports of each event, as sets of outlets."""
    merge_events(db, now=NOW)
    told = {}
    query = "SELECT event_id, outlet_id FROM reports JOIN articles ON article_id = articles.id"
    for event_id, outlet_id in db.conn.execute(query):
        told.setdefault(event_id, []).append(outlet_id)
    return sorted(sorted(outlets) for outlets in told.values())


ROUTE = {"origin": KHASAN, "destination": TUMANGANG}


def two_reports(db, one, other, *, days=("2024-12-16 10:00", "2024-12-16 12:00")):
    tell(db, "first-post", one, published=days[0])
    tell(db, "second-post", other, published=days[1])
    return merged(db)


ONE_EVENT = [["first-post", "second-post"]]
TWO_EVENTS = [["first-post"], ["second-post"]]


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


def crash(start="2024-11-01", killed=None, **options):
    figures = [quantity("killed", killed)] if killed else []
    options.setdefault("locations", [PATNA, BIHAR])
    return report("derailment", start=start, quantities=figures, **options)


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
            crash(locations=[replace(PATNA, id="s-patna", name="Danapur", latitude=25.58)]),
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
    ],
)  # fmt: skip
def test_two_accounts_of_one_happening_are_one_event(db, one, other, days):
    assert two_reports(db, one, other, days=days) == ONE_EVENT


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
    ],
)  # fmt: skip
def test_two_happenings_are_two_events(db, one, other, days):
    days = days or ("2024-11-01 10:00", "2024-11-01 12:00")
    assert two_reports(db, one, other, days=days) == TWO_EVENTS


def test_a_service_between_the_same_ends_is_one_whatever_places_it_passes(db):
    ends = {"origin": KHASAN, "destination": TUMANGANG}
    tell(db, "one", report(start="2024-12-16", locations=[MOSCOW], **ends))
    tell(db, "two", report(locations=[PYONGYANG], **ends))
    merge_events(db, now=NOW)
    assert [row["outlets"] for row in rows(db, "events")] == [2]


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


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("one", 10, (5, "exact"))], (5, 5, 5, 0, "only_report")),
        ([("one", 10, (5, "exact")), ("two", 11, (7, "exact"))], (7, 5, 7, 1, "latest")),
        ([("one", 10, (5, "exact")), ("one", 15, (7, "exact"))], (7, 7, 7, 0, "only_report")),
        ([("one", 10, (5, "at_least")), ("two", 11, (7, "exact"))], (7, 5, 7, 0, "all_agree")),
        ([("one", 10, (70, "about")), ("two", 11, (72, "exact"))], (72, 70, 72, 0, "all_agree")),
        ([("one", 10, (70, "at_most")), ("two", 11, (72, "exact"))], (72, 70, 72, 1, "latest")),
    ],
    ids=["alone", "differ", "corrected by its outlet", "at least", "about", "at most"],
)  # fmt: skip
def test_figure_is_chosen_by_rule_and_marked_where_reports_differ(db, told, expected):
    for outlet_id, hour, (value, qualifier) in told:
        figures = [quantity("injured", value, qualifier)]
        known = report(
            "derailment", start="2024-11-01", locations=[PATNA, BIHAR], quantities=figures
        )
        tell(db, outlet_id, known, published=f"2024-11-01 {hour}:00", path=str(hour))
    merge_events(db, now=NOW)
    [row] = rows(db, "event_quantities")
    found = (row["value"], row["low"], row["high"], row["conflicting"], row["chosen_by"])
    assert found == expected


def test_toll_of_a_later_day_replaces_the_first_without_a_conflict(db):
    tell(db, "first-post", crash(killed=5), published="2024-11-01 10:00")
    tell(db, "second-post", crash(killed=9), published="2024-11-03 10:00")
    merge_events(db, now=NOW)
    [row] = rows(db, "event_quantities")
    assert (row["value"], row["conflicting"], row["reports"]) == (9, 0, 2)


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


@pytest.mark.parametrize("start", ["0001", "9999-12-31", "1066-10-14", "9999-12"])
def test_dates_at_the_ends_of_the_calendar_do_not_stop_the_merge(db, start):
    told = report("closure", start=start, end="9999", locations=[PATNA])
    tell(db, "first-post", told, published="0001-01-01 10:00")
    tell(db, "second-post", told, published="9999-12-31 10:00")
    tell(db, "third-post", report("closure", locations=[PATNA]), published="0001-01-01 12:00")
    merge_events(db, now=NOW)
    assert {row["start"] for row in rows(db, "events")} >= {start}


def test_id_of_an_event_that_an_earlier_report_displaces_still_leads_there(db):
    tell_story(db, KHASAN_STORY[:1])
    merge_events(db, now=NOW)
    [before] = find_events(db, EventFilter())
    tell_story(db, KHASAN_STORY[3:4])
    merge_events(db, now=NOW)
    [after] = find_events(db, EventFilter())
    assert before["id"] != after["id"]
    assert event_details(db, before["id"]).event == after


def test_edited_article_moves_its_event_and_leaves_no_second_one(db):
    tell(db, "patna-post", crash(killed=5), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    [before] = find_events(db, EventFilter())
    tell(
        db,
        "patna-post",
        crash(killed=7, sentence_at=40),
        published="2024-11-01 10:00",
        text="Mended. " + "other words of the same length here and there " * 3,
    )
    merge_events(db, now=NOW)
    details = event_details(db, before["id"])
    assert len(find_events(db, EventFilter())) == 1
    assert [row["value"] for row in details.figures] == [7]
    assert {row["because"] for row in details.changes} == {"article_changed"}


def test_event_that_nobody_reports_any_more_is_gone_but_its_history_is_not(db):
    tell(db, "patna-post", crash())
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    tell(db, "patna-post", read_by="2")
    merge_events(db, now=NOW)
    assert event_details(db, event["id"]) is None
    [change] = rows(db, "event_changes")
    assert (change["event_id"], change["field"], change["new"]) == (event["id"], "id", None)
    assert change["because"] == "extractor_changed"


def test_merging_again_changes_nothing(db):
    tell_story(db)
    merge_events(db, now=NOW)
    before = [*stored(db), rows(db, "event_changes")]
    assert merge_events(db, now=NOW) == 0
    assert rebuild_events(db, now=NOW) == 0
    assert [*stored(db), rows(db, "event_changes")] == before


def stored(db):
    """Events, figures, what can be searched, and which report is whose."""
    tables = [("events", "id"), ("event_quantities", "event_id, rowid"), ("events_fts", "rowid")]
    own = [[dict(row) for row in rows(db, name, order)] for name, order in tables]
    return [*own, rows_of_reports(db)]


def rows_of_reports(db):
    return list(db.query("SELECT id, event_id, component FROM reports ORDER BY id"))


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


# `ORDER_EXAMPLES=500` tries as many as the store is to be trusted with.
@settings(
    max_examples=int(os.environ.get("ORDER_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tellings(), st.data())
def test_events_do_not_depend_on_the_order_or_batches_of_arrival(tmp_path, told, data):
    order = data.draw(st.permutations(range(len(told))))
    merges = data.draw(st.lists(st.booleans(), min_size=len(told), max_size=len(told)))
    straight, shuffled = (open_database(tmp_path / f"{name}.db") for name in "ab")
    try:
        for db in (straight, shuffled):
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
        # Taking one article's reports back leaves what there would be without it.
        tell(straight, "outlet-0", published="2024-11-01 10:00")
        merge_events(straight, now=NOW)
        before = stored(straight)
        assert rebuild_events(straight, now=NOW) == 0
        assert stored(straight) == before
    finally:
        straight.close()
        shuffled.close()


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
