"""`railwatch status` complains of an outlet as long as it is in trouble, and tells how it fares."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.entries import Entry
from crawler.ledger import Ledger
from crawler.outcomes import EntryOutcome
from crawler.outlet_spec import OutletSpec
from crawler.reading import PageReading
from railwatch.browser import datasette_on
from railwatch.commands.watching import WIDE_ONLY, status_row
from railwatch.health import outlet_health, outlet_report
from storage.articles import save_articles
from storage.outlets import save_outlet
from storage.records import Article, BodyBy, FoundIn
from storage.runs import start_run
from storage.sources import SourceState, SourceStatus, load_source

NOW = datetime.now(UTC).replace(microsecond=0)
STALE_DAYS = {"paper": 60}
FEED = "https://paper.example/feed"
SPEC = OutletSpec(
    "paper", "The Paper", "trade", "GB", ("en",), "UTC", feeds=(FEED,), min_articles=3
)


@pytest.fixture
def run(db):
    """A run of the outlet at a time: what its feed lists, or how it failed."""

    def ended(now, *, listed=0, fault=None):
        ledger = Ledger(
            db, SPEC, run_id=start_run(db, "run", now=now), keep_all=False, now=lambda: now
        )
        ledger.open()
        state = load_source(db, FEED) or SourceState(FEED, "paper", "feed")
        if fault is not None:
            ledger.fail_source(state, *fault)
        else:
            ledger.sources.note_answer(state, etag=None, last_modified=None)
        names = [f"{now:%Y%m%d%H%M}/{number}" for number in range(listed)]
        entries = [
            Entry(f"https://paper.example/{name}", title=name, updated_at=now) for name in names
        ]
        for entry in asyncio.run(ledger.take(entries)):
            article = Article(entry.url, "paper", entry.title, f"Train {entry.title}.", now)
            ledger.settle_page(entry, PageReading(EntryOutcome.STORED, article))
        ledger.close(pause=None, is_complete=True)
        return ledger

    return ended


def health(db, now):
    [one] = outlet_health(db, stale_days=STALE_DAYS, now=now)
    return one


@pytest.fixture
def in_trouble(tmp_path):
    """What the start page of `railwatch serve` says of outlets in trouble."""

    def asked(stale_days=STALE_DAYS):
        face = datasette_on(tmp_path / "railwatch.db", stale_days)
        page = LexborHTMLParser(asyncio.run(face.client.get("/")).text)
        return [line.text().strip() for line in page.css(".health details li")]

    return asked


def test_outlet_below_its_canary_is_complained_of_until_it_lists_enough_again(db, run, in_trouble):
    run(NOW - timedelta(days=3), listed=1)
    run(NOW - timedelta(days=1), listed=2)
    told = health(db, NOW)
    assert told.state == "listed 2 articles; at least 3 are usual"
    assert (told.failures, told.failures_by_class) == (1, {"canary": 1})
    assert in_trouble() == [f"paper: {told.state}"]
    run(NOW, listed=3)
    assert (health(db, NOW).state, health(db, NOW).failures, in_trouble()) == ("well", 0, [])


def test_outlet_whose_only_feed_stands_still_is_not_well_though_its_pages_were_stored(
    db, run, in_trouble
):
    fault = ("nothing new for 3200 days (newest of 2017-12-01)", SourceStatus.SOFT)
    run(NOW, listed=3, fault=fault)
    told = health(db, NOW)
    assert (told.last_success, told.articles) == (None, 3)
    assert told.state == f"all its sources fail ({fault[0]})"
    assert told.failures_by_class == {"soft": 1}
    assert in_trouble() == [f"paper: {told.state}"]


def test_start_page_complains_of_the_outlets_that_status_complains_of(db, run, in_trouble):
    run(NOW - timedelta(days=5), listed=3)
    run(NOW, listed=0, fault=None)
    for days, said in ((3, True), (60, False)):
        [one] = outlet_health(db, stale_days={"paper": days}, now=NOW)
        assert one.stale
        assert in_trouble({"paper": days}) == [f"paper: {one.complaint}"]
        assert one.complaint.startswith("nothing new for 5 days") == said
    assert not next(outlet_health(db, stale_days={}, now=NOW)).stale
    assert in_trouble({}) == []  # no longer declared


def test_source_that_fails_for_an_hour_still_knows_when_it_last_worked(db, run):
    run(NOW - timedelta(hours=5), listed=3)
    run(NOW - timedelta(hours=1), fault=("no answer in time", SourceStatus.TEMPORARY))
    told = health(db, NOW)
    assert (told.last_success, told.state) == (NOW - timedelta(hours=5), "well")
    assert told.failures_by_class == {"temporary": 1}
    assert health(db, NOW + timedelta(hours=44)).state == "no answer for 2 days"


def test_status_tells_articles_a_day_beside_the_habit_and_how_they_were_found(db):
    save_outlet(db, SPEC.to_outlet())

    def published(days_ago, **said):
        at = NOW - timedelta(days=days_ago)
        url, told = f"https://paper.example/{days_ago}", {"published_at": at, **said}
        return Article(url, "paper", "Train", f"Train {days_ago}.", at, **told)

    habit = [published(7.5 + day, dated_by=FoundIn.FEED) for day in range(28)]
    recent = [published(1, byline="Ann Lee", dated_by=FoundIn.JSON_LD), published(2)]
    undated = replace(published(3), published_at=None, body_by=BodyBy.TRAFILATURA)
    long_ago = published(100)
    save_articles(db, [*habit, *recent, undated, long_ago])
    told = outlet_report(health(db, NOW))
    assert (told["articles_a_day"], told["usual_a_day"]) == (0.43, 1.02)
    assert (told["with_date"], told["with_byline"], told["with_body"]) == (0.968, 0.032, 1.0)
    assert told["dated_by"] == {"feed": 28, "json_ld": 1, "unknown": 2}
    assert told["body_by"] == {"trafilatura": 1, "unknown": 30}
    cells = status_row(health(db, NOW))
    assert [cells[name] for name in WIDE_ONLY] == ["0.4 (1.0)", "97/3/100"]
