"""The books of a run: what is taken in, what is settled, what the next run will ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.entries import Entry
from crawler.ledger import MAX_ENTRIES, MAX_LISTED, Ledger
from crawler.outcomes import EntryOutcome
from crawler.outlets import OutletSpec
from crawler.page_archive import RawPage
from crawler.reading import PageReading
from storage.articles import article_row
from storage.records import Article
from storage.sources import SourceState, SourceStatus, load_source

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
FEED = "https://paper.example/feed"
SPEC = OutletSpec("paper", "The Paper", "trade", "GB", ("en",), "UTC", feeds=(FEED,), local=True)
URL = "https://paper.example/a"
TEXT = "A train left the rails near Kernau and nobody was hurt. " * 20


@pytest.fixture
def ledger(db):
    opened = Ledger(db, SPEC, run_id=None, keep_all=False, now=lambda: NOW)
    opened.open()
    return opened


def reading(text, outcome=EntryOutcome.STORED):
    return PageReading(outcome, Article(URL, "paper", "Train derails", text, NOW))


def settle(ledger, text):
    [entry] = ledger.take([Entry(URL, title=f"Train {len(text)}")])
    ledger.settle_page(entry, reading(text))


def next_run(ledger, **changes):
    known = {"db": ledger.db, "spec": SPEC, "run_id": None, "keep_all": False, "now": lambda: NOW}
    opened = Ledger(**known | changes)
    opened.open()
    return opened


@pytest.mark.parametrize(
    ("text", "later_text"),
    [
        (TEXT, "Log in here."),
        (TEXT[:110], "Welcome, dear guests of our pages, to the many offers of the week."),
        (
            TEXT[:440],
            f"{TEXT[:55]}\n\nSubscribe to continue reading all that happens on the rails.",
        ),
    ],
)
def test_a_page_that_has_shrunk_to_a_stub_does_not_replace_the_article(ledger, text, later_text):
    settle(ledger, text)
    later = next_run(ledger)
    settle(later, later_text)
    assert later.outcomes == {EntryOutcome.UNREADABLE: 1}
    assert "stub" in later.reasons[0][1]
    assert article_row(ledger.db, URL)["text"] == text


def test_articles_that_all_name_their_section_as_their_address_stay_apart(ledger):
    def crawl(books, number, killed=3):
        address = f"https://paper.example/news/{number}"
        text = f"{TEXT} The toll of train {number} is {killed}."
        article = Article(URL, "paper", f"Train {number} derails", text, NOW)
        page = RawPage(address, 200, (), b"", NOW, Entry(address))
        [entry] = books.take([Entry(address, title=f"{number} {killed}")])
        books.settle_page(entry, PageReading(EntryOutcome.STORED, article), page=page)

    later = next_run(ledger)
    for number in range(3):
        crawl(ledger, number)
        crawl(later, number, killed=4)
    assert ledger.outcomes == {EntryOutcome.STORED: 3}
    assert later.outcomes == {EntryOutcome.CHANGED: 3}


@pytest.mark.parametrize(
    ("changes", "is_wanted"),
    [
        ({}, False),
        ({"title": "Train derails near Kernau"}, True),
        ({"updated_at": NOW + timedelta(minutes=1)}, True),
        ({"updated_at": NOW - timedelta(minutes=1)}, False),
        ({"updated_at": NOW + timedelta(days=9)}, False),  # a clock that is wrong, not a change
        ({"url": f"{URL}?utm_medium=rss#top"}, False),
    ],
)
def test_a_known_entry_is_fetched_again_only_when_its_source_shows_a_change(
    ledger, changes, is_wanted
):
    [entry] = ledger.take([Entry(URL, title="Train")])
    ledger.settle_page(entry, reading(TEXT))
    later = next_run(ledger, now=lambda: NOW + timedelta(hours=1))
    assert bool(later.take([Entry(**{"url": URL, "title": "Train"} | changes)])) is is_wanted


@pytest.mark.parametrize(
    ("outcome", "etag"),
    [
        (EntryOutcome.STORED, '"x"'),
        (EntryOutcome.NOT_RAIL, '"x"'),
        (EntryOutcome.GONE, '"x"'),
        (EntryOutcome.FAILED, None),
        (EntryOutcome.HELD_OFF, None),
    ],
)
def test_validators_are_kept_only_when_every_entry_came_to_an_end(ledger, outcome, etag):
    [entry] = ledger.take([Entry(URL)])
    ledger.sources.note_answer(SourceState(FEED, "paper", "feed"), etag='"x"', last_modified=None)
    ledger.settle(entry, outcome)
    ledger.close(pause=None, is_complete=True)
    assert load_source(ledger.db, FEED).etag == etag


def test_an_archive_is_taken_in_bit_by_bit_the_newest_first(ledger):
    entries = [
        Entry(f"https://paper.example/{number}", published_at=NOW - timedelta(hours=number))
        for number in reversed(range(MAX_LISTED + 500))
    ]
    taken = ledger.take(entries)
    assert [entry.url.rpartition("/")[2] for entry in taken[:2]] == ["0", "1"]
    assert len(taken) == MAX_ENTRIES
    assert ledger.outcomes[EntryOutcome.DEFERRED] == MAX_LISTED - MAX_ENTRIES


def test_an_outlet_that_has_stood_still_is_a_failure(ledger):
    still = next_run(ledger, spec=OutletSpec(**{**fields(SPEC), "local": False}))
    still.sources.note_answer(SourceState(FEED, "paper", "feed"), etag=None, last_modified=None)
    for entry in still.take([Entry(URL, published_at=NOW - timedelta(days=3_000))]):
        still.settle(entry, EntryOutcome.NOT_RAIL)
    still.close(pause=None, is_complete=True)
    assert still.reasons == [(None, "nothing new for 3000 days (newest of 2017-12-15)")]


@pytest.mark.parametrize("has_changed", [True, False])
def test_a_pause_asked_for_is_kept_for_the_next_run(ledger, has_changed):
    state = SourceState(FEED, "paper", "feed")
    if has_changed:
        ledger.sources.note_answer(state, etag=None, last_modified=None)
    else:
        ledger.sources.note_unchanged(state)
    ledger.close(pause=timedelta(hours=2), is_complete=True)
    assert next_run(ledger).sources.resting_hosts() == {"paper.example"}
    assert next_run(ledger).open() == []
    later = next_run(ledger, now=lambda: NOW + timedelta(hours=3))
    assert [state.url for state in later.open()] == [FEED]


def test_a_part_of_a_source_is_asked_by_itself_until_it_has_failed_five_times(ledger):
    books = ledger.sources
    for run in range(5):
        [_, *parts] = books.due()
        assert len(parts) == (run > 0)
        part = books.part(f"{FEED}?page=2", SourceState(FEED, "paper", "listing"))
        books.note_failure(part, SourceStatus.TEMPORARY)
    assert load_source(ledger.db, part.url) is None


def test_validators_of_a_part_are_kept_while_its_source_leads_to_it(ledger):
    part = ledger.sources.part(f"{FEED}/1.xml", SourceState(FEED, "paper", "sitemap"))
    ledger.sources.note_answer(part, etag='"x"', last_modified=None)
    ledger.close(pause=None, is_complete=True)
    assert next_run(ledger).sources.part(part.url, part).etag == '"x"'
    next_run(ledger, now=lambda: NOW + timedelta(days=8)).close(pause=None, is_complete=True)
    assert load_source(ledger.db, part.url) is None


def test_a_source_of_this_machine_that_failed_is_asked_in_the_next_run(ledger):
    ledger.fail_source(SourceState(FEED, "paper", "feed"), "refused", SourceStatus.TEMPORARY)
    assert [state.url for state in next_run(ledger).open()] == [FEED]


def fields(spec):
    return {name: getattr(spec, name) for name in spec.__slots__}
