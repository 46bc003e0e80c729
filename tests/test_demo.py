"""The bundled newsroom, from its pages to the table of events, and again without a trace."""

import json
import shutil

import pytest

from railwatch.newsroom import serve_newsroom
from railwatch.newsroom.outlets import load_outlets
from storage.database import open_database
from storage.events import EventFilter, find_events
from tests.conftest import railwatch_command
from tests.sites.configuration import outlet_tables

FIVE = (  # that tell of the first train
    *("North Pacific News Agency", "Meridian Press", "Hangang Daily"),
    *("Yanbian Border Post", "Amur Gazette"),
)
STORED = ("articles", "article_versions", "reports", "events", "event_changes", "stories", "seen")


ALERTS = """
[alerts.border]
countries = ["KP"]
factuality = ["actual"]
file = "told.jsonl"

[alerts.everything]
command = ["sh", "-c", "cat >>all.txt; echo >>all.txt"]
"""


def counts(db_path):
    db = open_database(db_path, read_only=True)
    found = {table: db.table(table).count for table in STORED}
    db.close()
    return found


def test_demo_prints_the_khasan_resumption_with_its_sources(demo):
    lines = demo.ended.out.splitlines()
    found = [line for line in lines if "Service resumed" in line and "Khasan – Tumangang" in line]
    assert len(found) == 1
    assert all(outlet in found[0] for outlet in FIVE)
    assert lines[-1].endswith(f"railwatch serve --db {demo.db_path.relative_to(demo.directory)}")


def test_demo_marks_figures_on_which_outlets_differ(demo):
    lines = demo.ended.out.splitlines()
    [first_train] = [one for one in lines if "passengers (this train) 2 ≠ (2–3)" in one]
    assert "Khasan – Tumangang, 16 December 2024" in first_train
    assert all(outlet in first_train for outlet in FIVE)


def test_demo_reads_rail_news_from_six_outlets_and_keeps_no_other_text(demo):
    db = open_database(demo.db_path, read_only=True)
    [row] = db.query("select count(distinct outlet_id) as outlets from articles")
    assert row["outlets"] >= 6
    assert db.table("seen").count_where("outcome = 'not_rail'") >= 5
    assert not list(
        db.query("select 1 from articles join seen using (url) where outcome = 'not_rail'")
    )
    db.close()


def test_demo_fails_at_nothing_and_every_report_shows_its_sentence(demo):
    db = open_database(demo.db_path, read_only=True)
    assert list(db.query("select * from failures")) == []
    query = """
        select 1 from reports r join articles a on a.id = r.article_id
        where substr(a.text, r.offset_start + 1, r.offset_end - r.offset_start) != r.sentence
    """
    assert not list(db.query(query))
    assert {run["outcome"] for run in db.query("select outcome from runs")} == {"ok"}
    db.close()


def test_demo_stores_texts_from_their_first_sentence_on(demo):
    articles = [one for outlet in load_outlets(revised=True) for one in outlet.articles]
    first_paragraphs = {one.title: one.paragraphs[0] for one in articles}
    db = open_database(demo.db_path, read_only=True)
    stored = {row["title"]: row["text"] for row in db.query("select title, text from articles")}
    db.close()
    found = {title: text.split("\n\n")[0] for title, text in stored.items()}
    assert found == {title: first_paragraphs[title] for title in stored}


def test_demo_keeps_the_state_before_a_correction(demo):
    db = open_database(demo.db_path, read_only=True)
    query = """
        select v.title, a.title as now
        from article_versions v join articles a on a.id = v.article_id
    """
    [version] = db.query(query)
    assert version["title"].startswith("17 freight cars")
    assert version["now"].startswith("Seven freight cars")
    db.close()


@pytest.fixture(scope="module")
def two_runs(demo, tmp_path_factory):
    """`railwatch run` twice on what the demo has stored, its newsroom opened again: where, both
    ends, what was stored before, and the requests of both.
    """
    directory = tmp_path_factory.mktemp("runs") / "demo"
    shutil.copytree(demo.db_path.parent, directory)
    before = counts(directory / "railwatch.db")
    with serve_newsroom(port=demo.port, revised=True) as newsroom:
        config = f"{ALERTS}\n{outlet_tables(newsroom)}"
        (directory / "railwatch.toml").write_text(config, encoding="utf-8")
        names = [table["id"] for table in newsroom.outlet_tables]
        first = railwatch_command("run", *names, cwd=directory)
        asked = len(newsroom.requests)
        second = railwatch_command("run", "--quiet", *names, cwd=directory)
        requests = newsroom.requests[:asked], newsroom.requests[asked:]
    return directory, first, before, second, requests


def test_later_runs_store_nothing_new(two_runs):
    directory, first, before, second, _ = two_runs
    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert before["articles"] >= 40
    assert before["events"] >= 20
    assert counts(directory / "railwatch.db") == before


def test_later_runs_fetch_no_article_again_and_no_source_that_has_not_changed(two_runs):
    *_, (first, second) = two_runs
    sources = ("/rss.xml", "/feed.atom", "/news-sitemap.xml", "/latest", "/robots.txt")
    assert {visit.path for visit in first + second} <= set(sources)
    assert {visit.status for visit in second if visit.path != "/robots.txt"} == {304}


def test_run_that_goes_well_says_nothing_unasked(two_runs):
    _, first, _, second, _ = two_runs
    assert [first.out, first.err, second.out, second.err] == [""] * 4


def test_runs_tell_each_alert_of_each_event_once(two_runs):
    directory, *_ = two_runs
    said = [json.loads(line) for line in (directory / "told.jsonl").read_text().splitlines()]
    db = open_database(directory / "railwatch.db", read_only=True)
    wanted = EventFilter(country="KP", factuality="actual")
    found = {event["id"] for event in find_events(db, wanted)}
    db.close()
    assert len(said) == len(found) >= 3
    assert {message["event"]["id"] for message in said} == found
    told = (directory / "all.txt").read_text().splitlines()
    assert len(told) == counts(directory / "railwatch.db")["events"]


def test_status_and_exports_tell_of_the_demo(demo):
    status = railwatch_command("status", "--db", demo.db_path, cwd=demo.directory)
    assert status.code == 0
    # the newsroom's outlets are declared for the demo alone
    assert all(
        "not watched" in line for line in status.out.splitlines() if "_" in line.split(" ")[0]
    )
    exported = railwatch_command("export", "jsonl", "--db", demo.db_path, cwd=demo.directory)
    assert len(exported.out.splitlines()) == counts(demo.db_path)["events"]


def test_show_leads_from_an_event_to_the_sentences_and_addresses(demo):
    options = ("--db", demo.db_path, "--place", "Tumangang", "--type", "service_resumption")
    found = railwatch_command("events", *options, cwd=demo.directory)
    event_id = found.out.splitlines()[1].split()[0]
    shown = railwatch_command("show", event_id, "--db", demo.db_path, cwd=demo.directory)
    assert shown.code == 0
    assert "North Pacific News Agency, 2024-12-1" in shown.out
    assert "http://127.0.0.1:" in shown.out
