"""Outlets, their sources and entries, and what went wrong in a run, are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage.outlets import load_outlets, outlet_timezones, save_outlet
from storage.runs import finish_run, resolve_failures, save_failure, start_run
from storage.seen import save_seen, seen_entry
from storage.sources import (
    SourceState,
    SourceStatus,
    is_due,
    load_source,
    next_check,
    save_source,
)
from tests.storage_samples import NOW, outlet, rows


def test_outlets_come_back_as_they_were_saved(db):
    first, second = outlet("patna-post"), outlet("amur-wire")
    for one in (first, second, replace(first, name="The Patna Post")):
        save_outlet(db, one)
    assert load_outlets(db) == [second, replace(first, name="The Patna Post")]
    assert outlet_timezones(db) == {"amur-wire": "Asia/Seoul", "patna-post": "Asia/Seoul"}


def test_entry_that_was_turned_down_is_remembered_under_any_of_its_addresses(post):
    for outcome in ("failed", "not_rail"):
        save_seen(
            post,
            url="https://patna-post.example/a?utm_source=feed",
            outlet_id="patna-post",
            title="Cricket\x00 today",
            published_at=None,
            seen_at=NOW,
            outcome=outcome,
        )
    assert seen_entry(post, "https://patna-post.example/a#top").outcome == "not_rail"
    assert seen_entry(post, "https://patna-post.example/b") is None
    assert [row["title"] for row in rows(post, "seen")] == ["Cricket today"]


def test_source_is_asked_ever_more_rarely_while_it_fails_and_never_before_it_asks_for(post):
    state = SourceState("https://patna-post.example/feed", "patna-post", "feed", etag='"x"')
    pauses = []
    for _ in range(7):
        state = next_check(state, SourceStatus.TEMPORARY, now=NOW)
        pauses.append((state.next_check_at - NOW) // timedelta(minutes=1))
    assert pauses == [10, 20, 40, 80, 160, 320, 360]
    asked = next_check(state, SourceStatus.TEMPORARY, now=NOW, retry_after=timedelta(hours=9))
    assert asked.next_check_at == NOW + timedelta(hours=9)
    assert not is_due(asked, now=NOW + timedelta(hours=8))
    assert is_due(asked, now=NOW + timedelta(hours=9))
    well = next_check(asked, SourceStatus.OK, now=NOW, interval=timedelta(minutes=30))
    assert (well.failures, well.next_check_at) == (0, NOW + timedelta(minutes=30))
    save_source(post, asked)
    save_source(post, well)
    assert load_source(post, state.url) == well
    assert load_source(post, "https://patna-post.example/other") is None


def test_clock_that_was_set_back_does_not_stop_the_crawl(post):
    state = SourceState("https://patna-post.example/feed", "patna-post", "feed")
    state = next_check(state, SourceStatus.OK, now=NOW + timedelta(days=30))
    assert is_due(state, now=NOW)


def test_run_leaves_its_counts_and_what_failed_in_it(post):
    run_id = start_run(post, "run", now=NOW)
    where = {"run_id": run_id, "stage": "fetch", "outlet_id": "patna-post"}
    url = "https://patna-post.example/a"
    save_failure(post, **where, url=url, reason="404\x00", now=NOW)
    resolve_failures(post, url, stage="fetch", now=NOW + timedelta(hours=1))
    finish_run(post, run_id, outcome="partly", now=NOW, articles_new=3, failures=1)
    [run], [failure] = rows(post, "runs"), rows(post, "failures")
    assert run == {
        "id": run_id,
        "command": "run",
        "started_at": "2024-12-20T09:00:00Z",
        "finished_at": "2024-12-20T09:00:00Z",
        "outcome": "partly",
        "articles_new": 3,
        "articles_changed": None,
        "reports": None,
        "events": None,
        "failures": 1,
        "error": None,
    }
    assert (failure["reason"], failure["resolved_at"]) == ("404", "2024-12-20T10:00:00Z")


def test_what_fails_in_every_run_is_one_failure_until_it_works(post):
    url = "https://patna-post.example/a"
    hours = [NOW + timedelta(hours=hour) for hour in range(5)]

    def fail(now, stage="extract"):
        run_id = start_run(post, "run", now=now)
        where = {"run_id": run_id, "outlet_id": "patna-post", "url": url}
        save_failure(post, **where, stage=stage, reason=f"at {now.hour}", now=now)

    fail(hours[0])
    fail(hours[1])
    fail(hours[2], stage="crawl")
    resolve_failures(post, url, stage="extract", now=hours[3])
    fail(hours[4])
    found = [
        (row["stage"], row["run_id"], row["reason"], *(row[clock] for clock in CLOCKS))
        for row in rows(post, "failures")
    ]
    assert found == [
        ("extract", 2, "at 10", f"{DAY}09:00:00Z", f"{DAY}10:00:00Z", f"{DAY}12:00:00Z"),
        ("crawl", 3, "at 11", f"{DAY}11:00:00Z", None, None),
        ("extract", 4, "at 13", f"{DAY}13:00:00Z", None, None),
    ]


CLOCKS = "at", "retried_at", "resolved_at"
DAY = "2024-12-20T"
