"""Sitemaps, their indexes and listing pages give the addresses of articles."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.entries import Entry, Listing
from crawler.following import followed
from crawler.listing_pages import parse_listing_page
from crawler.moments import parse_moment
from crawler.outlet_spec import OutletSpec
from crawler.sources import parse_listing
from tests.sites.newsroom import Piece, news_sitemap

BASE = "https://paper.example"
PIECES = [Piece("/a", "Train & tram <b>collide</b>"), Piece("/b", "Line reopens")]


def sitemap(body):
    body = body.encode() if isinstance(body, str) else body
    spec = OutletSpec("paper", "The Paper", "regional", "DE", ("en",), "Europe/Berlin")
    url = f"{BASE}/maps/s.xml"
    return parse_listing(body, kind="sitemap", url=url, content_type="", spec=spec)


def listing(html, pattern=None, url=f"{BASE}/news/"):
    return parse_listing_page(html.encode(), url=url, content_type="", article_pattern=pattern)


def test_news_sitemap_gives_headline_and_time():
    [first, _] = sitemap(news_sitemap(BASE, PIECES)).entries
    assert first.title == "Train & tram collide"
    assert first.published_at == datetime(2026, 3, 2, 17, 40, tzinfo=UTC)


SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{}</urlset>'
)
NEWS = "<news:news><news:title>Line reopens</news:title></news:news>"
PICTURE = f"<image:loc>{BASE}/p.jpg</image:loc><image:title>A tree</image:title>"


@pytest.mark.parametrize(
    ("body", "url", "title"),
    [
        (
            SITEMAP.format(
                f"<url><loc>{BASE}/a</loc>{NEWS}<image:image>{PICTURE}</image:image>{PICTURE}</url>"
            ),
            f"{BASE}/a",
            "Line reopens",
        ),
        (f"<urlset><url><loc>{BASE}/a</loc>{NEWS}</url></urlset>", f"{BASE}/a", "Line reopens"),
        (
            SITEMAP.format(
                f"<url><loc>/a</loc>{NEWS.replace(' ', '&nbsp;&amp; Caf&eacute; ')}</url>"
            ),
            f"{BASE}/a",
            "Line & Café reopens",
        ),
        (SITEMAP.format("<url><loc>//paper.example/b</loc></url>"), f"{BASE}/b", None),
        (
            SITEMAP.format(f"<url><loc>{BASE}/a?x=1&y=2&amp;z=3</loc></url>"),
            f"{BASE}/a?x=1&y=2&z=3",
            None,
        ),
        (
            SITEMAP.format(f"<url><loc><![CDATA[{BASE}/a?x=1&y=2]]></loc></url>"),
            f"{BASE}/a?x=1&y=2",
            None,
        ),
        (SITEMAP.format(f"<url><loc><!-- 7 -->{BASE}/a<!-- 8 --></loc></url>"), f"{BASE}/a", None),
    ],
    ids=["picture", "undeclared", "entities", "relative", "ampersand", "cdata", "comments"],
)
def test_an_article_of_a_sitemap_keeps_its_own_address_and_headline(body, url, title):
    [entry] = sitemap(body).entries
    assert (entry.url, entry.title) == (url, title)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html/>",
        "<urlset/>",
        "<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>",
        gzip.compress(b"<urlset>" + b" " * 9_000_000, mtime=0),
        gzip.compress(news_sitemap(BASE, PIECES).encode(), mtime=0)[:-40],
    ],
)
def test_what_is_no_sitemap_is_told(body):
    found = sitemap(body)
    assert found.entries == ()
    assert found.fault


@pytest.mark.parametrize(
    ("listed", "read"),
    [
        ([f"m{number}" for number in range(1, 13)], ["m12", "m1", "m11", "m2", "m10"]),
        (["2026-11", "2026-10", "2026-2", "2025-1"], ["2026-11", "2025-1", "2026-10", "2026-2"]),
        (["a", "old 2020-01-01", "new 2026-01-01"], ["new", "old", "a"]),
        (["a", *(f"s{day} 2026-03-0{day}" for day in range(1, 8))], ["s7", "s6", "s5", "a", "s4"]),
        (
            [
                *("post_tag-sitemap 2026-03-09", "page-sitemap 2026-03-08"),
                *("author-sitemap 2026-03-07", "post-sitemap 2026-03-02"),
                *("post-sitemap2 2026-01-02", "news-sitemap"),
            ],
            ["news-sitemap", "post-sitemap", "post-sitemap2", "post_tag-sitemap", "page-sitemap"],
        ),
        (
            ["newsletter 2026-03-09", "a", "google_news.xml 2020-01-01"],
            ["google_news.xml", "a", "newsletter"],
        ),
    ],
)
def test_of_an_index_its_news_and_newest_sitemaps_are_read_also_where_it_dates_none(listed, read):
    marks = (mark.partition(" ") for mark in listed)
    maps = [Entry(mark, updated_at=parse_moment(day, "UTC")) for mark, _, day in marks]
    assert followed(Listing(sitemaps=tuple(maps)), depth=0, new=0) == read


def test_listing_links_of_articles_are_told_from_sections():
    html = f"""<nav><a href="/about-us-and-you-all">About us and you all</a></nav>
    <a href="/sport">Sport and games of the week</a>
    <a href="/2026/03/02/line-reopens">Line reopens after nine years</a>
    <a href="//paper.example/2026/03/02/line-reopens#comments">12</a>
    <a href="story-12345.html">Tram and train collide at Kernau</a>
    <a href="https://www.paper.example/n/20260302/x">列车在车站附近脱轨无人受伤</a>
    <a href="https://other.example/2026/03/02/story">A story of another paper altogether</a>
    <a href="javascript:void(0)">Subscribe to our newsletter today</a>
    <a href="/tag/12345">tag</a><a href="{BASE}/news/">This page itself again</a>"""
    found = listing(html)
    assert [entry.url for entry in found.entries] == [
        f"{BASE}/2026/03/02/line-reopens",
        f"{BASE}/news/story-12345.html",
        "https://www.paper.example/n/20260302/x",
    ]
    assert listing(html, r"/tag/\d+").entries[0].url == f"{BASE}/tag/12345"


def test_links_of_a_listing_are_counted_from_its_base():
    html = '<base href="/"><a href="2026/03/02/x">Line reopens after nine years</a>'
    html += '<a rel="next" href="news/p2">2</a>'
    found = listing(html, url=f"{BASE}/news/index.html")
    assert [entry.url for entry in found.entries] == [f"{BASE}/2026/03/02/x"]
    assert found.next_page == f"{BASE}/news/p2"


@pytest.mark.parametrize(
    ("html", "path"),
    [
        ('<link rel="next" href="/news/page/2/">', "/news/page/2/"),
        ('<nav><a href="?page=2">Далее</a></nav>', "/news/?page=2"),
        ('<a href="?p=2" aria-label="Next page"><img src="x"></a>', "/news/?p=2"),
        ('<a href="/news/page/2/">次へ</a>', "/news/page/2/"),
        ('<a href="https://other.example/news/?page=2">Next</a>', None),
        ('<a href="/news/">Next</a>', None),
        ('<a href="/news/2026/03/02/next-stop-kernau">Next stop: Kernau</a>', None),
    ],
)
def test_next_page_of_a_listing_is_found(html, path):
    assert listing(html).next_page == (None if path is None else f"{BASE}{path}")


def test_listing_without_articles_is_told():
    assert listing("<p>Maintenance").fault == "the listing links no articles"
