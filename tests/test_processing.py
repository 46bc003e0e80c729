"""What reading articles leaves behind in the store."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from threading import Event

from crawler.worker import Worker
from railwatch.processing import keep, unread
from railwatch.reading import Reading, Unread, readings
from railwatch.reading_apart import ask, read_apart
from railwatch.runs import Run
from storage.articles import save_article
from storage.database import open_database
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.runs import save_failure, start_run
from storage.urls import article_id
from tests.eval import load_part
from tests.storage_samples import NOW, article, outlet, rows
from tests.test_cli_import import PARAGRAPHS

# Sentences of our own about 16 December 2024, when trains from Khasan to Tumangang ran again.
KHASAN = Path(__file__).parent / "stories" / "khasan.jsonl"
KINDS = ("service_resumption", "train_movement", "traffic_volume")


def test_article_that_cannot_be_read_is_one_failure_until_it_is_read(db):
    save_outlet(db, outlet("wire"))
    unread = article("wire")
    save_article(db, unread)
    where = {"outlet_id": "wire", "url": unread.url, "reason": "404"}
    save_failure(db, run_id=None, stage="crawl", **where, now=NOW)
    for error in (ValueError("first"), ValueError("second"), None):
        run = Run(db, start_run(db, "process", now=NOW))
        keep(run, Reading(article_id(unread.url), unread, error=error))
        assert run.failures == (error is not None)
    crawl, extract = rows(db, "failures")
    assert (crawl["stage"], crawl["resolved_at"]) == ("crawl", None)
    assert (extract["stage"], extract["run_id"]) == ("extract", 2)
    assert extract["reason"] == "ValueError: second"
    assert extract["retried_at"] is not None
    assert extract["resolved_at"] is not None


def test_day_of_an_article_is_that_of_the_offset_in_which_its_time_was_told(railwatch, tmp_path):
    line = {"id": "1", "url": "https://paper.example/a", "text": PARAGRAPHS[0] * 3}
    lines = [
        line | {"published": "2024-12-16T08:00+09:00"},
        line | {"url": "https://paper.example/b", "published": "2024-12-17T08:00"},
    ]
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert railwatch("import", "lines.jsonl").code == 0
    db = open_database(tmp_path / "railwatch.db")
    found = [
        (one.article.published_at.isoformat(), one.timezone) for one in unread(db, everything=False)
    ]
    assert found == [("2024-12-16T08:00:00+09:00", None), ("2024-12-17T08:00:00+00:00", "UTC")]


def test_many_articles_read_in_several_processes_give_the_same_reports(nlp):
    known = [one.article for one in load_part("devset")[:5]]
    weather = replace(known[0], title="Sunny", text="It will be sunny on the coast.")
    unread = [Unread(str(at), one) for at, one in enumerate([*known, weather])]
    apart = {one.id: (list(one.reports), one.mentions) for one in read_apart(unread, 2)}
    assert apart == {one.id: (one.reports, one.mentions) for one in readings(nlp, unread)}
    assert apart["5"] == ([], {})
    assert apart["0"][1]["place"]


def test_story_of_eight_outlets_is_one_event_of_each_kind_whoever_comes_first(
    nlp, railwatch, tmp_path
):
    assert railwatch("import", str(KHASAN)).code == 0
    first = open_database(tmp_path / "railwatch.db")
    read = list(readings(nlp, unread(first, everything=False)))
    first.conn.backup(sqlite3.connect(tmp_path / "second.db"))
    known = []
    for db, order in ((first, read), (open_database(tmp_path / "second.db"), read[::-1])):
        run = Run(db, start_run(db, "process", now=NOW))
        for reading in order:
            keep(run, reading)
            merge_events(db, now=NOW)
        known.append((rows(db, "events", "id"), rows(db, "event_quantities", "event_id, role")))
        db.close()
    assert known[0] == known[1]
    events, figures = known[0]
    of_khasan = [event for event in events if event["origin"] == "Khasan"]
    told = {name: [it for it in of_khasan if it["type"] == name] for name in KINDS}
    [again], [run], [volume] = told.values()
    assert (again["factuality"], again["start"]) == ("actual", "2024-12-16")
    assert again["first_reported_at"] == "2024-09-12T00:00:00Z"
    assert (run["start_utc"], run["start_conflicting"]) == ("2024-12-16T05:30:00Z", 0)
    assert (run["outlets"], run["stories"], run["origins"]) == (6, 5, 2)
    counted = {
        event["type"]: (figure["value"], figure["conflicting"], figure["origins"])
        for event in (run, volume)
        for figure in figures
        if (figure["event_id"], figure["role"]) == (event["id"], "passengers")
    }
    assert counted == {"train_movement": (2, 0, 1), "traffic_volume": (1200, 0, 1)}


def test_one_article_that_cannot_be_read_costs_no_other():
    known = [one.article for one in load_part("devset")[:2]]
    faulty = replace(known[1], published_at="yesterday")
    worker = Worker(seconds=30)
    first, last = ask(worker, [Unread("a", known[0]), Unread("b", faulty)], Event())
    worker.stop()
    assert first.reports
    assert "AttributeError" in str(last.error)
