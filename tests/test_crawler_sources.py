"""Feeds, sitemaps and listing pages in the dialects they come in."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.inflate import Broken, gunzip, inflate
from crawler.moments import parse_moment
from crawler.outlet_spec import OutletSpec
from crawler.sites import same_site
from crawler.sources import parse_listing
from tests.sites.newsroom import Piece, atom, rss

BASE = "https://paper.example"
PIECES = [Piece("/a", "Train & tram <b>collide</b>"), Piece("/b", "Line reopens")]
RDF = f"""<?xml version="1.0" encoding="windows-1251"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>x</title></channel>
<item rdf:about="a"><title>Поезд</title><link>{BASE}/a</link><dc:date>2026-03-02T18:40</dc:date>
</item></rdf:RDF>"""


def read(body, kind, url, content_type, timezone):
    spec = OutletSpec("paper", "The Paper", "regional", "DE", ("en",), timezone)
    body = body.encode() if isinstance(body, str) else body
    return parse_listing(body, kind=kind, url=url, content_type=content_type, spec=spec)


def feed(body, content_type="application/xml"):
    return read(body, "feed", f"{BASE}/feed", content_type, "Asia/Seoul")


def sitemap(body):
    return read(body, "sitemap", f"{BASE}/maps/s.xml", "", "Europe/Berlin")


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
    assert entry.published_at == datetime(2026, 3, 2, 9, 40, tzinfo=UTC)


SPACES = """
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"
"""


def rss_item(inside):
    return feed(f'<rss version="2.0" {SPACES}><channel><item>{inside}</item></channel></rss>')


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("<dc:date>2026-03-02T10:00:00Z</dc:date>", 2),
        ("<pubDate>03.03.2026 10:00 UTC</pubDate>", 3),
        (
            "<dcterms:created>2026-03-01T10:00:00Z</dcterms:created>"
            "<dcterms:modified>2026-03-05T10:00:00Z</dcterms:modified>",
            1,
        ),
        (
            "<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>"
            "<atom:updated>2026-03-05T10:00:00Z</atom:updated>",
            3,
        ),
    ],
)
def test_the_date_of_a_feeds_item_is_read_whatever_it_is_called(dates, day):
    [entry] = rss_item(f"<link>{BASE}/a</link>{dates}").entries
    assert entry.published_at == datetime(2026, 3, day, 10, tzinfo=UTC)
    assert parse_moment(entry.published_as, "UTC") == entry.published_at  # with the words it has


def test_an_item_that_tells_only_when_it_came_out_was_not_changed_then():
    [entry] = rss_item(
        f"<link>{BASE}/a</link><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>"
    ).entries
    assert entry.updated_at is None


@pytest.mark.parametrize(
    ("said", "path"),
    [
        (
            f"<link>http://clicks.example/~r/1</link><feedburner:origLink>{BASE}/a</feedburner:origLink>",
            "/a",
        ),
        (
            f"<link>{BASE}/a?x=1&section=2&lang=ko&not_in=3</link>",
            "/a?x=1&section=2&lang=ko&not_in=3",
        ),
        (f"<link>{BASE}/a?x=1&amp;section=2</link><title>Tram & train</title>", "/a?x=1&section=2"),
        (
            f"<link><![CDATA[{BASE}/a?x=1&section=2]]></link><title>Tram & train</title>",
            "/a?x=1&section=2",
        ),
        (f'<guid isPermaLink="false">{BASE}/a</guid>', "/a"),
        ('<guid isPermaLink="false">77</guid><link>/a</link>', "/a"),
        (f"<link>{BASE.replace('//', '//reader:secret@')}/a</link>", "/a"),
        (f"<link>{BASE}/a b\u202e</link>", "/a%20b%E2%80%AE"),
    ],
)
def test_an_items_address_is_that_of_its_page_to_the_letter(said, path):
    [entry] = rss_item(said).entries
    assert entry.url == f"{BASE}{path}"


def test_ampersands_and_names_of_letters_in_headlines_are_read():
    title = "<title>Tr&auml;m & train&nbsp;collide</title>"
    [entry] = rss_item(f"{title}<link>{BASE}/a</link>").entries
    assert entry.title == "Träm & train collide"


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
        {"id": f"{BASE}/c"},
        "no item",
    ],
}


def test_json_feed_gives_headline_address_time_text_and_hub():
    found = feed("\ufeff " + json.dumps(JSON_FEED), "application/feed+json")
    first, second, third, fourth = found.entries
    assert (third.url, fourth.url) == ("", f"{BASE}/c")
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


NO_CHARSET = bytes(range(128, 256)) * 9


@pytest.mark.parametrize(
    "body",
    [
        *("", "<html><p>No feed", "{}", "\x00\x01", "<rss"),
        NO_CHARSET,
        gzip.compress(b"<rss", mtime=0)[:-4],
    ],
)
def test_what_is_no_feed_is_told(body):
    found = feed(body, "text/html")
    assert found.entries == ()
    assert found.fault.startswith("not a feed (")


@pytest.mark.parametrize("make", [rss, atom])
def test_a_feed_that_is_a_gzipped_file_is_read(make):
    assert len(feed(gzip.compress(make(BASE, PIECES).encode()), "application/gzip").entries) == 2


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
