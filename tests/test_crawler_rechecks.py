"""Fresh articles are asked again: changes are kept beside the earlier state, losses recorded."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse
from warcio.archiveiterator import ArchiveIterator

from crawler.answers import answer_of
from crawler.conditional import only_if_changed
from crawler.entries import NO_ANSWER
from crawler.run import CrawlResult
from storage.articles import save_article
from storage.database import open_database, write
from storage.outlets import save_outlet
from storage.page_checks import (
    AGES,
    due_page_checks,
    next_age,
    save_page_check,
    save_page_gone,
)
from storage.records import Article, Outlet
from tests.sites.newsroom import PARAGRAPHS, Piece, as_xml, json_ld_page, rss
from tests.sites.outlets import crawl, rows, spec
from tests.sites.server import Reply, Site, serve

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
AT_NOON = "Tue, 03 Mar 2026 12:00:00 GMT"
URL = "https://paper.example/a"
NAMES = ("same", "tagged", "changed", "gone", "broken", "moved", "dropped", "renamed", "retracted")


@pytest.fixture
def paper(db):
    save_outlet(
        db, Outlet("paper", "Paper", "trade", "GB", ("en",), "https://paper.example/", "UTC")
    )
    save_article(db, Article(URL, "paper", "Train derails", "A train left the rails.", NOW))
    save_page_check(db, URL, now=NOW, etag='"one"')
    return db


def due(db, now):
    return [check.url for check in due_page_checks(db, "paper", now=now, limit=9)]


def test_an_article_is_asked_again_after_an_hour_six_a_day_and_three(paper):
    asked, now = [], NOW
    while now < NOW + timedelta(days=9):
        if due(paper, now):
            asked.append(now - NOW)
            save_page_check(paper, URL, now=now)
        now += timedelta(minutes=20)
    assert asked == list(AGES)


@given(st.lists(st.integers(1, 9_000), max_size=12))
def test_ages_that_were_missed_are_asked_for_once(gaps):
    now, due_at, asked = NOW, next_age(NOW, NOW), 0
    for gap in gaps:
        now += timedelta(minutes=gap)
        if due_at is not None and due_at <= now:
            due_at, asked = next_age(NOW, now), asked + 1
            assert due_at is None or due_at > now
    assert asked <= sum(NOW + age <= now for age in AGES)


def test_a_page_that_goes_and_comes_back_is_noted_as_such(paper):
    for at in (timedelta(hours=1), timedelta(hours=6)):
        save_page_gone(paper, URL, now=NOW + at)
    query = "SELECT gone_at, etag FROM page_checks"
    assert paper.conn.execute(query).fetchall() == [("2026-03-03T13:00:00Z", '"one"')]
    save_page_check(paper, URL, now=NOW + timedelta(days=1))
    assert paper.conn.execute(query).fetchall() == [(None, '"one"')]


@pytest.mark.parametrize(
    ("etag", "last_modified", "asked"),
    [
        ('"one"', None, {"If-None-Match": '"one"'}),
        (None, "yesterday", {"If-Modified-Since": "yesterday"}),
        (None, "Tue, 01 Jan 2030 00:00:00 GMT", {"If-Modified-Since": AT_NOON}),
        (None, "Tue, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        (None, None, {"If-Modified-Since": AT_NOON}),
    ],
)
def test_a_page_is_asked_by_its_own_validators_unless_they_lie_ahead(etag, last_modified, asked):
    now = NOW + timedelta(hours=1)
    asked = asked or {"If-Modified-Since": last_modified}
    assert only_if_changed(etag, last_modified, now=now, since=NOW) == asked


def test_after_the_clock_was_set_back_a_page_is_asked_for_whole():
    assert only_if_changed(None, None, now=NOW, since=NOW + timedelta(days=1)) == {}


def test_what_comes_beside_a_304_is_not_taken_for_the_state_that_is_stored():
    response = HtmlResponse(URL, status=304, headers={"ETag": '"two"'})
    assert answer_of(response) == NO_ANSWER


def site_of_two(base):
    pieces = [piece(name) for name in ("led", "listed")]
    pages = {one.path: Reply(json_ld_page(one, base)) for one in pieces}
    return pages | {"/feed": as_xml(rss(base, pieces, tag=""))}


def test_an_article_that_lives_at_a_new_address_is_not_gone_from_its_old_one(tmp_path):
    """A redirect leads to the one until it is taken away, a source to the other."""
    db_path = tmp_path / "a.db"
    with serve(site_of_two) as site:
        outlet = spec("paper", site, feeds=(f"{site.base}/feed",))

        def crawl_again():
            with closing(open_database(db_path)) as db, write(db):
                db.conn.execute("UPDATE page_checks SET next_check_at = checked_at")
            result = crawl([outlet], db_path)
            query = "SELECT count(*) FROM page_checks WHERE gone_at IS NOT NULL"
            return result.rechecks, rows(db_path, query)

        def put(*names, text=()):
            for name in names:
                title = f"Train derails, {name.partition('-')[0]}"
                one = Piece(piece(name).path, title, paragraphs=(*PARAGRAPHS, *text))
                site.pages[one.path] = Reply(json_ld_page(one, site.base))

        assert crawl([outlet], db_path).outcomes == {"stored": 2}
        put("led-on", "listed-anew")
        site.pages[piece("led").path] = Reply(
            status=301, headers={"Location": piece("led-on").path}
        )
        again = replace(piece("listed-anew"), title="Train derails, listed")
        site.pages["/feed"] = as_xml(rss(site.base, [again], tag=""))
        assert crawl_again() == ({"unchanged": 2}, [(0,)])
        for name in ("led", "listed"):
            site.pages[piece(name).path] = Reply("not there", status=404)
        put("led-on", "listed-anew", text=("The line is open again.",))
        assert crawl_again() == ({"changed": 2}, [(0,)])
        query = "SELECT url FROM articles WHERE text LIKE '%open again.' ORDER BY url"
        own = [(f"{site.base}{piece(name).path}",) for name in ("led", "listed")]
        assert rows(db_path, query) == own
        for name in ("led-on", "listed-anew"):
            site.pages[piece(name).path] = Reply("not there", status=404)
        assert crawl_again() == ({"gone": 2}, [(2,)])


@dataclass
class Rechecked:
    db_path: Path
    site: Site
    result: CrawlResult


def piece(name, **fields):
    return Piece(f"/2026/03/02/{name}", f"Train derails, {name}", **fields)


def site_pages(base):
    feed = rss(base, [piece(name) for name in NAMES], tag="")
    pages = {piece(name).path: Reply(json_ld_page(piece(name), base)) for name in NAMES}
    tagged = Reply(json_ld_page(piece("tagged"), base), headers={"ETag": '"t"'})
    return pages | {piece("tagged").path: tagged, "/feed": as_xml(feed, ETag='"f"')}


@pytest.fixture(scope="module")
def rechecked(tmp_path_factory):
    """A site crawled, changed, and crawled again when its articles were due to be asked again."""
    db_path = tmp_path_factory.mktemp("recheck") / "a.db"
    pages = str(db_path.with_name("kept"))
    with serve(site_pages) as site:
        outlet = spec("paper", site, feeds=(f"{site.base}/feed",))
        assert crawl([outlet], db_path, pages=pages).outcomes == {"stored": 9}
        later = piece("changed", paragraphs=(*PARAGRAPHS, "One of the injured has died."))
        site.pages[later.path] = Reply(json_ld_page(later, site.base))
        new = piece("new-name", paragraphs=(*PARAGRAPHS, "The line is open again."))
        site.pages[new.path] = Reply(json_ld_page(new, site.base))
        site.pages[piece("renamed").path] = Reply(status=301, headers={"Location": new.path})
        notice = piece("retracted", paragraphs=("This article has been retracted.",))
        site.pages[notice.path] = Reply(json_ld_page(notice, site.base))
        site.pages[piece("gone").path] = Reply("gone", status=410)
        site.pages[piece("broken").path] = Reply("no", status=500)
        home = {"Location": piece("same").path}
        site.pages[piece("moved").path] = Reply(status=302, headers=home)
        with closing(open_database(db_path)) as db, write(db):
            db.conn.execute("UPDATE page_checks SET next_check_at = checked_at")
        site.pages[piece("dropped").path] = Reply(status=302, headers={"Location": "/"})
        site.pages["/"] = Reply(json_ld_page(piece("front"), site.base))
        site.visits.clear()
        yield Rechecked(db_path, site, crawl([outlet], db_path, pages=pages))


def test_each_page_asked_again_ends_in_one_outcome(rechecked):
    assert rechecked.result.rechecks == (
        {"unchanged": 2, "changed": 3, "gone": 2, "failed": 1, "foreign": 1}
    )
    assert rechecked.result.outcomes == {}  # the feed has not changed and listed nothing
    assert rechecked.result.articles_changed == 3


def test_pages_are_asked_with_what_they_said_of_themselves(rechecked):
    visits = {visit.path.rpartition("/")[2]: visit for visit in rechecked.site.visits}
    assert visits["tagged"].status == 304
    assert visits["tagged"].headers["If-None-Match"] == '"t"'
    assert "If-Modified-Since" in visits["same"].headers


def test_a_changed_article_keeps_its_earlier_state(rechecked):
    query = """
        SELECT article_versions.text, articles.text FROM article_versions
        JOIN articles ON articles.id = article_id WHERE url NOT LIKE '%retracted' ORDER BY url
    """
    [(before, after), (before_renamed, after_renamed)] = rows(rechecked.db_path, query)
    assert after == f"{before}\n\nOne of the injured has died."
    assert after_renamed == f"{before_renamed}\n\nThe line is open again."


def test_a_retraction_takes_the_place_of_the_article_which_is_kept_as_an_earlier_state(rechecked):
    query = """
        SELECT article_versions.text, articles.text FROM article_versions
        JOIN articles ON articles.id = article_id WHERE url LIKE '%retracted'
    """
    notice = "This article has been retracted."
    assert rows(rechecked.db_path, query) == [("\n\n".join(PARAGRAPHS), notice)]


def test_an_article_that_moved_stays_where_it_was_first_found(rechecked):
    query = "SELECT url FROM articles WHERE title LIKE '%name%'"
    assert rows(rechecked.db_path, query) == [(f"{rechecked.site.base}{piece('renamed').path}",)]


def test_the_page_of_each_state_is_kept(rechecked):
    for table, has_died in (("articles", True), ("article_versions", False)):
        query = f"SELECT page_file, page_offset FROM {table} WHERE title LIKE '%changed'"
        [(name, offset)] = rows(rechecked.db_path, query)
        with (rechecked.db_path.with_name("kept") / name).open("rb") as file:
            file.seek(offset)
            body = next(iter(ArchiveIterator(file))).content_stream().read()
        assert (b"One of the injured has died." in body) is has_died


def test_an_article_that_went_away_stays_with_the_day_it_went(rechecked):
    query = """
        SELECT title FROM articles JOIN page_checks ON article_id = id WHERE gone_at IS NOT NULL
        ORDER BY title DESC
    """
    assert rows(rechecked.db_path, query) == [
        ("Train derails, gone",),
        ("Train derails, dropped",),
    ]


def test_only_what_went_wrong_is_told_as_a_failure(rechecked):
    told = {
        str(url).rpartition("/")[2]: why for url, why in rechecked.result.outlets["paper"].failures
    }
    assert told == {"broken": "HTTP 500", "moved": "leads to another page now"}


def test_nothing_is_asked_again_before_its_next_age(rechecked):
    now = datetime.now(UTC)
    query = "SELECT min(next_check_at) FROM page_checks"
    [(due_at,)] = rows(rechecked.db_path, query)
    assert datetime.fromisoformat(due_at) > now + timedelta(minutes=30)
