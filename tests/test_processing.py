"""What reading articles leaves behind in the store."""

from __future__ import annotations

import json
from dataclasses import replace
from threading import Event

from crawler.worker import Worker
from railwatch.processing import keep, unread
from railwatch.reading import Reading, Unread, readings
from railwatch.reading_apart import ask, read_apart
from railwatch.runs import Run
from storage.articles import save_article
from storage.database import open_database
from storage.outlets import save_outlet
from storage.runs import save_failure, start_run
from storage.urls import article_id
from tests.eval import load_part
from tests.storage_samples import NOW, article, outlet, rows
from tests.test_cli_import import PARAGRAPHS


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


def test_one_article_that_cannot_be_read_costs_no_other():
    known = [one.article for one in load_part("devset")[:2]]
    faulty = replace(known[1], published_at="yesterday")
    worker = Worker(seconds=30)
    first, last = ask(worker, [Unread("a", known[0]), Unread("b", faulty)], Event())
    worker.stop()
    assert first.reports
    assert "AttributeError" in str(last.error)
