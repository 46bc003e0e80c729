"""What Datasette is given to serve is described, guarded and read-only."""

import asyncio
import json
from urllib.parse import quote

import pytest

from railwatch.browser import datasette_on
from storage.articles import save_article
from storage.outlets import save_outlet
from tests.storage_samples import article, outlet


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


def test_free_sql_is_refused(get):
    assert get("/railwatch.json?sql=select+randomblob(900000000)").status_code == 403


def test_replaced_event_id_leads_to_the_event_it_became(db, get):
    db.execute("insert into event_redirects (old_id, new_id) values ('old', 'new')")
    answer = get("/railwatch/events/old")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/railwatch/events/new"


def test_every_ready_question_is_valid_on_an_empty_database(get):
    for query in json.loads(get("/railwatch.json").text)["queries"]:
        answer = get(f"/railwatch/{query['name']}.json?place=a&other_place=b&since=2024")
        assert answer.status_code == 200, answer.text


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
