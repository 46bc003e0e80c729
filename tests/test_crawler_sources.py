"""Feeds, sitemaps and listing pages in the dialects they come in."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseNeverReceived

from crawler.download import check_host, note_answer
from crawler.entries import Entry, Listing
from crawler.feeds import parse_feed
from crawler.following import followed
from crawler.inflate import Broken, gunzip, inflate
from crawler.listing_pages import parse_listing_page
from crawler.moments import parse_moment
from crawler.pauses import Pauses, parse_retry_after
from crawler.refusals import PrivateAddress
from crawler.sitemaps import parse_sitemap
from crawler.sites import same_site
from crawler.verdicts import verdict
from crawler.worker import ParsingFailed, ParsingHung, Worker, Workers
from tests.sites.newsroom import Piece, atom, news_sitemap, rss

BASE = "https://paper.example"
PIECES = [Piece("/a", "Train & tram <b>collide</b>"), Piece("/b", "Line reopens")]
RDF = f"""<?xml version="1.0" encoding="windows-1251"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>x</title></channel>
<item rdf:about="a"><title>Поезд</title><link>{BASE}/a</link><dc:date>2026-03-02T18:40</dc:date>
</item></rdf:RDF>"""


def feed(body, content_type="application/xml"):
    body = body.encode() if isinstance(body, str) else body
    return parse_feed(body, url=f"{BASE}/feed", content_type=content_type, timezone="Asia/Seoul")


def sitemap(body):
    body = body.encode() if isinstance(body, str) else body
    return parse_sitemap(body, url=f"{BASE}/maps/s.xml", content_type="", timezone="Europe/Berlin")


def listing(html, pattern=None, url=f"{BASE}/news/"):
    return parse_listing_page(html.encode(), url=url, content_type="", article_pattern=pattern)


@pytest.mark.parametrize("make", [rss, atom])
def test_feed_dialects_give_headline_and_address(make):
    entries = feed(make(BASE, PIECES)).entries
    assert [entry.url.partition("?")[0] for entry in entries] == [f"{BASE}/a", f"{BASE}/b"]
    assert entries[0].title == "Train & tram collide"


def test_atom_times_are_those_written():
    [entry, _] = feed(atom(BASE, PIECES, updated="2026-03-02T20:00:00Z")).entries
    assert entry.published_at == datetime(2026, 3, 2, 17, 40, tzinfo=UTC)
    assert entry.updated_at == datetime(2026, 3, 2, 20, tzinfo=UTC)


def test_rdf_in_another_charset_with_a_time_without_zone():
    [entry] = feed(RDF.encode("cp1251")).entries
    assert entry.title == "Поезд"
    assert entry.updated_at == datetime(2026, 3, 2, 9, 40, tzinfo=UTC)


RU = "Поезд сошёл с рельсов у станции Остров. Все пассажиры дошли до станции пешком."


@pytest.mark.parametrize(
    ("text", "declared", "sent", "header"),
    [
        ("무궁화호 열차 탈선 뷁", "euc-kr", "cp949", "text/xml; charset=euc-kr"),
        ("列車が脱線①した髙", "shift_jis", "cp932", "text/xml"),
        ("列車出軌喺香港", "big5", "big5hkscs", "application/xml"),
        ("列车脱轨朱镕基", "gb2312", "gbk", "application/rss+xml"),
        (RU, "windows-1251", "utf-8", "text/xml"),
        (RU, "utf-8", "cp1251", "text/xml; charset=utf-8"),
        (RU, "utf-16", "utf-16", "application/xml"),
    ],
)
def test_headlines_are_read_in_the_charset_they_are_really_in(text, declared, sent, header):
    prolog = f'<?xml version="1.0" encoding="{declared}"?>'
    item = f"<item><title>{text}</title><link>{BASE}/a</link></item>"
    rss_body = f'{prolog}<rss version="2.0"><channel><title>x</title>{item}</channel></rss>'
    [entry] = feed(rss_body.encode(sent), header).entries
    assert entry.title == text
    map_body = prolog + SITEMAP.format(
        f"<url><loc>/a</loc>{NEWS.replace('Line reopens', text)}</url>"
    )
    [entry] = sitemap(map_body.encode(sent)).entries
    assert entry.title == text


@pytest.mark.parametrize("make", [rss, atom])
def test_a_feed_with_its_whole_archive_gives_its_first_entries(make, monkeypatch):
    monkeypatch.setattr("crawler.feeds.MAX_ITEMS", 3)
    body = make(BASE, [Piece(f"/{number}", f"Train {number}") for number in range(9)])
    found = feed(body)
    assert [entry.title for entry in found.entries] == ["Train 0", "Train 1", "Train 2"]


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "x",
    "hubs": [{"type": "rssCloud", "url": "/cloud"}, {"type": "WebSub", "url": "/hub"}],
    "items": [
        {
            "id": 7,
            "url": "/a",
            "title": "Train & tram",
            "content_html": "<p>They met.</p>",
            "date_published": "2026-03-02T18:40:00+09:00",
            "tags": None,
        },
        {"id": "8", "external_url": f"{BASE}/b", "summary": "Line reopens", "title": 3},
        {"id": "9"},
        "no item",
    ],
}


def test_json_feed_gives_headline_address_time_text_and_hub():
    found = feed("\ufeff " + json.dumps(JSON_FEED), "application/feed+json")
    first, second, third = found.entries
    assert third.url == ""
    assert (first.url, first.title, first.text) == (f"{BASE}/a", "Train & tram", "They met.")
    assert first.published_at == datetime(2026, 3, 2, 9, 40, tzinfo=UTC)
    assert (second.url, second.title, second.summary) == (f"{BASE}/b", None, "Line reopens")
    assert found.hub == f"{BASE}/hub"


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda kids: (
            st.lists(kids)
            | (
                st.dictionaries(
                    st.sampled_from(["version", "items", "hubs", "url", "title", "type"]), kids
                )
            )
        ),
    )
)
def test_no_json_breaks_the_reader_of_feeds(value):
    wrapped = {"version": "https://jsonfeed.org/version/1", "items": [value], "hubs": value}
    for body in (value, wrapped, {"version": value, "items": value}):
        found = feed(json.dumps(body))
        assert found.entries or found.fault


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x">'
        "<rss version='0.91'><channel>{}</channel></rss>",
        "<rss version='0.92'><channel>{}</channel></rss>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
        " xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/>{}</rdf:RDF>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>Line reopens</title>"
        f"<link rel='alternate' href='{BASE}/b'/></entry></feed>",
    ],
)
def test_old_dialects_are_read_too(body):
    [entry] = feed(
        body.format(f"<item><title>Line reopens</title><link>{BASE}/b</link></item>")
    ).entries
    assert (entry.url, entry.title) == (f"{BASE}/b", "Line reopens")


@pytest.mark.parametrize(
    ("said", "ttl", "hours"),
    [
        ("<ttl>90</ttl><skipHours><hour>0</hour><hour> 23 </hour></skipHours>", 90, (0, 23)),
        ("<skipHours><hour>24</hour><hour>99</hour></skipHours><ttl>soon</ttl>", 0, (0,)),
        (f"<skipHours>{''.join(f'<hour>{at}</hour>' for at in range(24))}</skipHours>", 0, ()),
        ("", 0, ()),
    ],
)
def test_rest_that_a_feed_asks_for_is_known(said, ttl, hours):
    found = feed(rss(BASE, PIECES, extra=said))
    assert (found.ttl, found.skip_hours) == (timedelta(minutes=ttl), hours)


def test_broken_feed_gives_what_can_be_read():
    body = rss(BASE, PIECES).replace("</item></channel></rss>", "").replace("&amp;", "&")
    assert [entry.url.partition("?")[0] for entry in feed(body).entries] == [
        f"{BASE}/a",
        f"{BASE}/b",
    ]


@pytest.mark.parametrize("body", ["", "<html><p>No feed", "{}", "\x00\x01", "<rss"])
def test_what_is_no_feed_is_told(body):
    found = feed(body, "text/html")
    assert found.entries == ()
    assert found.fault


def test_news_sitemap_gives_headline_and_time():
    [first, _] = sitemap(news_sitemap(BASE, PIECES)).entries
    assert first.title == "Train & tram collide"
    assert first.published_at == datetime(2026, 3, 2, 17, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (
            feed,
            "<rss version='2.0'><channel><item><title>Tram</title></item><item><link>http://[bad/"
            "</link></item><item><title>Train</title><link>/a</link></item></channel></rss>",
        ),
        (
            feed,
            '{"version": "https://jsonfeed.org/version/1.1", "items": '
            '[{"id": "1"}, {"url": "http://[bad/"}, {"url": "/a"}]}',
        ),
        (
            sitemap,
            "<urlset><url/><url><loc>http://[bad/</loc></url><url><loc>/a</loc></url></urlset>",
        ),
    ],
)
def test_an_entry_without_an_address_costs_no_other_and_is_counted(read, body):
    found = read(body)
    assert [entry.url for entry in found.entries] == ["", "", f"{BASE}/a"]
    assert found.fault is None
    assert read(body.replace("/a", "")).fault


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
    ],
    ids=["picture", "undeclared", "entities", "relative", "ampersand", "cdata"],
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
    ],
)
def test_of_an_index_its_newest_sitemaps_are_read_also_where_it_dates_none(listed, read):
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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.paper.example/a", "https://m.paper.example/b", True),
        ("https://a.co.uk/", "https://b.co.uk/", False),
        ("http://127.0.0.1:81/", "http://127.0.0.1:82/", True),
        ("https://[", "https://[", False),
    ],
)
def test_same_site_is_the_same_registrable_domain(one, other, same):
    assert same_site(one, other) is same


@given(st.binary(max_size=2_000), st.integers(0, 3))
def test_compressed_bodies_come_back_whole_or_not_at_all(body, cut):
    for packed, unpack in ((gzip.compress(body), gunzip), (zlib.compress(body), inflate)):
        assert unpack(packed, max_size=2_000) == body
        if cut:
            with pytest.raises(Broken):
                unpack(packed[:-cut], max_size=2_000)


def test_members_of_a_gzip_are_joined_and_bounded_together():
    packed = gzip.compress(b"a" * 60) + gzip.compress(b"b" * 60)
    assert gunzip(packed, max_size=120) == b"a" * 60 + b"b" * 60
    with pytest.raises(Broken, match="size limit"):
        gunzip(packed, max_size=119)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Mon, 02 Mar 2026 12:10:00 GMT", 600),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("9" * 4_400, 10**8),
        ("²", None),
        ("later", None),
        ("", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value, seconds):
    span = parse_retry_after(value, now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert span == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (ConnectionDone(), "the host closed the connection"),
        (ParseError("wrong number of parts", b"HELLO"), "the answer is no HTTP"),
        (ValueError("Value contains non-decimal digits: b'-5'"), "the answer is no HTTP"),
        (VerificationError(errors=[]), "the host's certificate is for another name"),
        (TLSError([("SSL routines", "", "wrong version number")]), "the host speaks no TLS"),
        (
            TLSError([("SSL routines", "", "certificate verify failed")]),
            "the host's certificate cannot be trusted",
        ),
    ],
)
def test_what_a_host_did_is_told_in_words(cause, told):
    failed = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    failed.__cause__ = ResponseNeverReceived([Failure(cause)])
    assert verdict(failed).reason == told


def test_a_host_is_left_alone_after_four_failures_in_a_row():
    pauses = Pauses()
    for _ in range(3):
        pauses.strike("a.example", "timeout")
    pauses.answered("a.example")
    for _ in range(3):
        pauses.strike("a.example", "timeout")
    assert not pauses.reasons
    pauses.strike("a.example", "timeout")
    assert pauses.reasons == {"a.example": "4 requests in a row failed (timeout)"}


def test_a_pause_that_one_outlet_is_asked_for_holds_for_all():
    one, other = Pauses(), Pauses()
    one.ask("busy.example", timedelta(hours=1), "it asks for a pause")
    assert other.reason("busy.example") == "it asks for a pause"
    assert other.longest == timedelta(hours=1)
    assert other.reason("idle.example") is None


@pytest.mark.parametrize(
    ("status", "is_left_alone"), [(403, False), (451, False), (500, False), (503, True)]
)
def test_refused_or_broken_pages_do_not_end_a_hosts_run_but_a_host_in_trouble_is_left_alone(
    status, is_left_alone
):
    pauses = Pauses()
    for _ in range(9):
        note_answer(pauses, "a.example", Response("https://a.example/x", status=status))
    assert bool(pauses.reasons) is is_left_alone


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
    ],
)
def test_private_addresses_are_refused(host):
    with pytest.raises(PrivateAddress, match="private address"):
        asyncio.run(check_host(host))


def test_a_public_address_passes():
    asyncio.run(check_host("93.184.215.14"))


def test_parsing_that_hangs_leaves_a_way_for_other_pages():
    async def calls():
        workers = Workers(2)
        began = asyncio.Event()

        async def hang():
            async with workers.turn() as worker:
                began.set()
                await worker.call(time.sleep, 3_000)

        hanging = asyncio.create_task(hang())
        await began.wait()
        async with workers.turn() as worker:
            found = await worker.call(abs, -1)
        assert not hanging.done()
        workers.stop()
        with pytest.raises(ParsingFailed):
            await hanging
        return found

    assert asyncio.run(calls()) == 1


def test_parsing_that_hangs_is_ended_and_the_next_call_served():
    async def calls():
        worker = Worker(seconds=0.3)
        try:
            assert await worker.call(abs, -1) == 1
            with pytest.raises(ParsingFailed, match=r"more than 0\.3 seconds"):
                await worker.call(sum, range(10**13))
            with pytest.raises(ParsingFailed, match="ZeroDivisionError"):
                await worker.call(divmod, 1, 0)
            return await worker.call(abs, -2)
        finally:
            worker.stop()

    assert asyncio.run(calls()) == 2


def test_parsing_that_waits_without_working_is_ended_too(monkeypatch):
    monkeypatch.setattr("crawler.worker.PATIENCE", 0.1)

    async def call():
        worker = Worker()
        try:
            await worker.call(time.sleep, 3_000)
        finally:
            worker.stop()

    with pytest.raises(ParsingHung):
        asyncio.run(call())
