"""Whole crawls of imitated sites over HTTP, judged by the database and the sites' own logs."""

from __future__ import annotations

import gzip
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from crawler.outlet_spec import OutletSpec
from crawler.run import CrawlResult
from storage.database import open_database
from storage.sources import load_source
from tests.sites.hostile import FOREIGN, hostile_site, laughing_feed, reading_feed, traps
from tests.sites.newsroom import PARAGRAPHS, Piece, as_xml, rss
from tests.sites.outlets import (
    INVITATION,
    atom_site,
    busy_site,
    crawl,
    listing_site,
    rows,
    rss_site,
    sitemap_site,
    spec,
)
from tests.sites.server import Reply, Site, self_signed, serve


@dataclass
class Crawled:
    """What one crawl of many sites left behind."""

    db_path: Path
    result: CrawlResult
    sites: dict[str, Site]
    specs: list[OutletSpec]
    began: datetime


def with_robots(rules, status=200, **headers):
    reply = Reply(rules, status=status, headers=headers)
    return lambda base: rss_site(base) | {"/robots.txt": reply}


def packed(rules):
    return with_robots(gzip.compress(rules), **{"Content-Encoding": "gzip"})


# Sites by the name of their outlet; but for a few, each lists its articles at /feed.
SITES = {
    "rss": rss_site,
    "atom": atom_site,
    "sitemap": sitemap_site,
    "listing": listing_site,
    "hostile": hostile_site,
    "headlines": rss_site,
    "private": rss_site,
    "meagre": rss_site,
    "busy": busy_site,
    "broken_robots": with_robots("", status=503),
    "bars_scrapy": with_robots("User-agent: Scrapy\nDisallow: /"),
    "bars_version": with_robots("User-agent: Railwatch/0.1\nDisallow: /"),
    "invites_us": with_robots(INVITATION),
    "marked": with_robots("\ufeffUser-agent: Railwatch\nAllow: /\n\nUser-agent: *\nDisallow: /"),
    "wide": with_robots("\ufeffUser-agent: *\nDisallow: /".encode("utf-16-le")),
    "wide_unmarked": with_robots("User-agent: *\nDisallow: /".encode("utf-16-le")),
    "long": with_robots("User-agent: *\nDisallow: /2026/\n" + "# a remark\n" * 1_000_000),
    "packed": packed(b"User-agent: *\nAllow: /"),
    "slow": with_robots("User-agent: *\nCrawl-delay: 0.4"),
    "rated": with_robots("User-agent: *\nRequest-rate: 5/2"),
    "no_feed": lambda base: {"/feed": Reply("<html><p>Sorry")},
    "laughing": lambda base: {"/feed": as_xml(laughing_feed())},
    "reading": lambda base: {"/feed": as_xml(reading_feed(base))},
    "unasked": lambda base: {"/feed": Reply(status=304)},
    "silent": lambda base: {"/feed": as_xml(rss(base, []))},
}


def special_fields(sites):
    """What is declared of an outlet beside its feed, or instead of it."""
    elsewhere = sites["private"].base.replace("127.0.0.1", "localhost")
    return {
        "sitemap": {"feeds": (), "sitemaps": (f"{sites['sitemap'].base}/index.xml",)},
        "listing": {"feeds": (), "listings": (f"{sites['listing'].base}/latest",)},
        "headlines": {"store_text": False},
        "meagre": {"min_articles": 9},
        "private": {"feeds": (f"{elsewhere}/feed",), "local": False},
    }


def barred_sites(stack):
    """A host that forbids all, and a feed on another that lists twelve of its articles."""
    rules = {"/robots.txt": Reply("User-agent: *\nDisallow: /", content_type="text/plain")}
    forbidden = stack.enter_context(serve(lambda base: rules))
    barred = [Piece(f"/train/{number}", f"Train {number}") for number in range(12)]
    feed = as_xml(rss(forbidden.base, barred))
    return {"forbidden": forbidden, "barred": stack.enter_context(serve(lambda _: {"/feed": feed}))}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crawl")
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(make)) for name, make in SITES.items()}
        certificate = self_signed(folder)
        sites["untrusted"] = stack.enter_context(serve(rss_site, certificate=certificate))
        sites |= barred_sites(stack)
        special = special_fields(sites)
        specs = [
            spec(name, site, **{"feeds": (f"{site.base}/feed",)} | special.get(name, {}))
            for name, site in sites.items()
            if name != "forbidden"
        ]
        specs.append(spec("closed", sites["rss"], feeds=("http://127.0.0.1:9/feed",)))
        specs.append(spec("twin", sites["slow"], feeds=(f"{sites['slow'].base}/feed",)))
        bare = sites["rss"].base.replace("http:", "https:")
        specs.append(spec("bare", sites["rss"], feeds=(f"{bare}/feed",)))
        began = datetime.now(UTC)
        result = crawl(specs, folder / "railwatch.db", contact="desk@railwatch.example")
        yield Crawled(folder / "railwatch.db", result, sites, specs, began)


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
    query = "SELECT DISTINCT published_at, dated_by, body_by FROM articles WHERE outlet_id = ?"
    stored_as = [("2026-03-02T17:40:00Z", found_in, "trafilatura")]
    assert rows(crawled.db_path, query, outlet) == stored_as


def test_a_sitemap_that_lists_itself_does_not_lead_in_circles(crawled):
    assert len(crawled.sites["sitemap"].paths()) <= 8


def test_what_is_not_rail_is_noted_without_text(crawled):
    query = "SELECT title, outcome FROM seen WHERE outlet_id = 'rss' AND outcome = 'not_rail'"
    assert rows(crawled.db_path, query) == [("Prize for plum cake", "not_rail")]


@pytest.mark.parametrize(
    "path",
    [path for path, trap in traps("").items() if trap[1] != "unlisted"],
    ids=lambda path: path[:20],
)
def test_a_trap_ends_in_one_outcome_and_one_clear_reason(crawled, path):
    site = crawled.sites["hostile"]
    _, outcome, words = traps(site.base)[path]
    found = rows(crawled.db_path, "SELECT outcome FROM seen WHERE url = ?", site.base + path)
    assert found == [(outcome,)]
    reason = reasons(crawled, "hostile").get(site.base + path)
    assert (words in reason) if words else reason is None


def test_a_password_in_a_redirect_is_neither_sent_nor_noted(crawled):
    asked = [visit for visit in crawled.sites["hostile"].visits if visit.path == "/opened"]
    assert not any("Authorization" in visit.headers for visit in asked)
    assert not rows(crawled.db_path, "SELECT 1 FROM failures WHERE reason LIKE '%secret%'")


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


@pytest.mark.parametrize("outlet", ["bars_scrapy", "bars_version", "wide", "wide_unmarked"])
def test_rules_count_for_us_also_for_scrapy_a_version_of_ours_or_in_utf_16(crawled, outlet):
    assert set(crawled.sites[outlet].paths()) == {"/robots.txt"}


@pytest.mark.parametrize("outlet", ["invites_us", "marked"])
def test_a_rule_that_names_us_goes_before_those_for_all(crawled, outlet):
    assert outcomes(crawled, outlet) == {"stored": 3, "not_rail": 1}


def test_a_robots_txt_that_comes_compressed_is_read(crawled):
    assert outcomes(crawled, "packed") == {"stored": 3, "not_rail": 1}


def test_of_a_robots_txt_of_ten_megabytes_the_beginning_counts(crawled):
    assert outcomes(crawled, "long") == {"robots": 4}
    assert set(crawled.sites["long"].paths()) == {"/robots.txt", "/feed"}


def test_an_outlet_of_this_machine_does_not_lead_to_other_names_of_it(crawled):
    [elsewhere] = [url for url in reasons(crawled, "hostile") if str(url).endswith("/elsewhere")]
    assert "private address" in reasons(crawled, "hostile")[elsewhere]
    assert crawled.sites["hostile"].paths().count("/surrogate") == 1  # which the feed lists itself


def test_a_host_whose_robots_txt_fails_is_left_alone(crawled):
    assert set(crawled.sites["broken_robots"].paths()) == {"/robots.txt"}
    [reason] = reasons(crawled, "broken_robots").values()
    assert "robots.txt" in reason
    assert "503" in reason


def test_nothing_is_asked_before_retry_after(crawled):
    site = crawled.sites["busy"]
    turned_away = [visit for visit in site.visits if visit.status == 429]
    assert 1 <= len(turned_away) <= 8  # those on the wire when the first answer came
    assert len({visit.path for visit in turned_away}) == len(turned_away)  # none is asked twice
    db = open_database(crawled.db_path, read_only=True)
    state = load_source(db, f"{site.base}/feed")
    db.close()
    assert state.next_check_at - crawled.began > timedelta(minutes=59)
    visits = len(site.visits)
    busy = [spec for spec in crawled.specs if spec.id == "busy"]
    assert crawl(busy, crawled.db_path).failures == 0
    assert len(site.visits) == visits


@pytest.mark.parametrize("outlet", ["slow", "rated"])  # "slow" by two outlets at once
def test_crawl_delay_and_request_rate_of_robots_txt_are_kept(crawled, outlet):
    times = sorted(visit.at for visit in crawled.sites[outlet].visits)
    assert len(times) >= 6
    # A request is sent after the one before it has arrived, and arrives late on a busy machine:
    # so much time lies between two arrivals at least.
    for earlier, later in combinations(range(len(times)), 2):
        assert times[later] - times[earlier] > 0.39 * (later - earlier - 1)


@pytest.mark.parametrize(
    ("outlet", "words"),
    [
        ("untrusted", "certificate cannot be trusted"),
        ("closed", "refuses the connection"),
        ("bare", "speaks no TLS"),
        ("no_feed", "not a feed"),
        ("laughing", "feed"),
        ("unasked", "HTTP 304 without a feed"),
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


def test_an_outlet_whose_terms_restrict_keeps_headline_address_and_date(crawled):
    query = """
        SELECT title, published_at, text FROM articles WHERE outlet_id = 'headlines' ORDER BY title
    """
    assert rows(crawled.db_path, query)[0] == ("Train 0 derails", "2026-03-02T17:40:00Z", "")
    query = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'unhurt'"
    others = "SELECT count(*) FROM articles WHERE outlet_id != 'headlines' AND text LIKE '%unhurt%'"
    assert rows(crawled.db_path, query) == rows(crawled.db_path, others)


def test_a_check_asks_for_no_page_whose_headline_is_known(tmp_path):
    with serve(rss_site) as site:
        outlet = spec("rss", site, feeds=(f"{site.base}/feed",))
        result = crawl([outlet], tmp_path / "a.db", headlines_only=True)
    assert sorted(set(site.paths())) == ["/feed", "/robots.txt"]
    assert result.outcomes == {"stored": 3, "not_rail": 1}


def test_every_request_names_us_and_asks_no_cookies(crawled):
    agents = {
        visit.headers["User-Agent"] for site in crawled.sites.values() for visit in site.visits
    }
    [agent] = agents
    assert agent.startswith("Railwatch/")
    assert agent.endswith("(+desk@railwatch.example)")
