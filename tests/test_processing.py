"""What reading articles leaves behind in the store."""

from __future__ import annotations

from railwatch.processing import keep
from railwatch.reading import Reading
from railwatch.runs import Run
from storage.articles import save_article
from storage.outlets import save_outlet
from storage.runs import save_failure, start_run
from storage.urls import article_id
from tests.storage_samples import NOW, article, outlet, rows


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
