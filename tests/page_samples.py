"""Pages of one paper and what is read from them, for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from crawler.article_page import Page, parse_article_page
from crawler.outlets import OutletSpec
from tests.sites.newsroom import PARAGRAPHS, Piece, page

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
ILBO = OutletSpec("ilbo", "The Ilbo", "national", "KR", ("ko",), "Asia/Seoul", feeds=("x",))
BASE = "https://www.ilbo.example"
URL = f"{BASE}/news/77"
TITLE = "Train derails near Ostwald"
PIECE = Piece("/news/77", TITLE)
ASIAN = {
    "zh": "一列客运列车星期一晚上在车站附近脱轨，铁路部门表示所有乘客均已安全抵达下一站。" * 20,
    "ko": "월요일 저녁 여객 열차가 역 근처에서 탈선했으며 철도 당국은 승객 모두 무사하다고 밝혔다. "
    * 20,
}


def parse(html, *, url=URL, outlet=ILBO, **options):
    """The article on a page, or None."""
    return parse_article_page(html, url=url, outlet=outlet, fetched_at=NOW, **options)


def read_article(head="", *, title=TITLE, under_title="", paragraphs=PARAGRAPHS, behind=""):
    """The article on a page with this under its headline and behind its text."""
    piece = Piece("/news/77", title, paragraphs=paragraphs)
    html = page(piece, head=head, base=BASE, under_title=under_title)
    html = html.replace("</article>", f"{behind}</article>")
    return Page.read(html, url=URL).parse(ILBO, fetched_at=NOW)


def authors(*names):
    """JSON-LD that names an article's authors."""
    persons = [{"@type": "Person", "name": name} for name in names]
    return json_ld({"@type": "NewsArticle", "author": persons})


def json_ld(*nodes):
    """A script with what machines are told."""
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


def with_json(**said):
    """A page that tells machines this of its article."""
    return page(PIECE, head=json_ld({"@type": "NewsArticle", **said}), base=BASE)
