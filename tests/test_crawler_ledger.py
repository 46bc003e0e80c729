"""The books of a run: what is taken in, what is settled, what the next run will ask again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.entries import Entry
from crawler.ledger import MAX_AGAIN, MAX_ENTRIES, Ledger
from crawler.outcomes import EntryOutcome
from crawler.outlets import OutletSpec
from crawler.page_archive import RawPage
from crawler.reading import PageReading
from storage.articles import article_row
from storage.records import Article, FoundIn, Precision
from storage.seen import save_seen
from storage.sources import SourceState, SourceStatus, load_source

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
FEED = "https://paper.example/feed"
SPEC = OutletSpec("paper", "The Paper", "trade", "GB", ("en",), "UTC", feeds=(FEED,), local=True)
URL = "https://paper.example/a"
STATE = SourceState(FEED, "paper", "feed")
TEXT = "A train left the rails near Kernau and nobody was hurt. " * 20


@pytest.fixture
def ledger(db):
    opened = Ledger(db, SPEC, run_id=None, keep_all=False, now=lambda: NOW)
    opened.open()
    return opened


def reading(text, outcome=EntryOutcome.STORED):
    return PageReading(outcome, Article(URL, "paper", "Train derails", text, NOW))


def take(ledger, entries):
    return asyncio.run(ledger.take(entries))


def settle(ledger, text):
    [entry] = take(ledger, [Entry(URL, title=f"Train {len(text)}")])
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


LONG = "\n\n".join(f"Train {number} left the rails at kilometre {number}7." for number in range(30))
OTHER = "\n\n".join(f"In car {number} nobody was hurt, a doctor told us." for number in range(20))


@pytest.mark.parametrize(
    ("headline", "dated_by", "outcome"),
    [
        ("Train in Ostwald derails, the doctors' report", FoundIn.META, EntryOutcome.CHANGED),
        ("Before you go on to the news", FoundIn.META, EntryOutcome.UNREADABLE),
        ("Train in Ostwald derails, the doctors' report", FoundIn.FEED, EntryOutcome.UNREADABLE),
    ],
)
def test_all_other_words_are_believed_only_under_the_same_headline_and_a_date(
    ledger, headline, dated_by, outcome
):
    first, second = reading(LONG), reading(OTHER)
    ledger.save(replace(first, article=replace(first.article, title="Train derails in Ostwald")))
    article = replace(second.article, title=headline)
    told, _ = ledger.save(replace(second, article=replace(article, dated_by=dated_by)))
    assert told is outcome
    kept = OTHER if outcome is EntryOutcome.CHANGED else LONG
    assert article_row(ledger.db, URL)["text"] == kept


def test_articles_that_all_name_their_section_as_their_address_stay_apart(ledger):
    def crawl(books, number, killed=3):
        address = f"https://paper.example/news/{number}"
        text = f"{TEXT} The toll of train {number} is {killed}."
        article = Article(URL, "paper", f"Train {number} derails", text, NOW)
        page = RawPage(address, 200, (), b"", NOW, Entry(address))
        [entry] = take(books, [Entry(address, title=f"{number} {killed}")])
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
    [entry] = take(ledger, [Entry(URL, title="Train")])
    ledger.settle_page(entry, reading(TEXT))
    later = next_run(ledger, now=lambda: NOW + timedelta(hours=1))
    assert bool(take(later, [Entry(**{"url": URL, "title": "Train"} | changes)])) is is_wanted


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
    [entry] = take(ledger, [Entry(URL)])
    ledger.sources.note_answer(STATE, etag='"x"', last_modified=None)
    ledger.settle(entry, outcome)
    ledger.close(pause=None, is_complete=True)
    assert load_source(ledger.db, FEED).etag == etag


def test_a_source_that_lists_an_article_at_its_new_address_brings_no_second_one(ledger):
    new_url = "https://paper.example/new"
    dated = {"published_at": NOW, "published_precision": Precision.TIME}
    first = replace(reading(TEXT).article, **dated)
    [entry] = take(ledger, [Entry(URL, title="Train derails")])
    ledger.settle_page(entry, PageReading(EntryOutcome.STORED, first))
    for run, title in enumerate(("Train derails", "Train derails, the line is open")):
        later = next_run(ledger)
        [entry] = take(later, [Entry(new_url, title=title)])
        text = f"{TEXT} The line is open again, day {run}."
        moved = replace(first, url=new_url, text=text, title=title)
        page = RawPage(new_url, 200, (), b"", NOW, entry)
        later.settle_page(entry, PageReading(EntryOutcome.STORED, moved), page=page)
        assert later.outcomes == {EntryOutcome.DUPLICATE: 1}
    assert article_row(ledger.db, new_url) is None


def test_two_notices_of_one_minute_under_one_headline_are_two_articles(ledger):
    notice = "Trains between {} are delayed by a signal failure. Passengers are asked to go by bus "
    notice += "until the evening; tickets are valid there, the railway said in a notice."
    dated = {"published_at": NOW, "published_precision": Precision.TIME, "title": "Delays"}
    entries = take(ledger, [Entry(f"{URL}{number}", title="Delays") for number in range(2)])
    for entry, ends in zip(entries, ("Kirov and Perm", "Omsk and Tomsk"), strict=True):
        told = replace(reading(notice.format(ends)).article, url=entry.url, **dated)
        page = RawPage(entry.url, 200, (), b"", NOW, entry)
        ledger.settle_page(entry, PageReading(EntryOutcome.STORED, told), page=page)
    assert ledger.outcomes == {EntryOutcome.STORED: 2}


def test_what_failed_on_a_page_that_nothing_asks_for_any_more_is_given_up_with_its_reason(ledger):
    for url in (URL, FEED):
        ledger.fail(url, "HTTP 500")
    ledger.sources.note_failure(STATE, SourceStatus.HARD)
    for days, told in ((13, "HTTP 500"), (15, "HTTP 500 (given up: not asked for again)")):
        later = next_run(ledger, now=lambda days=days: NOW + timedelta(days=days))
        later.close(pause=None, is_complete=True)
        query = "SELECT url, reason, resolved_at IS NULL FROM failures ORDER BY id"
        found = ledger.db.conn.execute(query).fetchall()
        assert found == [(URL, told, days < 14), (FEED, "HTTP 500", 1)]


def numbered(numbers, **fields):
    return [Entry(f"{URL}{number}", **fields) for number in numbers]


def test_nothing_that_a_host_sends_gives_the_terminal_orders(ledger, caplog):
    ledger.fail(
        "https://paper.example/\x1b[31m", "the page is compressed as \x1b]0;x\x07\u202e, unasked"
    )
    assert caplog.messages == [
        "paper: https://paper.example/�[31m: the page is compressed as �]0;x��, unasked"
    ]


def test_an_archive_is_taken_in_bit_by_bit_the_newest_first(ledger):
    entries = [
        Entry(f"{URL}{number}", published_at=NOW - timedelta(hours=number))
        for number in reversed(range(900))
    ]
    taken = take(ledger, entries)
    assert [entry.url for entry in taken[:2]] == [f"{URL}0", f"{URL}1"]
    assert len(taken) == MAX_ENTRIES
    assert ledger.outcomes == {EntryOutcome.DEFERRED: 900 - MAX_ENTRIES}


def test_the_last_entries_of_a_long_list_without_dates_are_read_in_a_later_run(ledger):
    entries = numbered(range(2_500))
    for entry in numbered(range(2_400)):
        save_seen(
            ledger.db,
            url=entry.url,
            outlet_id="paper",
            title=None,
            published_at=None,
            seen_at=NOW,
            outcome="not_rail",
        )
    assert take(ledger, entries) == entries[2_400:]


def test_other_outlets_go_on_while_a_list_of_thousands_is_taken_in(ledger):
    async def both():
        long = asyncio.create_task(ledger.take(numbered(range(5_000))))
        await asyncio.sleep(0)
        short = await next_run(ledger).take(numbered(range(6_000, 6_003)))
        return len(short), long.done(), len(await long)

    assert asyncio.run(both()) == (3, False, MAX_ENTRIES)
    assert ledger.outcomes == {EntryOutcome.DEFERRED: 5_000 - MAX_ENTRIES}


def test_an_entry_of_two_long_lists_read_at_once_is_asked_for_once(ledger):
    entries = numbered(range(2_000))

    async def both():
        return await asyncio.gather(ledger.take(entries), ledger.take(entries[::-1]))

    first, second = asyncio.run(both())
    assert not set(first) & set(second)
    told = {EntryOutcome.DUPLICATE: 2_000, EntryOutcome.DEFERRED: 2_000 - len(first + second)}
    assert ledger.outcomes == told


def test_pages_that_failed_are_asked_last_and_a_bounded_number_of_them(ledger):
    failing, fresh = numbered(range(MAX_AGAIN + 5)), numbered(range(50, 55))
    for entry in take(ledger, failing):
        ledger.settle(entry, EntryOutcome.FAILED)
    later = next_run(ledger)
    assert take(later, [*failing, *fresh]) == [*fresh, *failing[:MAX_AGAIN]]
    assert later.outcomes == {EntryOutcome.DEFERRED: 5}


def test_an_entry_that_failed_is_tried_again_for_three_days_though_no_source_lists_it(ledger):
    failed, stored, unread = take(ledger, numbered("abc", title="Train"))
    ledger.settle(failed, EntryOutcome.FAILED)
    ledger.settle(stored, EntryOutcome.STORED)
    ledger.settle(unread, EntryOutcome.HELD_OFF)
    for days in (1, 2):
        later = next_run(ledger, now=lambda days=days: NOW + timedelta(days=days))
        left = later.take_left()
        assert [entry.url for entry in left] == [unread.url, failed.url]
        assert later.take_left() == []
        for entry in left:
            later.settle(entry, EntryOutcome.FAILED, "HTTP 500")
        assert later.is_settled  # no source need list it again
    assert next_run(ledger, now=lambda: NOW + timedelta(days=4)).take_left() == []


def test_what_a_source_lists_is_not_asked_a_second_time_nor_anything_while_sources_rest(ledger):
    [entry] = take(ledger, numbered("a"))
    ledger.settle(entry, EntryOutcome.FAILED)
    assert ledger.take_left() == []
    resting = next_run(ledger)
    resting.may_ask_left = False
    assert resting.take_left() == []


def test_headlines_that_differ_from_source_to_source_are_no_change(ledger):
    feed, sitemap = Entry(URL, title="Train derails"), Entry(URL, title="BREAKING: Train derails")
    [entry] = take(ledger, [feed])
    assert take(ledger, [sitemap]) == []
    ledger.settle_page(entry, reading(TEXT))
    take(ledger, [replace(feed, title="Derailed")])  # when the page has come already
    later = next_run(ledger)
    assert take(later, [sitemap, feed, replace(feed, title="Derailed")]) == []
    assert take(later, [replace(feed, title="Three killed")])


def silent_run(ledger, now=NOW, **changes):
    spec = OutletSpec(**{**fields(SPEC), "local": False, **changes})
    return next_run(ledger, spec=spec, now=lambda: now)


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({}, True), ({"local": True}, False), ({"local": True, "stale_days": 30}, True)],
)
def test_an_outlet_that_has_stood_still_is_a_failure(ledger, changes, is_told):
    still = silent_run(ledger, **changes)
    still.sources.note_answer(STATE, etag=None, last_modified=None)
    for entry in take(still, [Entry(URL, published_at=NOW - timedelta(days=3_000))]):
        still.settle(entry, EntryOutcome.NOT_RAIL)
    still.close(pause=None, is_complete=True)
    told = [(None, "nothing new for 3000 days (newest of 2017-12-15)")]
    assert still.reasons == (told if is_told else [])


@pytest.mark.parametrize("published", [NOW, None, NOW + timedelta(days=900)])
def test_an_outlet_whose_feed_never_changes_again_is_told_in_the_end(ledger, published):
    [entry] = take(ledger, [Entry(URL, published_at=published)])
    ledger.settle(entry, EntryOutcome.NOT_RAIL)
    for days, told in ((59, 0), (62, 1)):
        still = silent_run(ledger, NOW + timedelta(days=days))
        still.sources.note_unchanged(STATE)
        still.close(pause=None, is_complete=True)
        assert len(still.reasons) == told


def test_an_outlet_whose_articles_are_all_forbidden_is_a_failure(ledger):
    for listed, told in ((numbered("ab"), 1), (numbered("abc"), 0)):
        run = next_run(ledger)
        run.sources.note_answer(STATE, etag=None, last_modified=None)
        for entry in take(run, listed):
            is_open = entry.url.endswith("c")
            run.settle(entry, EntryOutcome.NOT_RAIL if is_open else EntryOutcome.ROBOTS)
        run.close(pause=None, is_complete=True)
        assert run.reasons == [(None, "robots.txt forbids all 2 articles")][:told]


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
    ledger.fail_source(STATE, "refused", SourceStatus.TEMPORARY)
    assert [state.url for state in next_run(ledger).open()] == [FEED]


def fields(spec):
    return {name: getattr(spec, name) for name in spec.__slots__}
