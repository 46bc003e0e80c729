"""When a source is asked again, and how far it is followed."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.entries import Entry, Listing
from crawler.ledger import Ledger
from crawler.outlets import OutletSpec
from crawler.polling import LONGEST, LONGEST_TTL, SHORTEST, after_skipped_hours, check_every, longer
from storage.sources import SourceState, SourceStatus, load_source
from tests.sites.newsroom import Piece, as_xml, bare_page, rss
from tests.sites.outlets import crawl, rows, spec
from tests.sites.server import Reply, serve

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
FEED = "https://paper.example/feed"
SPEC = OutletSpec("paper", "The Paper", "trade", "GB", ("en",), "UTC", feeds=(FEED,), stale_days=30)
STATE = SourceState(FEED, "paper", "feed")
minutes = st.integers(0, 60 * 24 * 400).map(lambda number: timedelta(minutes=number))


def listing(*ages, **fields):
    entries = (Entry(f"https://paper.example/{age}", published_at=NOW - age) for age in ages)
    return Listing(tuple(entries), **fields)


def every(*args, previous=None, has_new=True, **fields):
    return check_every(listing(*args, **fields), previous=previous, has_new=has_new, now=NOW)


@given(st.lists(minutes, max_size=50), minutes, minutes | st.none(), st.booleans())
def test_the_wait_is_bounded_and_never_shorter_than_ttl_asks(ages, ttl, previous, has_new):
    found = every(*ages, ttl=ttl, previous=previous, has_new=has_new)
    assert max(SHORTEST, min(ttl, LONGEST_TTL)) <= found <= max(LONGEST, LONGEST_TTL)


@given(st.lists(minutes, min_size=1, max_size=20))
def test_a_source_that_publishes_more_is_not_asked_less_often(ages):
    busier = [age / 2 for age in ages]
    assert every(*busier) <= every(*ages)


def test_a_busy_source_is_asked_often_and_a_quiet_one_seldom():
    assert every(*(timedelta(minutes=6) * number for number in range(40))) == SHORTEST
    assert every(*(timedelta(hours=3) * number for number in range(1, 11))) == timedelta(hours=1.5)
    assert every(*(timedelta(days=3) * number for number in range(10))) == LONGEST


def test_an_undated_source_is_asked_sooner_while_it_brings_something():
    first = every(has_new=True)
    assert every(previous=first, has_new=True) < first < every(previous=first, has_new=False)
    assert longer(timedelta(days=1)) == timedelta(days=1)  # its ttl


@given(st.datetimes(timezones=st.just(UTC)), st.sets(st.integers(0, 23), max_size=23))
def test_a_source_is_never_asked_in_the_hours_it_skips(moment, hours):
    if moment.year < 9999:
        found = after_skipped_hours(moment, tuple(hours))
        assert found.hour not in hours
        assert moment <= found <= moment + timedelta(hours=24)


@pytest.fixture
def ledger(db):
    opened = Ledger(db, SPEC, run_id=None, keep_all=False, now=lambda: NOW)
    opened.open()
    return opened


def test_what_a_source_says_of_itself_is_kept_and_waited_for(ledger):
    said = listing(timedelta(hours=1), hub="https://hub.example/", skip_hours=(12, 13, 14))
    ledger.sources.note_answer(STATE, etag=None, last_modified=None, listing=said, has_new=True)
    ledger.close(pause=None, is_complete=True)
    state = load_source(ledger.db, FEED)
    assert state.hub == "https://hub.example/"
    assert state.next_check_at == NOW.replace(hour=15)
    assert ledger.sources.due() == []


def test_an_unchanged_source_is_asked_at_growing_intervals(ledger):
    state, waits = STATE, []
    for _ in range(8):
        ledger.sources.note_unchanged(state)
        state = load_source(ledger.db, FEED)
        waits.append(state.next_check_at - NOW)
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] == LONGEST


def test_a_feed_that_answers_but_stands_still_is_a_failure(ledger):
    old = listing(timedelta(days=3_000), timedelta(days=3_100))
    assert ledger.source_fault(STATE, old) == "nothing new for 3000 days (newest of 2017-12-15)"
    ledger.fail_source(STATE, "nothing new", SourceStatus.SOFT)
    state = load_source(ledger.db, FEED)
    assert (state.status, state.failures) == (SourceStatus.SOFT, 1)
    assert ledger.source_fault(STATE, listing(timedelta(days=2), timedelta(days=3_000))) is None
    undated = Listing((*old.entries, Entry("https://paper.example/x")))
    assert ledger.source_fault(STATE, undated) is None


def test_a_feed_whose_entries_all_lie_elsewhere_is_a_failure(ledger):
    links = ("https://clicks.example/1", "https://clicks.example/2", "https://other.example/3")
    foreign = Listing(tuple(map(Entry, links)))
    told = "its entries all lie on other sites, such as clicks.example (see `sites`)"
    assert ledger.source_fault(STATE, foreign) == told
    own = Entry("https://www.paper.example/4")
    assert ledger.source_fault(STATE, Listing((*foreign.entries, own))) is None


@pytest.mark.parametrize("status", [SourceStatus.HARD, SourceStatus.SOFT])
def test_the_page_after_the_last_of_a_listing_is_no_failure(ledger, status):
    beyond = SourceState("https://paper.example/news?page=3", "paper", "listing")
    ledger.fail_source(beyond, "HTTP 404: not there", status)
    assert ledger.reasons == []


def paged_site(pages):
    """A listing of so many pages with three articles each; a pinned one stands on every page."""

    def make(base):
        site = {}
        pinned = Piece("/2026/01/01/pinned", "How we report on trains and on railways")
        for number in range(1, pages + 1):
            pieces = [
                Piece(f"/2026/03/02/{number}-{at}", f"Train {number}-{at} derails near Kernau")
                for at in range(3)
            ]
            site |= {
                one.path: Reply(bare_page(one, base, shown_date="2 March 2026, 18:40"))
                for one in (pinned, *pieces)
            }
            links = "".join(f'<a href="{one.path}">{one.title}</a>' for one in (pinned, *pieces))
            more = f'<nav><a href="/news?page={number + 1}">Older  posts</a></nav>'
            site["/news" if number == 1 else f"/news?page={number}"] = Reply(links + more)
        return site

    return make


def listed_pages(site):
    return [path for path in site.paths() if path.startswith("/news")]


def hub_site(base):
    link = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>'
    return {"/news": as_xml(rss(base, [Piece("/a", "Train derails")], extra=link))}


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Three sites after one crawl, and what is needed for another."""
    db_path = tmp_path_factory.mktemp("followed") / "a.db"
    makers = {"paged": paged_site(3), "endless": paged_site(9), "hubbed": hub_site}
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(make)) for name, make in makers.items()}
        specs = {
            name: spec(name, site, **{field: (f"{site.base}/news",)})
            for (name, site), field in zip(
                sites.items(), ("listings", "listings", "feeds"), strict=True
            )
        }
        yield db_path, sites, specs, crawl(list(specs.values()), db_path)


def test_a_listing_is_followed_to_its_end_and_later_only_to_what_is_known(followed):
    db_path, sites, specs, first = followed
    assert first.outlets["paged"].outcomes == {"stored": 10, "duplicate": 2}
    assert first.outlets["paged"].failures == ()
    pages = ["/news", "/news?page=2", "/news?page=3", "/news?page=4"]
    assert listed_pages(sites["paged"]) == pages
    sites["paged"].visits.clear()
    assert crawl([specs["paged"]], db_path).outcomes == {"known": 4}
    assert listed_pages(sites["paged"]) == ["/news"]


def test_an_endless_listing_is_left_after_five_pages_whose_articles_are_all_read(followed):
    _, sites, _, first = followed
    assert len(listed_pages(sites["endless"])) == 5
    assert first.outlets["endless"].outcomes == {"stored": 1 + 5 * 3, "duplicate": 4}


def test_a_hub_named_in_a_feed_is_noted_with_its_source(followed):
    found = rows(followed[0], "SELECT hub FROM sources WHERE outlet_id = 'hubbed'")
    assert found == [("https://hub.example/",)]
