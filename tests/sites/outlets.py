"""Imitated outlets, and how a test crawls them."""

from __future__ import annotations

import gzip

from crawler.outlet_spec import OutletSpec
from crawler.run import CrawlSettings, crawl_outlets
from storage.database import open_database
from tests.sites.newsroom import (
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
from tests.sites.server import Reply

BAKERY = (
    "The bakery on the corner has won a prize for its plum cake, the mayor said on Friday.",
) * 3


# What an index of sitemaps may hold, and nobody can ask for.
NO_MAPS = ("file:///etc/passwd", "http://127.0.0.1:99999/news.xml")
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
    """Crawl as a user would, with limits of time that no busy machine comes near."""
    settings = {"log_level": "ERROR", "timeout": 60, "outlet_seconds": 600, **settings}
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
    index = sitemap_index([f"{base}/news.xml.gz", f"{base}/index.xml?again", *NO_MAPS])
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


def busy_site(base):
    wait = Reply("slow down", status=429, headers={"Retry-After": "3600"})
    pages = rss_site(base)
    return {path: reply if path == "/feed" else wait for path, reply in pages.items()} | {
        "/robots.txt": Reply(status=404)
    }
