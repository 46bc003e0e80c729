"""Pages of imitated outlets: articles in several dialects, and the sources that list them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from tests.sites.server import Reply

PARAGRAPHS = (
    "A passenger train left the rails near Ostwald on Monday evening after striking a tree.",
    "The railway operator said that all 84 passengers had walked to the next station unhurt.",
    "Freight trains will be diverted by way of Kernau until the line has been checked and cleared.",
)
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Piece:
    """An article of an imitated outlet. `published` is written out with its offset."""

    path: str
    title: str
    published: str = "2026-03-02T18:40:00+01:00"
    paragraphs: tuple[str, ...] = PARAGRAPHS
    author: str | None = "Ida Brenner"


def json_ld_page(piece: Piece, base: str, *, language: str = "en") -> str:
    """An article that tells machines all about itself, with clutter around its text."""
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "datePublished": piece.published,
        "author": [{"@type": "Person", "name": piece.author}] if piece.author else [],
    }
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    return page(piece, head=head, base=base, language=language)


def open_graph_page(piece: Piece, base: str) -> str:
    head = (
        f'<meta property="og:title" content="{escape(piece.title)} | The Paper">'
        f'<meta property="article:published_time" content="{piece.published}">'
        f'<meta name="author" content="By {piece.author}">'
    )
    return page(piece, head=head, base=base)


def bare_page(piece: Piece, base: str, *, shown_date: str) -> str:
    """An article that shows its date to readers only."""
    return page(piece, head="", base=base, under_title=f'<p class="date">{shown_date}</p>')


def page(piece: Piece, *, head: str, base: str, under_title: str = "", language: str = "en") -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in piece.paragraphs)
    return f"""<!doctype html><html lang="{language}"><head>
<title>{escape(piece.title)} | The Paper</title>
<link rel="canonical" href="{base}{piece.path}">{head}</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{escape(piece.title)}</h1>{under_title}{paragraphs}
<ul><li><a href="/other">Read on: the ten best cakes of the valley</a></li></ul></article>
<footer>Imprint, cookies and terms</footer></body></html>"""


def rss(base: str, pieces: list[Piece], *, extra: str = "", tag: str = "?utm_source=rss") -> str:
    """An RSS feed; `tag` is what it adds to the addresses of its articles."""
    items = "".join(
        f"<item><title>{escape(piece.title)}</title><link>{base}{piece.path}{tag}</link>"
        f"<guid>{piece.path}</guid><description>{escape(piece.paragraphs[0])}</description></item>"
        for piece in pieces
    )
    channel = f"<channel><title>x</title>{items}{extra}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'


def atom(base: str, pieces: list[Piece], *, updated: str | None = None) -> str:
    entries = "".join(
        f"<entry><title>{escape(piece.title)}</title><id>tag:x,{piece.path}</id>"
        f'<link href="{piece.path}"/><published>{piece.published}</published>'
        f"<updated>{updated or piece.published}</updated><summary>A train.</summary></entry>"
        for piece in pieces
    )
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
        f'<id>x</id><link rel="self" href="{base}/feed"/>{entries}</feed>'
    )


def news_sitemap(base: str, pieces: list[Piece]) -> str:
    urls = "".join(
        f"<url><loc>{base}{piece.path}</loc><news:news><news:publication_date>{piece.published}"
        f"</news:publication_date><news:title>{escape(piece.title)}</news:title></news:news></url>"
        for piece in pieces
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    )


def sitemap_index(addresses: list[str]) -> str:
    maps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return (
        '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{maps}</sitemapindex>"
    )


def as_xml(text: str, **headers: str) -> Reply:
    return Reply(text, content_type=XML, headers=headers)
