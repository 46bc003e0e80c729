"""The demonstration newsroom, asked over HTTP as a crawler would."""

import json
import random
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import feedparser
import pytest

from railwatch.newsroom import Visit, serve_newsroom
from railwatch.newsroom.outlets import load_outlets

# a proxy of the environment must not come between us and loopback
OPENER = build_opener(ProxyHandler({}))
KENOSHA = "/2025/02/11/kenosha-freight-derailment"


@pytest.fixture(scope="module")
def newsroom():
    with serve_newsroom() as running:
        yield running


def fetch(url, **headers):
    request = Request(url, headers={key.replace("_", "-"): value for key, value in headers.items()})
    try:
        with OPENER.open(request, timeout=300) as response:
            return response.status, response.headers, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def table(newsroom, outlet_id):
    return next(table for table in newsroom.outlet_tables if table["id"] == outlet_id)


def test_newsroom_has_the_outlets_and_articles_the_demo_promises(newsroom):
    kinds = [table["kind"] for table in newsroom.outlet_tables]
    articles = [article for outlet in load_outlets(revised=False) for article in outlet.articles]
    assert kinds.count("wire") == 2
    assert kinds.count("regional") >= 3
    assert kinds.count("trade") >= 1
    assert len(articles) >= 48
    assert sum(not article.rail for article in articles) >= 10
    assert len({table["homepage"] for table in newsroom.outlet_tables}) == len(kinds)


def test_every_outlet_lists_articles_that_open(newsroom):
    for table in newsroom.outlet_tables:
        [source] = [*table.get("feeds", []), *table.get("sitemaps", []), *table.get("listings", [])]
        _, _, listed = fetch(source)
        base = table["homepage"].rstrip("/")
        paths = set(re.findall(r"/20\d\d/\d\d/\d\d/[a-z0-9-]+", listed))
        assert len(paths) == table["min_articles"]
        for path in paths:
            status, _, html = fetch(base + path)
            assert status == 200
            assert "demonstration newsroom" in html


def test_feeds_parse_with_titles_links_and_dates(newsroom):
    feeds = [url for table in newsroom.outlet_tables for url in table.get("feeds", [])]
    assert len(feeds) >= 5
    for url in feeds:
        feed = feedparser.parse(fetch(url)[2])
        assert not feed.bozo
        assert feed.entries
        assert all(entry.title and entry.link and entry.published_parsed for entry in feed.entries)


def test_json_ld_gives_the_published_time_with_its_offset(newsroom):
    _, _, html = fetch(table(newsroom, "great_lakes_courier")["homepage"].rstrip("/") + KENOSHA)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(block[1])["datePublished"] == "2025-02-11T10:25:00-06:00"


def test_unchanged_page_is_answered_304_and_logged(newsroom):
    outlet = table(newsroom, "npna")
    [feed] = outlet["feeds"]
    status, headers, _ = fetch(feed)
    assert status == 200
    assert fetch(feed, If_None_Match=headers["ETag"])[::2] == (304, "")
    assert fetch(feed, If_Modified_Since=headers["Last-Modified"])[::2] == (304, "")
    assert fetch(feed, If_None_Match='"other"')[0] == 200
    assert newsroom.requests[-2] == Visit("npna", "/rss.xml", 304)


def test_unknown_path_is_404_and_robots_txt_is_served(newsroom):
    base = table(newsroom, "meridian_press")["homepage"]
    assert fetch(base + "nowhere")[0] == 404
    assert f"Sitemap: {base}news-sitemap.xml" in fetch(base + "robots.txt")[2]


def test_correction_is_served_when_revised(newsroom):
    before = fetch(table(newsroom, "great_lakes_courier")["homepage"].rstrip("/") + KENOSHA)
    seen_at = format_datetime(datetime.now(UTC), usegmt=True)
    with serve_newsroom(revised=True) as later:
        courier = table(later, "great_lakes_courier")
        after = fetch(courier["homepage"].rstrip("/") + KENOSHA, If_Modified_Since=seen_at)
        feed = feedparser.parse(fetch(courier["feeds"][0])[2])
    assert "Seventeen cars" in before[2]
    assert "CORRECTION" not in before[2]
    assert "Seven cars" in after[2]
    assert "CORRECTION" in after[2]
    assert before[1]["ETag"] != after[1]["ETag"]
    [entry] = [entry for entry in feed.entries if entry.link.endswith(KENOSHA)]
    assert entry.updated != entry.published


def test_fixed_ports_give_the_same_addresses_and_etags_again(newsroom):
    first = newsroom.outlet_tables[0]["homepage"]
    free = random.randrange(10_000, 20_000)  # the system gives these to nobody unasked
    with serve_newsroom(port=free) as one:
        homepages = [table["homepage"] for table in one.outlet_tables]
        etag = fetch(homepages[0])[1]["ETag"]
        with pytest.raises(OSError, match="in use"), serve_newsroom(port=free):
            pass
    with serve_newsroom(port=free) as two:
        assert [table["homepage"] for table in two.outlet_tables] == homepages
        assert fetch(homepages[0], If_None_Match=etag)[0] == 304
    assert homepages == [f"http://127.0.0.1:{free + n}/" for n in range(len(homepages))]
    assert first not in homepages
