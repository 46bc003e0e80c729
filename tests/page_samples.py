"""Pages of one paper and what is read from them, for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from crawler.article_page import Page
from crawler.outlets import OutletSpec
from tests.sites.newsroom import PARAGRAPHS, Piece, page

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
ILBO = OutletSpec("ilbo", "The Ilbo", "national", "KR", ("ko",), "Asia/Seoul", feeds=("x",))
BASE = "https://www.ilbo.example"
URL = f"{BASE}/news/77"
TITLE = "Train derails near Ostwald"
PIECE = Piece("/news/77", TITLE)


def read_article(head="", *, title=TITLE, under_title="", paragraphs=PARAGRAPHS, behind=""):
    """The article on a page with this under its headline and behind its text."""
    piece = Piece("/news/77", title, paragraphs=paragraphs)
    html = page(piece, head=head, base=BASE, under_title=under_title)
    html = html.replace("</article>", f"{behind}</article>")
    return Page.read(html, url=URL).parse(ILBO, fetched_at=NOW)


def authors(*names):
    """JSON-LD that names an article's authors."""
    said = {"@type": "NewsArticle", "author": [{"@type": "Person", "name": name} for name in names]}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'
