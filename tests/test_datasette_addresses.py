"""Ready questions and the addresses of events ask as the command line does, in every format."""

import io
import json
from datetime import date, timedelta
from urllib.parse import quote

import feedparser
import pytest

from storage.events import EventFilter
from storage.exports import export_events
from storage.merge import merge_events
from tests.storage_samples import (
    NOW,
    PATNA,
    quantity,
    report,
    tell,
)

ALL_EVENTS = "urn:uuid:6275d591-ca4f-5c63-bf94-dbe3d1a9e313"


def test_every_ready_question_is_valid_on_an_empty_database(get):
    for query in json.loads(get("/railwatch.json").text)["queries"]:
        given = "place=a&other_place=b&since=2024&country=KP&since_year=2024&day=2024-12-31"
        answer = get(f"/railwatch/{query['name']}.json?{given}")
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("asked", "column", "expected"),
    [
        ("cross_border_by_week?country=kp&since=2024-12-16", "week", ["2024-12-16"]),
        ("cross_border_by_week?country=KP&since=2024-06-30", "week", ["2024-12-16", "2024-06"]),
        ("cross_border_by_week?country=KP&since=2024-12-17", "week", []),
        ("cross_border_by_week?country=North+Korea&since=2024-12-16", "week", ["2024-12-16"]),
        ("cross_border_by_week?country=India&since=2024-01-01", "week", []),
        ("between_places?place=Khasan&since=2024-12-17", "start", ["2025-02-01"]),
        ("between_places?place=Khasan&other_place=두만강&since=2025", "start", ["2025-02-01"]),
        ("between_places?place=+ХАСАН&since=2024-12-16", "start", ["2024-12-16", "2025-02-01"]),
        ("between_places?place=marsta", "start", ["2024-04-01"]),
        ("between_places?place=MÄRSTA+", "start", ["2024-04-01"]),
        ("between_places?place=_", "start", []),
        ("between_places?place=%25", "start", []),
        # of a country all places count, in its name or its code; "ru" is a part of a name
        ("between_places?place=Russia&other_place=North+Korea&since=2025", "start", ["2025-02-01"]),
        ("between_places?place=Хасан&other_place=KP&since=2025", "start", ["2025-02-01"]),
        ("between_places?place=Khasan&other_place=India", "start", []),
        ("between_places?place=Russia&other_place=India", "start", []),
        ("between_places?place=&other_place=Индия", "start", ["2024-03-01"]),
        ("between_places?place=IN", "start", ["2024-03-01"]),
        ("between_places?place=in", "start", []),
        ("planned_and_due?day=2025-02-01", "start", ["2025-02-01"]),
        ("planned_and_due?day=2025-01-31", "start", []),
        ("suspended_not_resumed", "start", ["2024-04-01"]),
    ],
)
def test_ready_question_goes_by_local_days_and_folded_names(border, get, asked, column, expected):
    name, _, given = asked.partition("?")
    answer = json.loads(get(f"/railwatch/{name}.json?_shape=array&{quote(given, '=&+%')}").text)
    assert [row[column] for row in answer] == expected


@pytest.mark.parametrize(
    ("country", "killed"), [("India", [3]), ("in", [3]), ("", [3]), ("Russia", []), ("Narnia", [])]
)
def test_casualties_are_told_of_a_country_by_its_name_or_code(db, get, country, killed):
    told = report("derailment", locations=[PATNA], quantities=[quantity("killed", 3)])
    tell(db, "patna-post", told)
    merge_events(db, now=NOW)
    asked = f"casualties.json?_shape=array&since_year=&country={country}"
    assert [row["killed"] for row in json.loads(get(f"/railwatch/{asked}").text)] == killed


def test_casualties_told_in_two_scopes_count_once(db, get):
    figures = [
        quantity("killed", 3, scope="this_train"),
        quantity("killed", 10, scope="cumulative"),
        quantity("injured", 7),
    ]
    tell(db, "patna-post", report("derailment", locations=[PATNA], quantities=figures))
    merge_events(db, now=NOW)
    assert db.table("event_quantities").count == 3
    [row] = json.loads(get("/railwatch/casualties.json?_shape=array&country=&since_year=").text)
    assert (row["events"], row["killed"], row["injured"], row["missing"]) == (1, 10, 7, None)


def test_page_of_a_question_is_called_by_it_and_tells_people_whole(db, get):
    tell(db, "patna-post", report(locations=[PATNA], quantities=[quantity("killed", 3)]))
    merge_events(db, now=NOW)
    page = get("/railwatch/casualties?country=&since_year=").text
    assert "<title>Casualties by country and year</title>" in page
    assert '<label for="qp2">since year</label>' in page
    assert '<td class="col-killed">3</td>' in page
    assert "Custom SQL" not in page
    assert "figures_of_toll" not in page
    assert "figures_of_toll" in get("/railwatch/casualties?country=&since_year=&_show_sql=1").text


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", EventFilter()),
        ("_since=2024-12-17", EventFilter(since=date(2024, 12, 17))),
        ("_until=2024-04-01", EventFilter(until=date(2024, 4, 1))),
        ("_place=Хасан", EventFilter(place="Хасан")),
        ("_place=India&_since=", EventFilter(place="India")),
        ("_place=RU&factuality=planned", EventFilter(place="RU", factuality="planned")),
        ("_country=north+korea", EventFilter(country="north korea")),
        ("_type=strike&_type=train_movement", EventFilter(types=("strike", "train_movement"))),
        ("_search=Patna", EventFilter(text="Patna")),
        ("_search=&_place=India", EventFilter(place="India")),
        ("_search=+&_since=", EventFilter()),
        (
            "_type=service_suspension&_country=IN&_until=2024-03-02&_since=2024-03-05",
            EventFilter(date(2024, 3, 5), date(2024, 3, 2), ("service_suspension",), country="IN"),
        ),
    ],
)
def test_addresses_take_the_filters_of_the_command_line(border, db, get, asked, wanted):
    out = io.StringIO()
    assert export_events(db, wanted, "jsonl", out) > 0
    answer = get(f"/railwatch/events.jsonl?{quote(asked, '=&+')}")
    assert answer.headers["content-type"].startswith("application/jsonl")
    assert sorted(answer.text.splitlines()) == sorted(out.getvalue().splitlines())
    assert get(f"/railwatch/events?{quote(asked, '=&+')}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=2024-12-01", "There is no column 'since' to filter by. Ask for _since=…"),
        ("text=strike", "Ask for _search=…"),
        ("nosuchcolumn__gte=a", "There is no column 'nosuchcolumn' to filter by."),
        ("start__after=2024", "There is no filter 'after'; there are exact, not,"),
        ("type=fire&type=strike", "ask for type__in=fire,strike"),
        ("_since=yesterday", "'yesterday' is not a date; write it like 2024-12-16."),
        ("_type=picnic", "There is no type 'picnic'; there are service_resumption,"),
        ("_place=Khasan&_place=Patna", "_place can be given only once."),
        ("_country=Narnia", "No country is known as 'Narnia'; give its name in English"),
        ("_sinse=2024-12-01", "'_sinse'; there are _since, _until, _type, _place, _country,"),
    ],
)
def test_filter_that_cannot_be_is_refused_and_told(border, get, asked, said):
    answer = get(f"/railwatch/events.json?{asked}")
    assert answer.status_code == 400
    assert said in json.loads(answer.text)["error"]
    assert get(f"/railwatch/events.ics?{asked}").status_code == 400


def test_address_takes_what_datasette_knows_and_refuses_what_would_be_passed_over(border, get):
    known = "_search=Khasan&_search_title=Khasan&_searchmode=raw&_facet_size=5&_facet_date=start"
    known += "&_col=title&_nofacet=1&_nocount=1&_labels=on&_sort=start&_size=5&_shape=objects"
    assert get(f"/railwatch/events.json?{known}").status_code == 200
    assert get("/railwatch/events.csv?_dl=on&_stream=on&_header=off").status_code == 200
    assert get("/railwatch/reports.json?_since=2024-12-01").status_code == 400
    assert get("/railwatch/outlets.json?_seach=Amur").status_code == 400


def test_calendar_or_feed_from_an_address_has_more_than_the_first_page(db, get):
    for day in range(60):
        told = report("strike", "planned", start=str(date(2025, 2, 1) + timedelta(days=3 * day)))
        tell(db, "union-news", told, path=f"p{day}", published=f"2024-12-16 10:{day:02}")
    merge_events(db, now=NOW)
    assert get("/railwatch/events.ics").text.count("BEGIN:VEVENT") == 60
    assert get("/railwatch/events.atom?_type=strike").text.count("<entry>") == 60
    first = get("/railwatch/events.jsonl?_size=40")
    following = get(first.headers["link"].partition(">")[0].removeprefix("<http://localhost"))
    assert "link" not in following.headers
    assert len({*first.text.splitlines(), *following.text.splitlines()}) == 60


@pytest.mark.parametrize("page", ["events.parquet", "latest_events.xlsx", "events/some.pdf"])
def test_format_that_there_is_not_is_no_page(get, page):
    answer = get(f"/railwatch/{page}")
    assert answer.status_code == 404
    assert "there are csv, json, geojson" in answer.text


def test_each_feed_has_an_id_of_its_own_that_lasts(border, db, get):
    def feed(asked):
        read = feedparser.parse(get(f"/railwatch/{asked}").text)
        assert not read.bozo
        [itself] = [link["href"] for link in read.feed.links if link["rel"] == "self"]
        assert asked in itself
        return read.feed.id

    out = io.StringIO()
    export_events(db, EventFilter(), "atom", out)
    # the feed of all events keeps the id that it has had since there were feeds
    assert feedparser.parse(out.getvalue()).feed.id == feed("events.atom") == ALL_EVENTS
    assert feed("events.atom?_size=7&_labels=on") == ALL_EVENTS
    assert feed("events.atom?type=strike&_since=2024-01-01") == feed(
        "events.atom?_since=2024-01-01&type=strike"
    )
    others = ["type=strike", "type=derailment", "_place=Khasan", "_place=Patna", "_search=Khasan"]
    ids = {feed(f"events.atom?{asked}") for asked in others}
    assert len(ids | {ALL_EVENTS, feed("latest_events.atom")}) == len(others) + 2


@pytest.mark.parametrize(
    ("export_format", "content_type", "beginning"),
    [
        ("geojson", "application/geo+json", '{"type": "FeatureCollection"'),
        ("ics", "text/calendar; charset=utf-8", "BEGIN:VCALENDAR"),
        ("atom", "application/atom+xml; charset=utf-8", "<?xml"),
    ],
)
def test_filtered_events_can_be_had_in_every_format_from_their_address(
    hostile, db, get, export_format, content_type, beginning
):
    tell(db, "union-news", report("strike", "planned", start="2025-02", locations=[PATNA]))
    merge_events(db, now=NOW)
    for page in ("events", "latest_events"):
        answer = get(f"/railwatch/{page}.{export_format}?type=strike")
        assert answer.headers["content-type"] == content_type
        assert answer.text.startswith(beginning)
        assert "Patna" in answer.text
        assert "alert(1)" not in answer.text or page == "latest_events"
    assert f"/railwatch/events.{export_format}?type=strike" in get(
        "/railwatch/events?type=strike"
    ).text.replace("&amp;", "&")
    assert get(f"/railwatch/outlets.{export_format}").status_code == 404
