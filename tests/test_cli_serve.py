"""What Datasette is given to serve is described, guarded and read-only."""

import asyncio
import csv
import io
import json
import sqlite3
from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest
from datasette.app import Datasette
from datasette.utils import parse_metadata

from crawler.page_text import MAX_CHARACTERS
from railwatch.browser import FACE, datasette_on
from storage.articles import save_article
from storage.datasette.plugins import guard
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.records import Evidence
from storage.reports import save_reports
from tests.storage_samples import (
    HOSTILE,
    KHASAN,
    NOW,
    PATNA,
    article,
    outlet,
    quantity,
    report,
    tell,
)

LATER = "2024-12-16 11:00"


def test_every_table_and_column_is_described(db, tmp_path):
    tables = datasette_on(tmp_path / "railwatch.db").metadata()["databases"]["railwatch"]["tables"]
    shown = {name for name in db.table_names() if "_fts" not in name and not hidden(tables, name)}
    assert {name for name in shown if not tables[name].get("description")} == set()
    for name in shown:
        described = {column for column, text in tables[name]["columns"].items() if text}
        missing = {column.name for column in db.table(name).columns} ^ described
        assert not missing, f"{name}: {missing}"


def test_list_of_tables_counts_what_a_crawl_has_stored_since(db, tmp_path):
    face = datasette_on(tmp_path / "railwatch.db")

    def articles():
        tables = asyncio.run(face.client.get("/railwatch.json")).json()["tables"]
        return next(table["count"] for table in tables if table["name"] == "articles")

    for number in range(1, 4):
        tell(db, "amur-wire", path=f"p{number}")
        assert articles() == articles() == number
        db.execute("pragma wal_checkpoint(truncate)")
        assert articles() == number


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


def test_article_page_marks_what_its_text_names_in_no_event_until_the_text_changes(db, get):
    text = "Two died near Patna. A road lies by Gaya."
    key = tell(db, "amur-wire", text=text)
    spans = {"place": [Evidence(text.index("Gaya"), text.index("Gaya") + 4)], "time": []}
    save_reports(db, key, [], mentions=spans, extractor_version="1", now=NOW)
    marked = '<span class="place" title="place">Gaya</span>'
    assert marked in get(f"/railwatch/articles/{key}").text
    save_article(db, article("amur-wire", text=f"Now three. {text}", published=LATER))
    assert marked not in get(f"/railwatch/articles/{key}").text
    beyond = {"place": [Evidence(0, 900)]}
    with pytest.raises(ValueError, match="does not lie in a text"):
        save_reports(db, key, [], mentions=beyond, extractor_version="1", now=NOW)


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
        ("", True),  # asks for nothing in particular
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
