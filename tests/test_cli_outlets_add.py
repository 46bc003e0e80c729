"""`railwatch outlets add`: a site is looked over and its table printed, end to end on loopback."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest

from crawler.front_page import parse_front_page
from crawler.outlet_fields import parse_table
from crawler.run import CrawlSettings
from crawler.survey import Survey, Tried, survey_site
from railwatch.adding import surveyed, useful
from railwatch.app import App, Mistake, Stopped
from railwatch.config import Config
from railwatch.outlet_table import guessed_outlet, outlet_table, toml
from tests.sites.newsroom import Piece, as_xml, atom, bare_page, news_sitemap, rss, sitemap_index
from tests.sites.server import Reply, serve

PIECES = [
    Piece(f"/2026/03/02/train-{number}", f"Train {number} derails near Kernau in the night")
    for number in range(6)
]
HEAD = """<html lang="en-GB"><head><title>Latest | Vale Gazette</title>
<meta property="og:site_name" content="Vale Gazette">
<link rel="alternate" type="application/rss+xml" href="/feed/one" title="Vale Gazette">
<link rel="alternate" type="application/atom+xml" href="/feed/same" title="The same as Atom">
<link rel="alternate" type="application/rss+xml" href="/feed/talk" title="Comments">
<link rel="alternate" type="application/rss+xml" href="/feed/dead" title="Old">
</head><body>Welcome to the valley</body></html>"""


BRIDGE = Piece("/2026/03/01/bridge", "Bridge over the Ost is closed to trains for a week")


def articles(base):
    pieces = [*PIECES, BRIDGE]
    return {one.path: Reply(bare_page(one, base, shown_date="2 March 2026")) for one in pieces}


def rich_site(base):
    """Feeds in the head, one of them twice, one dead; a news sitemap in an index in robots.txt."""
    rules = f"User-agent: *\nDisallow: /private\nSitemap: {base}/maps.xml\n"
    index = sitemap_index([f"{base}/pages.xml", f"{base}/news.xml"])
    return articles(base) | {
        "/": Reply(HEAD),
        "/robots.txt": Reply(rules, content_type="text/plain"),
        "/feed/one": as_xml(rss(base, PIECES).replace("?utm_source=rss", "")),
        "/feed/same": as_xml(atom(base, PIECES)),
        "/maps.xml": as_xml(index),
        "/news.xml": as_xml(news_sitemap(base, [*PIECES, BRIDGE])),
    }


def plain_site(base):
    """No feed, no sitemap, a page of news; other paths answer 200 with the front page."""
    links = "".join(f'<a href="{one.path}">{one.title}</a>' for one in PIECES)
    front = Reply("<html><title>Kernau heute</title><a href='/aktuell/'>Aktuelles</a></html>")
    return articles(base) | {"/": front, "/aktuell/": Reply(links), "/rss.xml": front}


def hidden_site(base):
    """No front page; a feed at a usual path, a news sitemap in an index of an index."""
    return {
        "/rss.xml": as_xml(rss(base, PIECES)),
        "/sitemap.xml": as_xml(sitemap_index([f"{base}/maps.xml"])),
        "/maps.xml": as_xml(sitemap_index([f"{base}/1.xml"])),
        "/1.xml": as_xml(news_sitemap(base, [*PIECES, BRIDGE])),
    }


def table(ended):
    assert ended.code == 0, ended.err
    [found] = tomllib.loads(ended.out)["outlet"]
    return found


def test_feeds_and_news_sitemap_are_found_tried_and_ready_to_crawl(railwatch, tmp_path):
    with serve(rich_site) as site:
        ended = railwatch("outlets", "add", site.base)
        found = table(ended)
        (tmp_path / "railwatch.toml").write_text(ended.out)
        crawled = railwatch("crawl", found["id"])
    assert found["name"] == "Vale Gazette"
    assert (found["country"], found["timezone"]) == ("GB", "Europe/London")
    assert found["languages"] == ["en"]
    assert found["feeds"] == [f"{site.base}/feed/one"]
    assert found["sitemaps"] == [f"{site.base}/news.xml"]
    assert "listings" not in found
    assert "lists the same as another" in ended.err
    assert f"{site.base}/feed/dead: HTTP 404" in ended.err
    assert "/feed/talk" not in site.paths()
    assert crawled.code == 0, crawled.err
    assert "6 duplicate, 7 stored" in crawled.err
    assert {visit.headers["User-Agent"].split("/")[0] for visit in site.visits} == {"Railwatch"}


def test_a_check_names_some_problems_of_an_outlet_and_counts_the_rest(railwatch, tmp_path):
    def dead(base):
        return {"/map": Reply("\n".join(f"{base}/train-{number}" for number in range(9)))}

    fields = {"id": "dead", "name": "Dead Map", "kind": "trade", "country": "GB", "local": True}
    fields |= {"languages": ("en",), "timezone": "Europe/London"}
    with serve(dead) as site:
        fields["sitemaps"] = (f"{site.base}/map",)
        lines = "\n".join(f"{name} = {toml(value)}" for name, value in fields.items())
        (tmp_path / "railwatch.toml").write_text(f"[[outlet]]\n{lines}\n")
        ended = railwatch("outlets", "check", "dead")
    assert ended.code == 1
    assert ended.out.count("HTTP 404") == 5
    assert "; and 4 more" in ended.out


def survey(make, path="/"):
    """What is found at a site, without the command around it."""
    with serve(make) as site:
        settings = CrawlSettings(delay=0, log_level="ERROR")
        return site, survey_site(site.base + path, settings=settings)


def test_a_page_of_news_is_found_where_there_is_nothing_else():
    site, found = survey(plain_site)
    assert found.working("listing") == (f"{site.base}/aktuell/",)
    assert found.working("feed") == ()
    assert found.name == "Kernau heute"


def test_feed_and_news_sitemap_are_found_unannounced_and_without_a_front_page():
    site, found = survey(hidden_site)
    assert found.fault is None
    assert found.working("feed") == (f"{site.base}/rss.xml",)
    assert found.working("sitemap") == (f"{site.base}/1.xml",)
    assert not any(one.kind == "listing" for one in found.tried)


def test_the_address_of_a_feed_itself_is_enough():
    site, found = survey(rich_site, "/feed/one")
    assert found.working("feed") == (f"{site.base}/feed/one",)
    assert found.url == f"{site.base}/"
    assert site.paths() == ["/robots.txt", "/feed/one"]


def leading(to):
    """A page that only leads its reader on."""
    return Reply(f'<html><head><meta http-equiv="Refresh" content="0; URL={to}"></head></html>')


def test_a_front_page_that_leads_on_is_followed_to_where_the_site_begins():
    def site_behind(base):
        site = rich_site(base)
        return site | {"/": leading("/start"), "/start": leading("/en/"), "/en/": site["/"]}

    site, found = survey(site_behind)
    assert found.url == f"{site.base}/en/"
    assert found.name == "Vale Gazette"
    assert found.working("feed") == (f"{site.base}/feed/one",)


def test_front_pages_that_lead_in_circles_or_nowhere_come_to_an_end():
    site, found = survey(lambda base: {"/": leading("/round"), "/round": leading("/")})
    assert not found.working("feed")
    assert site.paths().count("/round") <= 3
    site, found = survey(lambda base: {"/": leading("/gone")})
    assert (found.url, found.fault) == (f"{site.base}/gone", "HTTP 404: not there")


@pytest.mark.parametrize(
    ("head", "feeds"),
    [
        ('<link rel="Alternate" type=" Application/RSS+XML; charset=utf-8" href="f">', ["/f"]),
        ('<link rel="alternate" type="application/json" href="/f.json">', ["/f.json"]),
        ('<link rel="alternate" type="application/xml" href="/f.xml">', ["/f.xml"]),
        ('<link rel="alternate" type="text/xml" href="feed:https://paper.example/f">', ["/f"]),
        ('<link rel="alternate" type="text/xml" href="feed://paper.example/f">', ["/f"]),
        ('<base href="/en/"><link rel="alternate" type="text/xml" href="f">', ["/en/f"]),
        ('<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">', []),
        ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">', []),
        (
            '</head><a href="/service/news.rss">Subscribe</a><a href="/feedback">x</a>',
            ["/service/news.rss"],
        ),
        (
            '</head><a href="/s?id=2">RSS feed</a><a href="https://feedly.com/feed">x</a>',
            ["/s?id=2"],
        ),
        (
            '<link rel="alternate" type="application/rss+xml" href="/f">'
            '</head><a href="/feed/sport">Sport</a>',
            ["/f"],
        ),
    ],
)
def test_feeds_of_a_front_page_are_found_however_it_names_them(head, feeds):
    page = f"<html><head><title>Paper</title>{head}".encode()
    found = parse_front_page(page, url="https://paper.example/", content_type="text/html")
    assert list(found.feeds) == [f"https://paper.example{path}" for path in feeds]


def test_a_site_that_forbids_it_is_told_in_one_sentence(railwatch):
    rules = Reply("User-agent: *\nDisallow: /", content_type="text/plain")
    with serve(lambda base: {"/": Reply(HEAD), "/robots.txt": rules}) as site:
        ended = railwatch("outlets", "add", site.base, "--quiet")
    assert (ended.code, ended.out) == (1, "")
    [line] = ended.err.splitlines()
    assert "could not be read: robots.txt forbids it" in line
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Survey("https://x.example/", fault="HTTP 403: access refused"),
            "HTTP 403: access refused",
        ),
        (Survey("https://x.example/"), "no feed, news sitemap or list of news was found"),
    ],
)
def test_a_site_without_use_is_told_in_one_sentence(found, said):
    with pytest.raises(Stopped, match=said):
        useful(found)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://paper.example/", "is no web address"),
        ("https://[", "is no web address"),
        ("https://paper.example:99999/", "is no web address"),
        ("javascript:alert(1)", "is no web address"),
        ("me:pass@paper.example", "holds a user name; leave user and password out"),
        ("https://www.reuters.com/world", "Reuters is not fetched"),
        ("tass.com", "is of an outlet already: tass_en_ru"),
        ("paper.example", "put contact = "),
    ],
)
def test_an_address_that_is_not_to_be_asked_is_told_in_one_sentence(tmp_path, address, said):
    with pytest.raises(Mistake, match=said):
        surveyed(App(tmp_path / "a.db", Config()), address)


FEED = Tried("https://x.example/feed", "feed", 9, datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("url", "name", "locale", "country", "zone", "kind", "id"),
    [
        ("https://www.gleis.de/", "Gleis", "", "DE", "Europe/Berlin", "national", "gleis_de"),
        ("https://rail.co.uk/", "Rail!", "en-US", "GB", "Europe/London", "trade", "rail_gb"),
        ("https://npo.com/", "Новости", "", None, None, "national", "npo"),
        ("https://npo.com/", "News", "en-US", None, None, "national", "news"),
        ("https://a.ru/", "Лента", "ru", "RU", None, "national", "a_ru"),
        ("https://x.go.kr/", "국토부", "ko", "KR", "Asia/Seoul", "official", "x_kr"),
        ("https://io.io/", "Paper", "de-AT", "AT", "Europe/Vienna", "national", "paper_at"),
    ],
)
def test_what_the_address_tells_is_filled_in_and_the_rest_marked(
    url, name, locale, country, zone, kind, id
):
    survey = Survey(url, name=name, locale=locale, tried=(FEED,))
    spec, remarks = guessed_outlet(survey)
    assert (spec.id, spec.kind) == (id, kind)
    assert (spec.country, "country" in remarks) == (country or "ZZ", country is None)
    assert (spec.timezone, "timezone" in remarks) == (zone or "UTC", zone is None)
    assert parse_table(tomllib.loads(outlet_table(survey))["outlet"][0]).feeds == (FEED.url,)


@pytest.mark.parametrize("name", ['A "B" \\ C', "Zeile\nzwei", "\x7f\x00", "[[outlet]]", "# x"])
def test_no_name_of_a_site_breaks_the_table(name):
    survey = Survey("https://x.example/", name=name, tried=(FEED,))
    assert tomllib.loads(outlet_table(survey))["outlet"][0]["name"] == name
