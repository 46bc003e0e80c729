"""Imitated outlets, one for each way in which sites list, date, encode and serve their articles."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from tests.sites.newsroom import (
    PARAGRAPHS,
    Piece,
    as_xml,
    atom,
    bare_page,
    json_ld_page,
    news_sitemap,
    open_graph_page,
    page,
    rss,
    sitemap_index,
)
from tests.sites.server import Reply

PIECES = [
    Piece("/2026/03/02/train-derails", "Train derails near Ostwald"),
    Piece("/2026/03/02/bridge-opens", "Rail bridge opens at Kernau", author="Ola Nyquist"),
]
# Of each language a headline, and paragraphs as long as real ones.
WORDS = {
    "ru": (
        "Поезд сошёл с рельсов под Хабаровском",
        "Пассажирский поезд сошёл с рельсов в понедельник вечером, сообщили на железной дороге.",
        "Все пассажиры поезда дошли до ближайшей станции, движение восстановят к утру вторника.",
    ),
    "zh": (
        "一列客运列车在绥芬河附近脱轨",
        "一列客运列车星期一晚上在绥芬河站附近脱轨，铁路部门表示所有乘客均已安全抵达下一站。",
        "铁路局称线路检查完毕之前货运列车将绕行，预计星期二上午恢复通车，事故原因正在调查之中。",
    ),
    "ko": (
        "여객 열차, 역 근처에서 탈선",
        "월요일 저녁 여객 열차가 역 근처에서 탈선했으며 철도 당국은 승객 모두 무사하다고 밝혔다.",
        "철도공사는 선로 점검이 끝날 때까지 화물 열차를 우회시킨다고 화요일 오전에 밝혔다.",
    ),
    "ja": (
        "旅客列車が駅の近くで脱線",
        "月曜日の夜、旅客列車が駅の近くで脱線したが、鉄道会社によると乗客は全員無事だったという。",
        "線路の点検が終わるまで貨物列車は迂回し、火曜日の午前中に運転を再開する見込みだと発表した。",
    ),
}
Make = Callable[[str], dict[str, Reply]]


@dataclass(frozen=True)
class ImitatedSite:
    """How a site is made, where it lists its articles, and which it has.

    `found` are its pieces as a crawl must find them.
    """

    make: Make
    found: tuple[Piece, ...] = tuple(PIECES)
    sources: str = "feeds"
    path: str = "/feed"
    languages: tuple[str, ...] = ("en",)
    timezone: str = "Europe/Berlin"


def pages(base, pieces=PIECES):
    return {piece.path: Reply(json_ld_page(piece, base)) for piece in pieces}


def listed(feed: Callable[[str], Reply]) -> Make:
    """A site whose feed is all that is special about it."""
    return lambda base: pages(base) | {"/feed": feed(base)}


def items(base, form):
    return "".join(
        form.format(url=f"{base}{piece.path}", path=piece.path, title=escape(piece.title))
        for piece in PIECES
    )


def old_rss(version):
    def feed(base):
        entries = items(base, "<item><title>{title}</title><link>{url}</link></item>")
        channel = f"<channel><title>x</title><link>{base}</link>{entries}</channel>"
        return as_xml(f'<?xml version="1.0"?><rss version="{version}">{channel}</rss>')

    return feed


def rdf(base):
    entries = items(base, '<item rdf:about="{url}"><title>{title}</title><link>{url}</link></item>')
    names = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    )
    channel = f'<channel rdf:about="{base}"><title>x</title></channel>'
    return as_xml(f'<?xml version="1.0"?><rdf:RDF {names}>{channel}{entries}</rdf:RDF>')


def old_atom(base):
    entries = items(base, '<entry><title>{title}</title><link href="{url}"/><id>{url}</id></entry>')
    return as_xml(
        f'<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#">{entries}</feed>'
    )


def json_feed(base):
    said = [{"id": piece.path, "url": base + piece.path, "title": piece.title} for piece in PIECES]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": said}
    return Reply(json.dumps(feed), content_type="application/feed+json")


def links_like(form):
    """An RSS feed whose links are written so."""

    def feed(base):
        host = base.partition("//")[2]
        entries = "".join(
            f"<item><title>{piece.title}</title><link>{link}</link></item>"
            for piece in PIECES
            if (link := form.format(host=host, path=piece.path))
        )
        return as_xml(f'<rss version="2.0"><channel><link>{base}/</link>{entries}</channel></rss>')

    return feed


def with_map(make_map: Callable[[str], dict[str, Reply]]) -> Make:
    return lambda base: pages(base) | make_map(base)


def plain_map(base):
    urls = items(base, "<url><loc>{url}</loc><lastmod>2026-03-02T18:40:00+01:00</lastmod></url>")
    return {
        "/map": as_xml(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        )
    }


def packed_map(base):
    body = gzip.compress(news_sitemap(base, PIECES).encode())
    return {"/map": Reply(body, content_type="application/gzip")}


def split_map(base):
    parts = {
        f"/part-{at}.xml": as_xml(news_sitemap(base, [piece])) for at, piece in enumerate(PIECES)
    }
    return parts | {"/map": as_xml(sitemap_index([base + path for path in parts]))}


def plain_list(base):
    lines = items(base, "{url}\r\n")
    return {"/map": Reply(f"\ufeff{lines}", content_type="text/plain; charset=utf-8")}


def feed_map(base):
    return {"/map": as_xml(rss(base, PIECES, tag=""))}


def listing(base):
    """A listing on two pages, with links relative to it and to the protocol."""
    host = base.partition("//")[2]
    first, second = PIECES
    more = '<a rel="next" href="?page=2">2</a>'
    return pages(base) | {
        "/news/": Reply(f'<a href="..{first.path}">{first.title} on Monday</a> {more}'),
        "/news/?page=2": Reply(f'<a href="//{host}{second.path}#top">{second.title} on Monday</a>'),
    }


def in_charset(language, charset, declared):
    """An article in this charset, which the header declares as another or not at all."""
    title, *paragraphs = WORDS[language]
    piece = Piece("/news/20260302", title, paragraphs=tuple(paragraphs), author=None)

    def make(base):
        body = json_ld_page(piece, base, language=language).encode(charset)
        kind = f"text/html; charset={declared}" if declared else "text/html"
        return {
            piece.path: Reply(body, content_type=kind),
            "/feed": as_xml(rss(base, [piece], tag="")),
        }

    return ImitatedSite(make, (piece,), languages=(language,))


def dated(make_page, *, path="/story/1", published="2026-03-02T18:40:00+01:00", feed=rss):
    """One article that tells its date in this way."""
    piece = Piece(path, "Train derails near Ostwald", published=published, author=None)

    def make(base):
        return {path: Reply(make_page(piece, base)), "/feed": as_xml(feed(base, [piece]))} | {
            f"{path}?utm_source=rss": Reply(make_page(piece, base))
        }

    return ImitatedSite(make, (piece,))


def time_tag(piece, base):
    shown = f'<time datetime="{piece.published}">Monday</time>'
    return page(piece, head="", base=base, under_title=shown)


def undated(piece, base):
    return bare_page(piece, base, shown_date="")


def shown(text):
    return lambda piece, base: bare_page(piece, base, shown_date=text)


def no_author_graph(piece, base):
    return open_graph_page(piece, base).replace('name="author"', 'name="nobody"')


def paywall(base):
    """Only the beginning of the article is there, and a call to subscribe."""
    piece = replace(PIECES[0], paragraphs=PARAGRAPHS[:1])
    wall = "<aside><p>Subscribe to read the whole story for one euro a week.</p></aside>"
    html = json_ld_page(piece, base).replace("</article>", f"{wall}</article>")
    return {piece.path: Reply(html), "/feed": as_xml(rss(base, [piece], tag=""))}


def soft_404(base):
    """Two pages that are lost, one of which shows what else there is about trains."""
    gone = Piece("/2026/03/01/lost", "Train lost", paragraphs=("Page not found.",), author=None)
    other = replace(gone, path="/2026/03/01/gone", title="Passenger train derails in snow")
    headed = replace(other, title="Page not found", paragraphs=PARAGRAPHS * 3)
    return pages(base) | {
        gone.path: Reply(page(gone, head="", base=base)),
        other.path: Reply(page(headed, head="", base=base)),
        "/feed": as_xml(rss(base, [*PIECES, gone, other], tag="")),
    }


def redirects(base):
    """Each link goes through three addresses."""
    found = pages(base)
    short = []
    for at, piece in enumerate(PIECES):
        steps = [f"/s/{at}", f"/r/{at}", f"/t/{at}", piece.path]
        for step, following in pairwise(steps):
            found[step] = Reply(status=301, headers={"Location": following})
        short.append(replace(piece, path=f"/s/{at}"))
    return found | {"/feed": as_xml(rss(base, short, tag=""))}


SITES = {
    "rss_091": ImitatedSite(listed(old_rss("0.91"))),
    "rss_092": ImitatedSite(listed(old_rss("0.92"))),
    "rss_10": ImitatedSite(listed(rdf)),
    "rss_20": ImitatedSite(listed(lambda base: as_xml(rss(base, PIECES, tag="")))),
    "atom_03": ImitatedSite(listed(old_atom)),
    "atom_10": ImitatedSite(listed(lambda base: as_xml(atom(base, PIECES)))),
    "json_feed": ImitatedSite(listed(json_feed)),
    "relative": ImitatedSite(listed(links_like("{path}"))),
    "protocol_relative": ImitatedSite(listed(links_like("//{host}{path}"))),
    "map": ImitatedSite(with_map(plain_map), sources="sitemaps", path="/map"),
    "news_map": ImitatedSite(
        with_map(lambda base: {"/map": as_xml(news_sitemap(base, PIECES))}),
        sources="sitemaps",
        path="/map",
    ),
    "packed_map": ImitatedSite(with_map(packed_map), sources="sitemaps", path="/map"),
    "split_map": ImitatedSite(with_map(split_map), sources="sitemaps", path="/map"),
    "plain_list": ImitatedSite(with_map(plain_list), sources="sitemaps", path="/map"),
    "feed_map": ImitatedSite(with_map(feed_map), sources="sitemaps", path="/map"),
    "listing": ImitatedSite(listing, sources="listings", path="/news/"),
    "windows_1251": in_charset("ru", "cp1251", "windows-1251"),
    "windows_1251_as_utf_8": in_charset("ru", "cp1251", "utf-8"),
    "koi8_r": in_charset("ru", "koi8-r", "koi8-r"),
    "gb18030": in_charset("zh", "gb18030", None),
    "euc_kr": in_charset("ko", "euc-kr", "euc-kr"),
    "shift_jis": in_charset("ja", "shift_jis", "shift_jis"),
    "utf_16": in_charset("ru", "utf-16", None),
    "utf_8_as_latin_1": in_charset("ru", "utf-8", "iso-8859-1"),
    "dated_in_json_ld": dated(json_ld_page),
    "dated_in_meta": dated(no_author_graph),
    "dated_in_time_tag": dated(time_tag),
    "dated_in_words": dated(shown("Monday, 2 March 2026, 18:40")),
    "dated_in_address": dated(
        undated, path="/2026/03/02/story", published="2026-03-02T00:00:00+01:00"
    ),
    "dated_in_feed": dated(undated, feed=atom),
    "paywall": ImitatedSite(paywall, (replace(PIECES[0], paragraphs=PARAGRAPHS[:1]),)),
    "soft_404": ImitatedSite(soft_404),
    "redirects": ImitatedSite(redirects),
}
