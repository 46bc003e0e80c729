"""What Datasette is given to serve is described, guarded and read-only."""

import asyncio
import csv
import io
import json
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

import feedparser
import pytest
from datasette.app import Datasette
from datasette.utils import parse_metadata

from crawler.page_text import MAX_CHARACTERS
from railwatch.browser import FACE, datasette_on
from storage.articles import save_article
from storage.datasette.plugins import guard
from storage.events import EventFilter
from storage.exports import export_events
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.records import Evidence
from tests.storage_samples import (
    KHASAN,
    NOW,
    PATNA,
    TUMANGANG,
    article,
    outlet,
    quantity,
    report,
    tell,
)

ALL_EVENTS = "urn:uuid:6275d591-ca4f-5c63-bf94-dbe3d1a9e313"
LATER = "2024-12-16 11:00"
HOSTILE = '=cmd\n"><svg onload=alert(1)><script>alert(1)</script>'


@pytest.fixture
def get(db, tmp_path):
    """Ask our Datasette for a page: `get("/railwatch/events")`."""
    face = datasette_on(tmp_path / "railwatch.db")

    def ask(path):
        return asyncio.run(face.client.get(path))

    return ask


def test_every_table_and_column_is_described(db, tmp_path):
    tables = datasette_on(tmp_path / "railwatch.db").metadata()["databases"]["railwatch"]["tables"]
    shown = {name for name in db.table_names() if "_fts" not in name and not hidden(tables, name)}
    assert {name for name in shown if not tables[name].get("description")} == set()
    for name in shown:
        described = {column for column, text in tables[name]["columns"].items() if text}
        missing = {column.name for column in db.table(name).columns} ^ described
        assert not missing, f"{name}: {missing}"


def test_every_table_names_its_source_and_licence(get):
    for table in json.loads(get("/railwatch.json").text)["tables"]:
        if not table["hidden"]:
            page = get(f"/railwatch/{table['name']}").text
            assert "Data source: " in page
            assert "Data license:" in page


def test_question_tells_what_outlets_changed_after_publication(db, get):
    said = report("derailment", locations=[PATNA], quantities=[quantity("cars_derailed", 17)])
    tell(db, "amur-wire", said, title="17 cars")
    merge_events(db, now=NOW)
    told = replace(said, quantities=(quantity("cars_derailed", 7),))
    tell(db, "amur-wire", told, title="Seven cars", text="Seven it was. " * 9, published=LATER)
    merge_events(db, now=NOW)
    [row] = json.loads(get("/railwatch/changed_after_publication.json?_shape=array").text)
    assert (row["earlier_title"], row["title_now"]) == ("17 cars", "Seven cars")
    assert "cars derailed 17.0 → 7.0" in row["events_changed"]


def hidden(tables, name):
    return tables.get(name, {}).get("hidden")


def test_answers_forbid_framing_sniffing_and_foreign_scripts(get):
    headers = get("/railwatch").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_no_page_names_another_host(get):
    for path in ("/", "/railwatch", "/railwatch/events", "/railwatch/latest_events"):
        answer = get(path)
        assert answer.status_code == 200
        assert "//cdn" not in answer.text
        assert "openstreetmap" not in answer.text


@pytest.fixture
def get_plainly(db, tmp_path):
    """Ask a Datasette of the user's own, with our folder and its own settings, as README says."""
    plain = Datasette(
        files=[str(tmp_path / "railwatch.db")],
        metadata=parse_metadata((FACE / "metadata.yaml").read_text("utf-8")),
        plugins_dir=str(FACE / "plugins"),
        template_dir=str(FACE / "templates"),
        static_mounts=[("static", str(FACE / "static"))],
        memory=True,
    )

    def ask(path):
        return asyncio.run(plain.client.get(path))

    return ask


@pytest.mark.parametrize(
    "asked",
    [
        "railwatch.json?sql=select+randomblob(900000000)",
        "railwatch.json?sql=select+file+from+pragma_database_list",
        "railwatch.json?sql=select+*+from+archives",
        "_memory.json?sql=select+zeroblob(19000000)",
        "railwatch/events.json?_where=1",
        "railwatch/archives.json",
    ],
)
def test_free_sql_is_refused_by_serve_and_by_a_plain_datasette(get, get_plainly, asked):
    assert get(f"/{asked}").status_code in (403, 404)  # serve has no _memory
    assert get_plainly(f"/{asked}").status_code == 403


def test_plain_datasette_answers_the_questions_too(border, get_plainly):
    asked = "between_places.json?_shape=array&place=Russia&other_place=KP&since=2025"
    [row] = json.loads(get_plainly(f"/railwatch/{asked}").text)
    assert row["start"] == "2025-02-01"


def test_no_value_fills_the_memory_and_the_longest_article_is_shown(db, get):
    guard.prepare_connection(db.conn)
    with pytest.raises(sqlite3.DataError):
        db.execute("select zeroblob(3000000)")
    key = tell(db, "amur-wire")
    db.execute("update articles set text = ?", ["𠀀" * MAX_CHARACTERS])
    assert "𠀀" * MAX_CHARACTERS in get(f"/railwatch/articles/{key}").text


@pytest.mark.parametrize("path", ["/-/databases", "/-/databases.json", "/-/threads.json"])
def test_no_page_tells_where_the_database_lies(get, tmp_path, path):
    assert get(path).status_code == 404
    for page in (
        "/-/settings.json",
        "/-/plugins.json?all=1",
        "/-/versions.json",
        "/railwatch.json",
    ):
        assert str(tmp_path) not in get(page).text


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example/", "//evil.example//"])
def test_no_address_leads_to_another_host(get, path):
    target = get(path).headers.get("location", "/")
    assert "evil.example" not in (urlsplit(target).hostname or "")
    assert not target.startswith(("//", "/\\"))


@pytest.fixture
def hostile(db):
    """An event, its article and its outlet whose every text would do harm if it were not text."""
    told = report(start="2024-12-16", origin=HOSTILE, locations=[PATNA], sentence_at=1)
    key = tell(db, "amur-wire", told, title=HOSTILE, text=f"={HOSTILE} " * 9)
    db.execute("update articles set url = 'javascript:alert(1)', byline = ?", [HOSTILE])
    db.execute("update outlets set name = ?", [HOSTILE])
    merge_events(db, now=NOW)
    [event] = db.query("select id from events")
    return {"events": event["id"], "articles": key}


def test_stored_text_is_never_more_than_text_on_a_page(hostile, get):
    pages = ["/", *(f"/railwatch/{table}/{row}" for table, row in hostile.items())]
    pages += [f"/railwatch/{table}" for table in (*hostile, "outlets", "reports", "report_places")]
    pages += ["/railwatch/latest_events", "/railwatch/one_outlet_alone"]
    for path in pages:
        shown = get(path).text
        assert "alert(1)" in shown, path
        assert "<script>alert" not in shown, path
        assert "<svg onload" not in shown, path
        assert 'href="javascript:' not in shown, path


def test_article_page_leads_each_report_to_its_sentence_and_marks_names_and_times(db, get):
    text = "Khasan to Patna shut. No trains run on that line since Monday."
    shut = report(start="2024-12-16", origin=KHASAN, locations=[PATNA])
    shut = replace(shut, time_words=(Evidence(text.index("Monday"), text.index(".", -1)),))
    key = tell(db, "amur-wire", shut, report("strike", locations=[PATNA]), text=text)
    merge_events(db, now=NOW)
    page = get(f"/railwatch/articles/{key}").text
    for row in db.query("select id from reports"):
        assert page.count(f'id="report-{row["id"]}"') == 1
    assert '<span class="place" title="location">Patna</span>' in page
    assert '<span class="time" title="time">Monday</span>' in page


def test_article_page_says_how_its_date_was_found(db, get):
    key = tell(db, "amur-wire", text="Khasan to Patna shut.")
    assert "(guessed" not in get(f"/railwatch/articles/{key}").text
    found = "dated_by = 'modified', published_precision = 'day', published_offset = '+09:00'"
    db.execute(f"update articles set {found}, section = 'Railways'")
    page = get(f"/railwatch/articles/{key}").text
    assert "(guessed from its last change, the day only, told in UTC+09:00)" in page
    assert "<bdi>Railways</bdi>" in page


def test_csv_from_the_browser_has_no_formula_and_keeps_its_numbers(hostile, db, get):
    db.execute("update events set longitude = -77.03125, recurrence = '-1+cmd'")
    [row] = csv.DictReader(io.StringIO(get("/railwatch/events.csv?_stream=on&_labels=on").text))
    assert (row["origin"], row["recurrence"]) == (f"'{HOSTILE}", "'-1+cmd")
    assert row["longitude"] == "-77.03125"
    [row] = csv.DictReader(io.StringIO(get("/railwatch/reports.csv").text))
    assert row["origin"] == f"'{HOSTILE}"


def test_replaced_event_id_leads_to_the_event_it_became(db, get):
    db.execute("insert into event_redirects (old_id, new_id) values ('old', 'new')")
    for rest in ("", ".json", ".json?_shape=objects", "?_labels=on"):
        answer = get(f"/railwatch/events/old{rest}")
        assert answer.status_code == 302
        assert answer.headers["location"] == f"/railwatch/events/new{rest}"


def test_every_ready_question_is_valid_on_an_empty_database(get):
    for query in json.loads(get("/railwatch.json").text)["queries"]:
        given = "place=a&other_place=b&since=2024&country=KP&since_year=2024&day=2024-12-31"
        answer = get(f"/railwatch/{query['name']}.json?{given}")
        assert answer.status_code == 200, answer.text


@pytest.fixture
def border(db):
    """A train of June 2024, a resumption, a plan and two suspensions, all on eastern clocks."""
    ends = {"origin": KHASAN, "destination": TUMANGANG}
    for at, told in enumerate(
        (
            report("train_movement", start="2024-06", **ends),
            report("service_resumption", start="2024-12-16", **ends),
            report("service_launch", "planned", start="2025-02-01", **ends),
            report("service_suspension", start="2024-03-01", end="2024-03-05", locations=[PATNA]),
            report("service_suspension", start="2024-04-01", locations=["Märsta Södra"]),
        )
    ):
        tell(db, "amur-wire", replace(told, timezone="Asia/Vladivostok"), path=f"p{at}")
    merge_events(db, now=NOW)


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
    ],
)
def test_filter_that_cannot_be_is_refused_and_told(border, get, asked, said):
    answer = get(f"/railwatch/events.json?{asked}")
    assert answer.status_code == 400
    assert said in json.loads(answer.text)["error"]
    assert get(f"/railwatch/events.ics?{asked}").status_code == 400


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
    ("typed", "is_found"),
    [
        ("绥芬河", True),
        ("河", True),
        ("MALASZEWICZE", True),
        ("Małaszewicze*", True),
        ("芬绥", False),
        ('"', False),
        ("...", False),
        ("", False),
    ],
)
def test_search_boxes_find_words_of_any_script(db, get, typed, is_found):
    save_outlet(db, outlet("wire"))
    save_article(db, article("wire", text="列车从绥芬河站开出。 Małaszewicze."))
    answer = get(f"/railwatch/articles.json?_shape=array&_search={quote(typed)}")
    assert answer.status_code == 200, answer.text
    assert len(json.loads(answer.text)) == is_found


def test_long_articles_come_whole_as_csv_and_few_at_a_time_as_json(db, get):
    tell(db, "amur-wire", text="Trains left. " * 15_000)
    for number in range(60):
        tell(db, "amur-wire", path=f"p{number}")
    rows = csv.DictReader(io.StringIO(get("/railwatch/articles.csv?_stream=on").text))
    assert max(len(row["text"]) for row in rows) > 190_000
    for table in ("articles.json?_size=max", "articles.json?_size=x", "~61rticles.json?_size=500"):
        assert len(json.loads(get(f"/railwatch/{table}&_shape=array").text)) == 50
    assert len(json.loads(get("/railwatch/articles.json?_shape=array&_size=7").text)) == 7


def test_what_search_is_made_of_is_not_shown(get):
    for table in ("articles_fts", "articles_fts_content", "events_fts_data"):
        assert get(f"/railwatch/{table}.json").status_code == 403


def test_a_long_row_of_wildcards_is_refused_at_once(db, get):
    tell(db, "amur-wire", text="Trains left. " * 15_000)
    answer = get(f"/railwatch/articles.json?_shape=array&text__like=%25n{'_' * 5_000}%25")
    assert answer.status_code == 400
    assert "too complex" in answer.text


@pytest.mark.parametrize("path", ["/foo/bar/baz/qux", "/railwatch/events?_sort=nope"])
def test_a_wrong_address_is_answered_without_a_list_of_variables(get, capfd, path):
    answer = get(path)
    assert answer.status_code >= 400
    assert answer.headers["x-frame-options"] == "DENY"
    assert "locals" not in "".join(capfd.readouterr())


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
