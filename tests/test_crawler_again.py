"""Later runs, hosts that hang, and time that runs out."""

from __future__ import annotations

import asyncio
import resource
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler.answers import AnswerReader
from crawler.entries import Entry
from crawler.identity import ContactMissing
from crawler.outlet_spec import OutletSpec
from crawler.run import CrawlResult
from crawler.worker import ParsingLost, Workers
from storage.database import open_database
from tests.sites.newsroom import (
    PARAGRAPHS,
    Piece,
    as_xml,
    atom,
    json_ld_page,
    news_sitemap,
    open_graph_page,
    rss,
    sitemap_index,
)
from tests.sites.outlets import atom_site, crawl, rows, rss_site, spec
from tests.sites.server import Reply, Site, serve

# Not their story: the article that failed at first is the same text, and may become its first.
UNCHANGED = """
    SELECT id, url, title, byline, published_at, modified_at, fetched_at, language, text, sha256
    FROM articles WHERE outlet_id IN ('steady', 'plain') ORDER BY id
"""


def outcomes(crawled, name):
    return crawled.result.outlets[name].outcomes


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
    makers = {"steady": rss_site, "plain": atom_site, "edited": tagged_atom_site, "flaky": rss_site}
    makers |= {"indexed": indexed_site, "paged": paged_site}
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(make)) for name, make in makers.items()}
        specs = [spec(name, site, **sources(name, site.base)) for name, site in sites.items()]
        good = sites["flaky"].pages[FLAKY]
        sites["flaky"].pages[FLAKY] = Reply(status=500)
        assert crawl(specs, db_path).outcomes["failed"] == 1
        sites["flaky"].pages[FLAKY] = good
        edit(sites["edited"])
        fill(sites["indexed"])
        sites["paged"].pages["/news?page=2"] = Reply(links_page(PAGED[2:]))
        before = rows(db_path, UNCHANGED)
        for site in sites.values():
            site.visits.clear()
        yield Recrawled(db_path, crawl(specs, db_path), sites, before)


def sources(name, base):
    lists = {"indexed": {"sitemaps": (f"{base}/i.xml",)}, "paged": {"listings": (f"{base}/news",)}}
    return lists.get(name, {"feeds": (f"{base}/feed",)})


TUNNELS = [Piece(f"/n/{number}", f"Tunnel {number} opens to trains") for number in range(3)]
PAGED = [Piece(f"/2026/03/02/{day}", f"Rail strike at Kernau, day {day}") for day in range(4)]


def indexed_site(base):
    """Index and sitemaps have validators; each sitemap lists one article, the third none yet."""
    pages = {piece.path: Reply(json_ld_page(piece, base)) for piece in TUNNELS}
    for name, piece in (("old", TUNNELS[0]), ("new", TUNNELS[1])):
        pages[f"/{name}.xml"] = as_xml(news_sitemap(base, [piece]), ETag=f'"{name}"')
    index = sitemap_index([f"{base}/old.xml", f"{base}/new.xml"])
    return pages | {"/i.xml": as_xml(index, ETag='"index"')}


def fill(site):
    """One sitemap gets another article; the index stays as it was."""
    site.pages["/new.xml"] = as_xml(news_sitemap(site.base, TUNNELS[1:]), ETag='"newer"')


def paged_site(base):
    """A listing whose second page fails for now."""
    pages = {piece.path: Reply(json_ld_page(piece, base)) for piece in PAGED}
    first = links_page(PAGED[:2]) + '<a rel="next" href="/news?page=2">More</a>'
    return pages | {
        "/news": Reply(first, headers={"ETag": '"first"'}),
        "/news?page=2": Reply(status=503),
    }


def links_page(pieces):
    return "".join(f'<a href="{piece.path}">{piece.title}</a>' for piece in pieces)


def tagged_atom_site(base):
    pages = atom_site(base)
    pages["/story-1"] = replace(pages["/story-1"], headers={"ETag": '"1"'})
    return pages


def edit(site):
    """Its first article gets another headline and one more sentence; its feed says so."""
    first, second = (Piece(f"/story-{number}", f"Rail strike, day {number}") for number in (1, 2))
    later = Piece(first.path, "Rail strike ends", paragraphs=(*PARAGRAPHS, "The toll is four."))
    site.pages["/feed"] = as_xml(atom(site.base, [later, second]))
    site.pages[first.path] = Reply(open_graph_page(later, site.base), headers={"ETag": '"2"'})


def test_a_second_run_on_an_unchanged_site_transfers_no_article(recrawled):
    steady, plain = recrawled.sites["steady"], recrawled.sites["plain"]
    asked = [(visit.path, visit.status) for visit in steady.visits]
    assert asked == [("/robots.txt", 404), ("/feed", 304)]
    assert plain.paths() == ["/robots.txt", "/feed"]  # it gives no validators
    assert outcomes(recrawled, "plain") == {"known": 2}
    assert rows(recrawled.db_path, UNCHANGED) == recrawled.articles_before


def test_a_changed_article_is_fetched_again_and_its_old_text_kept(recrawled):
    assert outcomes(recrawled, "edited") == {"changed": 1, "known": 1}
    assert recrawled.sites["edited"].paths() == ["/robots.txt", "/feed", "/story-1"]
    [*_, visit] = recrawled.sites["edited"].visits
    assert visit.headers["If-None-Match"] == '"1"'  # the server's word, not our clock's
    assert "If-Modified-Since" not in visit.headers
    [(title, text)] = rows(recrawled.db_path, "SELECT title, text FROM article_versions")
    assert (title, text) == ("Rail strike, day 1", "\n\n".join(PARAGRAPHS))


def test_what_failed_is_tried_again_though_the_feed_has_not_changed(recrawled):
    assert outcomes(recrawled, "flaky") == {"stored": 1, "known": 3}
    [*_, visit] = recrawled.sites["flaky"].visits
    assert "If-Modified-Since" not in visit.headers  # we have nothing that a 304 could mean
    query = "SELECT count(*) FROM failures WHERE resolved_at IS NULL"
    assert rows(recrawled.db_path, query) == [(0,)]


def test_an_article_in_a_sitemap_is_found_though_its_index_has_not_changed(recrawled):
    assert outcomes(recrawled, "indexed") == {"stored": 1, "known": 1}
    asked = {visit.path: visit.status for visit in recrawled.sites["indexed"].visits}
    assert asked.pop("/robots.txt") == 404
    assert asked == {"/i.xml": 200, "/old.xml": 304, "/new.xml": 200, "/n/2": 200}


def test_a_listings_page_that_failed_is_asked_again_though_the_first_has_not_changed(recrawled):
    assert outcomes(recrawled, "paged") == {"stored": 2}
    asked = {visit.path: visit.status for visit in recrawled.sites["paged"].visits}
    assert (asked["/news"], asked["/news?page=2"]) == (304, 200)


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
        result = crawl(specs, tmp_path / "a.db", timeout=3)
        end.set()
    assert result.outlets["rss"].outcomes["stored"] == 3
    assert [reason for _, reason in result.outlets["hanging"].failures] == ["no answer in time"]
    assert len(hanging.visits) <= 3


def test_an_outlet_whose_time_is_up_leaves_the_rest_to_the_next_run(tmp_path):
    slow = {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 120")}
    with serve(lambda base: rss_site(base) | slow) as site:
        outlet = spec("slow", site, feeds=(f"{site.base}/feed",))
        result = crawl([outlet], tmp_path / "a.db", outlet_seconds=3)
    [visit] = site.visits
    assert visit.path == "/robots.txt"
    assert time.monotonic() - visit.at < 120
    [told] = result.outlets["slow"].failures  # and nothing of "0 entries left"
    assert told == (f"{site.base}/feed", "its time was up")


@contextmanager
def files_of_at_most(size):
    """No file may be written beyond a size, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_crawl_that_can_store_nothing_more_asks_for_nothing_more(tmp_path):
    text = " ".join(f"Train {n} had left the rails at the bridge." for n in range(200))
    pieces = [Piece(f"/{n}", f"Train {n} derails", paragraphs=(text,)) for n in range(100)]
    heavy = f"<!-- {'x' * 200_000} -->"  # few are fetched ahead of those that are read

    def many(base):
        pages = {one.path: Reply(json_ld_page(one, base) + heavy) for one in pieces}
        return pages | {"/feed": as_xml(rss(base, pieces, tag=""))}

    with serve(many) as site:
        outlet = spec("many", site, feeds=(f"{site.base}/feed",))
        open_database(tmp_path / "a.db").close()
        with files_of_at_most(150_000):  # the log that each change is first written to
            result = crawl([outlet], tmp_path / "a.db").outlets["many"]
        assert len(site.visits) < len(pieces) / 2
        told = f"its run could not be stored: {tmp_path / 'a.db'} cannot be read or written"
        assert any(why.startswith(told) for _, why in result.failures)
        crawl([outlet], tmp_path / "a.db")
    assert len(rows(tmp_path / "a.db", "SELECT id FROM articles")) == len(pieces)


@pytest.mark.parametrize("size", [1, 33_000])  # no room for what is beside the file, or for rows
def test_an_outlet_of_which_nothing_can_be_stored_is_told_with_the_reason(tmp_path, size):
    with serve(rss_site) as site:
        outlet = spec("rss", site, feeds=(f"{site.base}/feed",))
        open_database(tmp_path / "a.db").close()
        with files_of_at_most(size):
            result = crawl([outlet], tmp_path / "a.db").outlets["rss"]
    assert result.outcomes == {}
    assert any(str(tmp_path) in reason for _, reason in result.failures)


def test_a_host_that_hangs_up_on_one_page_is_asked_for_it_twice_and_the_rest_read(tmp_path):
    def make(base):
        pieces = [Piece("/closed", "Train lost"), *(Piece(f"/{n}", f"Train {n}") for n in range(9))]
        pages = {piece.path: Reply(json_ld_page(piece, base)) for piece in pieces}
        feed = as_xml(rss(base, pieces, tag=""))
        return pages | {"/feed": feed, "/closed": Reply(raw=b"")}

    with serve(make, keeps_connections=True) as site:
        outlet = spec("rss", site, feeds=(f"{site.base}/feed",))
        result = crawl([outlet], tmp_path / "a.db").outlets["rss"]
    assert result.outcomes == {"stored": 9, "failed": 1}
    assert site.paths().count("/closed") == 2


def test_a_host_that_closes_each_connection_without_a_word_loses_no_article(tmp_path):
    def make(base):
        pieces = [Piece(f"/{number}", f"Train {number} derails") for number in range(30)]
        pages = {piece.path: unannounced(json_ld_page(piece, base)) for piece in pieces}
        return pages | {"/feed": as_xml(rss(base, pieces, tag=""))}

    with serve(make, keeps_connections=True) as site:
        outlet = spec("rss", site, feeds=(f"{site.base}/feed",))
        result = crawl([outlet], tmp_path / "a.db").outlets["rss"]
    assert (result.outcomes, result.failures) == ({"stored": 30}, ())


def unannounced(html):
    """A page of a host that keeps connections, as far as it says, and closes this one."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(html.encode())}\r\n\r\n"
    return Reply(raw=head.encode() + html.encode())


def test_an_outlet_whose_pages_hang_the_parser_leaves_the_rest_to_the_next_run(monkeypatch):
    workers = Workers(1, seconds=0.02)
    monkeypatch.setattr("crawler.answers.shared_workers", lambda: workers)
    monkeypatch.setattr("crawler.answers.MAX_HUNG", 1)
    page = HtmlResponse("https://paper.example/a", body=b"<p>A train stands.</p>" * 20_000)
    paper = OutletSpec("paper", "Paper", "trade", "GB", ("en",), "Europe/London", page.url)
    reader, now = AnswerReader(paper, keep_all=True), datetime.now(UTC)

    async def readings():
        return [await reader.page(page, Entry(page.url), now) for _ in range(2)]

    hung, left = asyncio.run(readings())
    workers.stop()
    assert hung.reason == "parsing took more than 0.02 seconds"
    assert left.outcome == "deferred"
    assert reader.fault == "1 pages took too long to parse"


def test_a_page_whose_reader_was_killed_is_read_in_the_next_run(monkeypatch):
    async def lost(*args, **kwargs):
        raise ParsingLost

    monkeypatch.setattr("crawler.worker.Worker.call", lost)
    page = HtmlResponse("https://paper.example/a", body=b"<p>A train stands.</p>")
    paper = OutletSpec("paper", "Paper", "trade", "GB", ("en",), "Europe/London", page.url)
    reader = AnswerReader(paper, keep_all=True)
    reading = asyncio.run(reader.page(page, Entry(page.url), datetime.now(UTC)))
    assert (reading.outcome, reading.reason) == ("failed", str(ParsingLost()))


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
