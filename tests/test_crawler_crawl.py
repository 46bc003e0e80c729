"""Whole crawls of imitated sites over HTTP, judged by the database and the sites' own logs."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.identity import ContactMissing
from crawler.outlets import OutletSpec
from crawler.run import CrawlResult, CrawlSettings, crawl_outlets
from storage.database import open_database
from storage.sources import load_source
from tests.sites.hostile import FOREIGN, hostile_site, laughing_feed, reading_feed, traps
from tests.sites.newsroom import (
    PARAGRAPHS,
    Piece,
    as_xml,
    atom,
    bare_page,
    json_ld_page,
    news_sitemap,
    open_graph_page,
    rss,
    sitemap_index,
)
from tests.sites.server import Reply, Site, self_signed, serve

BAKERY = (
    "The bakery on the corner has won a prize for its plum cake, the mayor said on Friday.",
) * 3


INVITATION = "User-agent: *\nDisallow: /\n\nUser-agent: Railwatch\nAllow: /"


def spec(id, site, **fields):
    known = {
        "name": id.title(),
        "kind": "regional",
        "country": "DE",
        "languages": ("en",),
        "timezone": "Europe/Berlin",
        "homepage": f"{site.base}/",
        "local": True,
    }
    return OutletSpec(id=id, **known | fields)


def crawl(specs, db_path, **settings):
    settings = {"log_level": "ERROR", "timeout": 5, "outlet_seconds": 60, **settings}
    return crawl_outlets(specs, db_path=db_path, run_id=None, settings=CrawlSettings(**settings))


def rows(db_path, query, *values):
    db = open_database(db_path, read_only=True)
    try:
        return db.conn.execute(query, values).fetchall()
    finally:
        db.close()


def rss_site(base):
    pieces = [
        Piece(f"/2026/03/02/train-{number}", f"Train {number} derails") for number in range(3)
    ]
    cake = Piece("/2026/03/02/cake", "Prize for plum cake", paragraphs=BAKERY)
    pages = {piece.path: Reply(json_ld_page(piece, base)) for piece in (*pieces, cake)}
    tagged = {f"{path}?utm_source=rss": reply for path, reply in pages.items()}
    return pages | tagged | {"/feed": as_xml(rss(base, [*pieces, cake]), ETag='"one"')}


def atom_site(base):
    pieces = [Piece(f"/story-{number}", f"Rail strike, day {number}") for number in (1, 2)]
    pages = {piece.path: Reply(open_graph_page(piece, base)) for piece in pieces}
    return pages | {"/feed": as_xml(atom(base, pieces))}


def sitemap_site(base):
    pieces = [Piece(f"/n/{number}", f"Tunnel {number} opens to trains") for number in (1, 2)]
    packed = gzip.compress(news_sitemap(base, pieces).encode())
    index = sitemap_index([f"{base}/news.xml.gz", f"{base}/index.xml?again", "file:///etc/passwd"])
    return {piece.path: Reply(json_ld_page(piece, base)) for piece in pieces} | {
        "/index.xml": as_xml(index),
        "/index.xml?again": as_xml(index),
        "/news.xml.gz": Reply(packed, content_type="application/gzip"),
    }


def listing_site(base):
    piece = Piece("/2026/03/02/bridge", "Bridge works slow trains", author=None)
    shown = bare_page(piece, base, shown_date="2 March 2026, 18:40")
    links = f'<a href="{piece.path}">Bridge works slow trains to Kernau</a>'
    relative = f'<a href="//{base.partition("//")[2]}/2026/03/02/bridge#top">Picture</a>'
    return {
        "/latest": Reply(f'<nav><a href="/about">About us</a></nav><main>{links}{relative}</main>'),
        piece.path: Reply(shown),
    }


@dataclass
class Crawled:
    """What one crawl of many sites left behind."""

    db_path: Path
    result: CrawlResult
    sites: dict[str, Site]
    specs: list[OutletSpec]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    db_path = tmp_path_factory.mktemp("crawl") / "railwatch.db"
    forbidden = {"/robots.txt": Reply("User-agent: *\nDisallow: /", content_type="text/plain")}
    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(serve(make))
            for name, make in {
                "rss": rss_site,
                "atom": atom_site,
                "sitemap": sitemap_site,
                "listing": listing_site,
                "hostile": hostile_site,
                "forbidden": lambda base: forbidden,
                "headlines": rss_site,
                "private": rss_site,
                "meagre": rss_site,
                "broken_robots": lambda base: rss_site(base) | {"/robots.txt": Reply(status=503)},
                "busy": busy_site,
                "bars_scrapy": lambda base: (
                    rss_site(base) | {"/robots.txt": Reply("User-agent: Scrapy\nDisallow: /")}
                ),
                "invites_us": lambda base: rss_site(base) | {"/robots.txt": Reply(INVITATION)},
                "slow": lambda base: (
                    rss_site(base) | {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 0.4")}
                ),
                "no_feed": lambda base: {"/feed": Reply("<html><p>Sorry")},
                "laughing": lambda base: {"/feed": as_xml(laughing_feed())},
                "reading": lambda base: {"/feed": as_xml(reading_feed(base))},
                "silent": lambda base: {"/feed": as_xml(rss(base, []))},
            }.items()
        }
        certificate = self_signed(db_path.parent)
        sites["untrusted"] = stack.enter_context(serve(rss_site, certificate=certificate))
        barred = [Piece(f"/train/{number}", f"Train {number}") for number in range(12)]
        feed = as_xml(rss(sites["forbidden"].base, barred))
        barring = stack.enter_context(serve(lambda base: {"/feed": feed}))
        specs = [
            *(
                spec(name, sites[name], feeds=(f"{sites[name].base}/feed",))
                for name in ("rss", "atom", "hostile", "broken_robots", "busy", "slow", "no_feed")
            ),
            *(
                spec(name, sites[name], feeds=(f"{sites[name].base}/feed",))
                for name in ("laughing", "reading", "silent", "bars_scrapy", "invites_us")
            ),
            spec("sitemap", sites["sitemap"], sitemaps=(f"{sites['sitemap'].base}/index.xml",)),
            spec("listing", sites["listing"], listings=(f"{sites['listing'].base}/latest",)),
            spec("barred", barring, feeds=(f"{barring.base}/feed",)),
            spec(
                "headlines",
                sites["headlines"],
                feeds=(f"{sites['headlines'].base}/feed",),
                store_text=False,
            ),
            spec(
                "private",
                sites["private"],
                feeds=(sites["private"].base.replace("127.0.0.1", "localhost") + "/feed",),
                local=False,
            ),
            spec("closed", sites["rss"], feeds=("http://127.0.0.1:9/feed",)),
            spec(
                "meagre", sites["meagre"], feeds=(f"{sites['meagre'].base}/feed",), min_articles=9
            ),
            spec("untrusted", sites["untrusted"], feeds=(f"{sites['untrusted'].base}/feed",)),
        ]
        result = crawl(specs, db_path, contact="desk@railwatch.example")
        yield Crawled(db_path, result, sites, specs)


def busy_site(base):
    wait = Reply("slow down", status=429, headers={"Retry-After": "3600"})
    pages = rss_site(base)
    return {path: reply if path == "/feed" else wait for path, reply in pages.items()} | {
        "/robots.txt": Reply(status=404)
    }


def outcomes(crawled, name):
    return crawled.result.outlets[name].outcomes


def reasons(crawled, name):
    return dict(crawled.result.outlets[name].failures)


def test_articles_of_a_feed_are_stored_with_their_facts(crawled):
    assert outcomes(crawled, "rss") == {"stored": 3, "not_rail": 1}
    query = (
        "SELECT url, title, byline, published_at, language, text FROM articles WHERE outlet_id = ?"
    )
    base = crawled.sites["rss"].base
    assert sorted(rows(crawled.db_path, query, "rss"))[0] == (
        f"{base}/2026/03/02/train-0",
        "Train 0 derails",
        "Ida Brenner",
        "2026-03-02T17:40:00Z",
        "en",
        "\n\n".join(PARAGRAPHS),
    )


@pytest.mark.parametrize(
    ("outlet", "stored", "found_in"),
    [("atom", 2, "meta"), ("sitemap", 2, "json_ld"), ("listing", 1, "visible")],
)
def test_every_kind_of_source_brings_its_articles_once(crawled, outlet, stored, found_in):
    assert outcomes(crawled, outlet) == {"stored": stored}
    assert crawled.result.outlets[outlet].dated_by == {found_in: stored}
    query = "SELECT DISTINCT published_at FROM articles WHERE outlet_id = ?"
    assert rows(crawled.db_path, query, outlet) == [("2026-03-02T17:40:00Z",)]


def test_a_sitemap_that_lists_itself_does_not_lead_in_circles(crawled):
    assert len(crawled.sites["sitemap"].paths()) <= 8


def test_what_is_not_rail_is_noted_without_text(crawled):
    query = "SELECT title, outcome FROM seen WHERE outlet_id = 'rss' AND outcome = 'not_rail'"
    assert rows(crawled.db_path, query) == [("Prize for plum cake", "not_rail")]


@pytest.mark.parametrize(
    "path", [path for path, trap in traps("").items() if trap[1] != "unlisted"]
)
def test_a_trap_ends_in_one_outcome_and_one_clear_reason(crawled, path):
    site = crawled.sites["hostile"]
    _, outcome, words = traps(site.base)[path]
    found = rows(crawled.db_path, "SELECT outcome FROM seen WHERE url = ?", site.base + path)
    assert found == [(outcome,)]
    reason = reasons(crawled, "hostile").get(site.base + path)
    assert (words in reason) if words else reason is None


def test_outcomes_add_up_to_the_entries_listed(crawled):
    listed = [path for path, trap in traps("").items() if trap[1] != "unlisted"]
    found = outcomes(crawled, "hostile")
    assert found["foreign"] == len(FOREIGN) + 1  # one is redirected to another site
    assert sum(found.values()) == len(listed) + len(FOREIGN)


def test_a_page_in_the_wrong_charset_is_read_all_the_same(crawled):
    query = "SELECT text, language FROM articles WHERE url LIKE '%charset-lie'"
    [(text, language)] = rows(crawled.db_path, query)
    assert text.startswith("Пассажирский поезд сошёл с рельсов")
    assert language == "ru"


def test_redirects_end_after_five_and_never_reach_a_file(crawled):
    loops = [path for path in crawled.sites["hostile"].paths() if path.startswith("/loop")]
    assert len(loops) == 6
    assert not rows(crawled.db_path, "SELECT 1 FROM articles WHERE text LIKE '%root:%'")


def test_a_host_that_forbids_all_gets_none_of_twelve_waiting_requests(crawled):
    assert outcomes(crawled, "barred") == {"robots": 12}
    assert crawled.sites["forbidden"].paths() == ["/robots.txt"]


def test_a_rule_for_scrapy_counts_for_us_unless_we_are_named(crawled):
    assert set(crawled.sites["bars_scrapy"].paths()) == {"/robots.txt"}
    assert outcomes(crawled, "invites_us") == {"stored": 3, "not_rail": 1}


def test_a_host_whose_robots_txt_fails_is_left_alone(crawled):
    assert set(crawled.sites["broken_robots"].paths()) == {"/robots.txt"}
    [reason] = reasons(crawled, "broken_robots").values()
    assert "robots.txt" in reason
    assert "503" in reason


def test_nothing_is_asked_before_retry_after(crawled):
    site = crawled.sites["busy"]
    turned_away = [visit for visit in site.visits if visit.status == 429]
    assert 1 <= len(turned_away) <= 8  # those on the wire when the first answer came
    first_answer = min(visit.at for visit in turned_away)
    assert all(visit.at - first_answer < 1 for visit in turned_away)
    db = open_database(crawled.db_path, read_only=True)
    state = load_source(db, f"{site.base}/feed")
    db.close()
    assert state.next_check_at - datetime.now(UTC) > timedelta(minutes=55)
    visits = len(site.visits)
    busy = [spec for spec in crawled.specs if spec.id == "busy"]
    assert crawl(busy, crawled.db_path).failures == 0
    assert len(site.visits) == visits


def test_crawl_delay_of_robots_txt_is_kept(crawled):
    times = sorted(visit.at for visit in crawled.sites["slow"].visits)
    gaps = [later - earlier for earlier, later in pairwise(times[1:])]
    assert len(times) == 6
    assert min(gaps) > 0.35


@pytest.mark.parametrize(
    ("outlet", "words"),
    [
        ("untrusted", "certificate cannot be trusted"),
        ("closed", "refuses the connection"),
        ("no_feed", "not a feed"),
        ("laughing", "feed"),
        ("silent", "no entries"),
        ("private", "private address"),
        ("meagre", "listed 4 articles; at least 9 are usual"),
    ],
)
def test_a_source_that_brings_nothing_is_a_failure_told_in_one_line(crawled, outlet, words):
    found = crawled.result.outlets[outlet].failures
    assert any(words in reason and "\n" not in reason for _, reason in found), found
    stored = rows(crawled.db_path, "SELECT reason FROM failures WHERE outlet_id = ?", outlet)
    assert sorted(reason for (reason,) in stored) == sorted(reason for _, reason in found)


def test_a_feed_cannot_read_files_of_this_machine(crawled):
    assert not rows(crawled.db_path, "SELECT 1 FROM seen WHERE title LIKE '%root:%'")


def test_an_outlet_of_the_web_is_not_reached_at_a_private_address(crawled):
    assert crawled.sites["private"].visits == []


def test_an_outlet_whose_terms_restrict_keeps_headlines_only(crawled):
    site = crawled.sites["headlines"]
    assert sorted(set(site.paths())) == ["/feed", "/robots.txt"]
    query = "SELECT title, text FROM articles WHERE outlet_id = 'headlines' ORDER BY title"
    assert rows(crawled.db_path, query)[0] == ("Train 0 derails", "")


def test_every_request_names_us_and_asks_no_cookies(crawled):
    agents = {
        visit.headers["User-Agent"] for site in crawled.sites.values() for visit in site.visits
    }
    [agent] = agents
    assert agent.startswith("Railwatch/")
    assert agent.endswith("(+desk@railwatch.example)")


@dataclass
class Recrawled:
    """What a second run found and asked for, after some sites had changed."""

    db_path: Path
    result: CrawlResult
    sites: dict[str, Site]
    articles_before: list


FLAKY = "/2026/03/02/train-1?utm_source=rss"


@pytest.fixture(scope="module")
def recrawled(tmp_path_factory):
    db_path = tmp_path_factory.mktemp("recrawl") / "railwatch.db"
    makers = {"steady": rss_site, "plain": atom_site, "edited": atom_site, "flaky": rss_site}
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(make)) for name, make in makers.items()}
        specs = [spec(name, site, feeds=(f"{site.base}/feed",)) for name, site in sites.items()]
        good = sites["flaky"].pages[FLAKY]
        sites["flaky"].pages[FLAKY] = Reply(status=500)
        assert crawl(specs, db_path).outcomes["failed"] == 1
        sites["flaky"].pages[FLAKY] = good
        edit(sites["edited"])
        before = rows(db_path, "SELECT * FROM articles WHERE outlet_id IN ('steady', 'plain')")
        for site in sites.values():
            site.visits.clear()
        yield Recrawled(db_path, crawl(specs, db_path), sites, before)


def edit(site):
    """Its first article gets another headline and one more sentence; its feed says so."""
    first, second = (Piece(f"/story-{number}", f"Rail strike, day {number}") for number in (1, 2))
    later = Piece(first.path, "Rail strike ends", paragraphs=(*PARAGRAPHS, "The toll is four."))
    site.pages["/feed"] = as_xml(atom(site.base, [later, second]))
    site.pages[first.path] = Reply(open_graph_page(later, site.base))


def test_a_second_run_on_an_unchanged_site_transfers_no_article(recrawled):
    steady, plain = recrawled.sites["steady"], recrawled.sites["plain"]
    asked = [(visit.path, visit.status) for visit in steady.visits]
    assert asked == [("/robots.txt", 404), ("/feed", 304)]
    assert plain.paths() == ["/robots.txt", "/feed"]  # it gives no validators
    assert outcomes(recrawled, "plain") == {"known": 2}
    query = "SELECT * FROM articles WHERE outlet_id IN ('steady', 'plain')"
    assert rows(recrawled.db_path, query) == recrawled.articles_before


def test_a_changed_article_is_fetched_again_and_its_old_text_kept(recrawled):
    assert outcomes(recrawled, "edited") == {"changed": 1, "known": 1}
    assert recrawled.sites["edited"].paths() == ["/robots.txt", "/feed", "/story-1"]
    [*_, visit] = recrawled.sites["edited"].visits
    assert "If-Modified-Since" in visit.headers
    [(title, text)] = rows(recrawled.db_path, "SELECT title, text FROM article_versions")
    assert (title, text) == ("Rail strike, day 1", "\n\n".join(PARAGRAPHS))


def test_what_failed_is_tried_again_though_the_feed_has_not_changed(recrawled):
    assert outcomes(recrawled, "flaky") == {"stored": 1, "known": 3}
    [*_, visit] = recrawled.sites["flaky"].visits
    assert "If-Modified-Since" not in visit.headers  # we have nothing that a 304 could mean
    query = "SELECT count(*) FROM failures WHERE resolved_at IS NULL"
    assert rows(recrawled.db_path, query) == [(0,)]


def test_a_host_that_hangs_holds_up_no_other_and_is_named(tmp_path):
    end = threading.Event()

    def hang():
        end.wait()
        return Reply()

    pages = {"/robots.txt": Reply(status=404), "/feed": hang}
    with serve(rss_site) as site, serve(lambda base: pages) as hanging:
        specs = [
            spec("rss", site, feeds=(f"{site.base}/feed",)),
            spec("hanging", hanging, feeds=(f"{hanging.base}/feed",)),
        ]
        result = crawl(specs, tmp_path / "a.db", timeout=0.5)
        end.set()
    assert result.outlets["rss"].outcomes["stored"] == 3
    assert [reason for _, reason in result.outlets["hanging"].failures] == ["no answer in time"]
    assert len(hanging.visits) <= 3


def test_an_outlet_whose_time_is_up_leaves_the_rest_to_the_next_run(tmp_path):
    slow = {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 90")}
    with serve(lambda base: rss_site(base) | slow) as site:
        outlet = spec("slow", site, feeds=(f"{site.base}/feed",))
        started = time.monotonic()
        result = crawl([outlet], tmp_path / "a.db", outlet_seconds=0.5)
    assert time.monotonic() - started < 45
    assert site.paths() == ["/robots.txt"]
    assert {reason for _, reason in result.outlets["slow"].failures} == {
        "its time was up",
        "its time was up with 0 entries left",
    }


def test_the_web_is_not_crawled_without_a_contact(tmp_path):
    outlet = OutletSpec(
        "paper",
        "The Paper",
        "trade",
        "GB",
        ("en",),
        "Europe/London",
        feeds=("https://p.example/f",),
    )
    with pytest.raises(ContactMissing, match=r"paper is not crawled without a contact"):
        crawl([outlet], tmp_path / "a.db")
