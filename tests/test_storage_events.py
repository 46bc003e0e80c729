"""Events are found by what an analyst asks for, and leave as files that other programs read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from storage.events import EventFilter, event_details, find_events
from storage.exports import export_events
from storage.merge import merge_events
from storage.records import Evidence
from storage.reports import save_reports
from tests.storage_samples import (
    BIHAR,
    CUSTOMS,
    KHASAN,
    NOW,
    PATNA,
    TUMANGANG,
    quantity,
    report,
    rows,
    tell,
)


@pytest.fixture
def told(db):
    """A resumption of December, a derailment of November and a strike without a date."""
    resumed = report(
        start="2024-12-16T15:30+10:00",
        origin=KHASAN,
        destination=TUMANGANG,
        quantities=[quantity("passengers", 2), quantity("cost", 1.5e9, unit="RUB")],
        sources=[CUSTOMS],
    )
    tell(db, "amur-wire", resumed, text="=cmd|calc " + "The first train left Khasan today. " * 3)
    crash = report("derailment", start="2024-11", locations=[PATNA, BIHAR], cause="heavy rain")
    tell(db, "patna-post", crash, published="2024-11-02 10:00")
    strike = report("strike", "planned", locations=["Upper Halt"])
    tell(db, "union-news", strike, published="2024-10-01 10:00")
    merge_events(db, now=NOW)
    return db


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["service_resumption", "derailment", "strike"]),
        ({"limit": 1}, ["service_resumption"]),
        ({"since": date(2024, 12, 16)}, ["service_resumption"]),
        ({"until": date(2024, 11, 1)}, ["derailment", "strike"]),
        ({"since": date(2024, 10, 1), "until": date(2024, 10, 1)}, ["strike"]),
        ({"types": ("strike", "derailment")}, ["derailment", "strike"]),
        ({"factuality": "planned"}, ["strike"]),
        ({"country": "KP"}, ["service_resumption"]),
        ({"country": "Северная Корея"}, []),
        ({"country": "North Korea"}, ["service_resumption"]),
        ({"country": "КНДР"}, ["service_resumption"]),
        ({"place": "Khasan"}, ["service_resumption"]),
        ({"place": "하산"}, ["service_resumption"]),
        ({"place": "upper halt"}, ["strike"]),
        ({"place": "India"}, ["derailment"]),
        ({"place": "Gaya"}, []),
        ({"text": "heavy rain"}, ["derailment"]),
        ({"text": "хасан"}, ["service_resumption"]),
        ({"text": "first khasan"}, ["service_resumption"]),
        ({"text": "?!"}, []),
        ({"text": "train", "types": ("strike",)}, []),
    ],
)
def test_filter_finds_events_the_latest_first(told, asked, expected):
    assert [event["type"] for event in find_events(told, EventFilter(**asked))] == expected


@pytest.mark.parametrize(
    ("start", "since", "until", "is_found"),
    [
        ("2024-12-16", "2024-12-16", None, True),
        ("2024-12-16", None, "2024-12-15", False),
        ("2024-12-16T00:30+10:00", "2024-12-16", "2024-12-16", True),
        ("2024-06", "2024-06-30", None, True),
        ("2024-06", "2024-06-01", "2024-06-01", True),
        ("2024-06", "2024-07-01", None, False),
        ("2024-06", None, "2024-05-31", False),
        ("2024", "2024-12-31", None, True),
    ],
)
def test_event_is_found_by_the_days_of_its_own_place(db, start, since, until, is_found):
    resumed = report(start=start, origin=KHASAN, destination=TUMANGANG)
    tell(db, "amur-wire", replace(resumed, timezone="Asia/Vladivostok"))
    merge_events(db, now=NOW)
    days = {"since": since, "until": until}
    asked = {name: date.fromisoformat(day) for name, day in days.items() if day}
    assert len(find_events(db, EventFilter(**asked))) == is_found


def test_details_lead_every_figure_back_to_its_sentence(told):
    [event] = find_events(told, EventFilter(types=("service_resumption",)))
    details = event_details(told, event["id"])
    [first] = details.reports
    link = {name: first[name] for name in ("outlet", "url", "published_at", "sentence")}
    assert link == {
        "outlet": "Amur Wire",
        "url": "https://amur-wire.example/story",
        "published_at": "2024-12-16T10:00:00Z",
        "sentence": "=cmd|calc The first ",
    }
    assert (first["evidence"], first["time_words"]) == ([[0, 20]], [])
    assert [row["name"] for row in first["places"]] == ["Khasan", "Tumangang"]
    assert [row["name"] for row in first["organisations"]] == ["Ussuri customs office"]
    assert [row["value"] for row in first["quantities"]] == [2, 1.5e9]
    assert [(row["role"], row["unit"]) for row in details.figures] == [
        ("cost", "RUB"),
        ("passengers", None),
    ]
    assert event_details(told, "none") is None


def test_exports_hold_the_same_events_in_every_format(told):
    found = find_events(told, EventFilter())
    out = io.StringIO()
    assert export_events(told, EventFilter(), "json", out) == 3
    listed = json.loads(out.getvalue())
    assert [{k: v for k, v in it.items() if k != "figures"} for it in listed] == found
    out = io.StringIO()
    export_events(told, EventFilter(), "jsonl", out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == listed
    out = io.StringIO(newline="")
    export_events(told, EventFilter(limit=1), "csv", out)
    [row] = csv.DictReader(io.StringIO(out.getvalue()))
    assert row["figures"] == "cost 1500000000 RUB; passengers 2"
    assert row["countries"] == "KP RU"
    with pytest.raises(ValueError, match="unknown format"):
        export_events(told, EventFilter(), "xml", out)


def test_spreadsheet_never_takes_a_name_for_a_formula(db):
    tell(db, "amur-wire", report(origin="=HYPERLINK(evil)", destination="-2+3"))
    merge_events(db, now=NOW)
    out = io.StringIO(newline="")
    export_events(db, EventFilter(), "csv", out)
    [row] = csv.DictReader(io.StringIO(out.getvalue()))
    assert (row["origin"], row["destination"]) == ("'=HYPERLINK(evil)", "'-2+3")


def test_times_are_stored_as_instants_of_the_zone_in_which_they_are_meant(db):
    told = report(start="2024-12-16", end="2024-12")
    tell(db, "amur-wire", replace(told, timezone="Asia/Seoul"))
    [row] = rows(db, "reports")
    assert (row["start_utc"], row["end_utc"]) == ("2024-12-15T15:00:00Z", "2024-12-31T14:59:59Z")


def test_article_that_is_read_again_has_its_reports_swapped_as_a_whole(db):
    first = report(origin=KHASAN, quantities=[quantity("passengers", 2)])
    key = tell(db, "amur-wire", first, report("strike", origin=PATNA, sentence_at=30))
    before = [rows(db, table) for table in ("reports", "report_places", "report_quantities")]
    tell(db, "amur-wire", report("strike", origin=PATNA, sentence_at=30), first)
    after = [rows(db, table) for table in ("reports", "report_places", "report_quantities")]
    assert [sorted(map(str, table)) for table in after] == [sorted(map(str, t)) for t in before]
    beyond = replace(first, evidence=(Evidence(0, 10**6),))
    with pytest.raises(ValueError, match="does not lie in a text"):
        save_reports(db, key, [beyond], extractor_version="2", now=NOW)
    assert [rows(db, table) for table in ("reports", "report_places", "report_quantities")] == after
