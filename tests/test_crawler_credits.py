"""Who an article is from: headline without the site, persons who signed, the agency credited."""

from __future__ import annotations

import time

import pytest

from crawler.article_page import Page
from crawler.bylines import byline, byline_places
from crawler.titles import page_title
from tests.page_samples import BASE, TITLE, authors, read_article


def og(title, site=None):
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<meta property="og:title" content="{title}">{name}'


@pytest.mark.parametrize(
    ("shared", "site", "shown", "title"),
    [
        (f"{TITLE} | The Ilbo", None, TITLE, TITLE),
        (f"{TITLE} - National | Ilbo.kr", "The Ilbo", TITLE, TITLE),
        (f"{TITLE} – DW – 02.03.2026", "dw.com", "At a glance", TITLE),
        (f"{TITLE}-사회ㅣ한국일보", "한국일보", TITLE, TITLE),
        (f"{TITLE}：東京新聞", "東京新聞", "At a glance", TITLE),
        (
            "Report: two hurt - railway denies it",
            "The Ilbo",
            TITLE,
            "Report: two hurt - railway denies it",
        ),
        ("The Ilbo", "The Ilbo", TITLE, TITLE),
        ("Train derails near…", "The Ilbo", TITLE, TITLE),
        ("Train de\u00adrails", "The Ilbo", TITLE, "Train derails"),
    ],
)
def test_headline_is_what_the_page_is_shared_as_without_its_site(shared, site, shown, title):
    assert read_article(og(shared, site), title=shown).title == title


@pytest.mark.parametrize(
    ("head", "under_title", "byline"),
    [
        ("", '<span class="article__author">Von Ben Ott, Lille</span>', "Ben Ott"),
        (
            "",
            '<ul class="authors__list"><li>by <b>Ann Lee</b></li><li>Bo Kim</li></ul>',
            "Ann Lee, Bo Kim",
        ),
        ("", '<div class="author-box">About the author: Ann Lee</div>', None),
        ("", "<p><strong>Автор:</strong> Фёдор Лисин</p>", "Фёдор Лисин"),
        ("", "<p><b>MARTHA SITHOLE</b></p>", "MARTHA SITHOLE"),
        ("", "<p>By Ann Lee and Bo Kim</p>", "Ann Lee, Bo Kim"),
        ("", "<p><b>Key Points</b></p>", None),
        ('<meta name="author" content="Ilbo Korea (www.ilbo.example)">', "", None),
        ('<meta name="author" content="By Staff">', "<p>Ann Lee/Bo Kim</p>", "Ann Lee, Bo Kim"),
        ('<meta name="author" content="Desk">', '<i class="byline">Reuters</i>', "Reuters"),
        # The page of an author is one folder of the site, whatever the classes are called.
        ("", '<div class="x7f"><a href="/autoren/ben-ott-12/">Ben Ott</a></div>', "Ben Ott"),
        (
            "",
            '<a href="/author/ann-lee">Ann Lee<svg><title>go</title></svg></a>',
            "Ann Lee",
        ),
        ("", '<a class="x7f" href="/authors/">All our authors</a>', None),
        # Several names in one element, with what stands between and behind them.
        (
            "",
            '<div class="article-byline"><span>Ann Lee</span><span>Bo Kim</span>'
            "<time>2 March 2026, 18:40</time><span>3 min read</span></div>",
            "Ann Lee, Bo Kim",
        ),
        (
            "",
            '<div><div class="author">By <a href="/authors/ann-lee/">Ann Lee</a> Editor,</div>'
            '<div class="author"><a href="/authors/bo-kim/">Bo Kim</a> Reporter</div></div>',
            "Ann Lee, Bo Kim",
        ),
        (
            "",
            '<div rel="author"><span>Ann</span> <span>Lee</span></div>',
            "Ann Lee",
        ),
        (
            "",
            '<a rel="author" href="mailto:a@x.example">Ann Lee <i hidden>Ann Lee</i></a>',
            "Ann Lee",
        ),
        ("", '<div class="articleAuthor">Michelle de Oliveira</div>', "Michelle de Oliveira"),
        ("", "<div><span>Written by Ann Lee</span></div>", "Ann Lee"),
        (
            "",
            '<ul><li>3 min</li><li>Von: <a href="/77">Ben OTT</a>, AFP</li></ul>',
            "Ben OTT",
        ),
        ("", '<div class="byline">von dpa</div>', "dpa"),
        ("", '<div class="byline">By Ann Lee @annlee</div>', "Ann Lee"),
        ("", '<div class="submitted">Submitted by Ann Lee on Mon, 02/03/2026</div>', "Ann Lee"),
        ("", "<p>By Ann Lee and Bo Kim in Ostwald | Daily | Updated: 18:40</p>", "Ann Lee, Bo Kim"),
        ("", "<p><span>作者：李明</span> <span>责任编辑：王强</span></p>", None),
        ("", '<span class="author">作者：李明</span>', "李明"),
        ("", '<blockquote>It was loud. <i class="author">Ann Lee</i></blockquote>', None),
        # What stands where names stand, and is none.
        ("", '<div class="author-share">Twitter Facebook</div>', None),
        ("", '<div class="author">Minister resigns over derailment</div>', None),
        ("", '<div class="grid [grid-area:authors]">New Timetable</div>', None),
        # Authors of other pieces, of pictures.
        (
            "",
            '<div class="teaser"><h3><a href="/news/5">Bridge opens</a></h3>'
            '<span class="author">Ann Lee</span></div>',
            None,
        ),
        ("", '<a href="/news/5">Bridge opens<span class="byline">Ann Lee</span></a>', None),
        ("", '<div class="comments"><a href="/profile/7">Ann Lee</a> Well said</div>', None),
        ("", '<figure><figcaption class="byline">Ann Lee</figcaption></figure>', None),
    ],
)
def test_persons_are_found_where_a_page_shows_them(head, under_title, byline):
    assert read_article(head, under_title=under_title).byline == byline


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        ("Ann Lee, Transport Correspondent", "Ann Lee"),
        ("Ann Lee Transport Correspondent", "Ann Lee"),
        ("Maria de la Cruz Deputy Political Editor", "Maria de la Cruz"),
        ("Ann Lee – Journalist i Paris", "Ann Lee"),
        ("Eva Ott, Chefredakteurin", "Eva Ott"),
        ("Анна Ли, корреспондент", "Анна Ли"),
        ("Ann Lee For Ilbo.example", "Ann Lee"),
        ("Ann Lee, AP Transportation Writer", "Ann Lee"),
        ("Reporter: Ann Lee", "Ann Lee"),
        ("Deputy Political Editor", None),
        ("Ilbo staff reporter", None),
        # What is said to be a person may be called like a lead, a body, a word between names.
        ("Di Wu", "Di Wu"),
        ("Von Essen", "Von Essen"),
        ("Santiago Ramón y Cajal", "Santiago Ramón y Cajal"),
        ("Juan Pérez y Ana Gómez", "Juan Pérez, Ana Gómez"),
        ("John Key", "John Key"),
        ("Emily Post", "Emily Post"),
        ("Washington Post", "Washington Post"),
        ("Lee, Ann", "Ann Lee"),
        ("Ann Lee in Seoul and Bo Kim in Tokyo", "Ann Lee, Bo Kim"),
        ("Ann Lee in Bosnia and Herzegovina", "Ann Lee"),
        ("Ann Lee, Photos: Bo Kim", "Ann Lee"),
        ("Корреспондент Иван Петров", "Иван Петров"),
        ("Иван ПЕТРОВ, Хабаровск", "Иван ПЕТРОВ"),
        ("新华社记者李明", "李明"),
        ("文/李明 图/王强", "李明"),
        ("【記者・田中太郎】", "田中太郎"),
        ("モスクワ＝田中太郎", "田中太郎"),
        ("글·사진 김철수 선임기자", "김철수"),
        ("모스크바=김철수 특파원", "김철수"),
        ("administrator", None),
        ("news", None),
        ("Our Bureau", None),
        ("Express News Service", None),
        ("Staff and wire reports", None),
        ("Edited by Ann Lee", None),
        ("Пресс-служба ДВЖД", None),
        ("디지털뉴스팀", None),
        ("责任编辑：李明", None),
    ],
)
def test_byline_has_names_without_what_their_bearers_do(name, byline):
    assert read_article(authors(name)).byline == byline


@pytest.mark.parametrize(
    ("under_title", "byline"),
    [
        ('<p><a rel="author">Ann Lee</a>, <a rel="author">Bo Kim</a></p>', "Ann Lee, Bo Kim"),
        ('<a rel="author">Bo Kim</a>', "Ann Lee"),
        # A class may be called so for other reasons.
        ('<div class="author">Ann Lee</div><div class="author">Ostwald Line</div>', "Ann Lee"),
    ],
)
def test_page_adds_the_authors_that_machines_are_not_told_of(under_title, byline):
    assert read_article(authors("Ann Lee"), under_title=under_title).byline == byline


OTHER = '<p class="author">Ann Lee</p>'
TEASERS = (
    f'<div class="related"><article><h3>Bridge opens</h3>{OTHER}</article></div>',
    f'<div class="read-next"><a href="/o">Bridge opens</a>{OTHER}</div>',
    '<div class="more-news"><h2>More</h2><a href="/o">Bridge</a> <a rel="author">Ann Lee</a></div>',
    f'<aside><div class="opinion"><a href="/o">Bridges matter</a>{OTHER}</div></aside>',
    f'<div class="c"><a href="/o">The bridge opens</a>{OTHER}</div>',
)


@pytest.mark.parametrize("teaser", TEASERS)
@pytest.mark.parametrize(
    ("head", "signed", "byline"),
    [
        ("", "", None),
        ("", '<p class="byline">By Staff</p>', None),
        ('<meta name="author" content="The Ilbo">', "", "The Ilbo"),
        ("", '<p class="byline">By Bo Kim</p>', "Bo Kim"),
    ],
)
def test_who_signed_another_piece_did_not_sign_this_one(head, signed, byline, teaser):
    assert read_article(head, under_title=signed, behind=teaser).byline == byline


@pytest.mark.parametrize(
    "near",
    [
        '<a href="/transport">Transport News</a>',
        '<a href="https://social.example/annlee">Follow Ann on Social</a>',
        '<a href="#share">Share this piece with friends</a>',
        '<a href="/authors/lee">Read all of Ann Lee</a>',
    ],
)
def test_a_link_beside_a_name_does_not_make_it_that_of_another_piece(near):
    under_title = f'<div class="byline"><a rel="author">Ann Lee</a> {near}</div>'
    assert read_article(under_title=under_title).byline.startswith("Ann Lee")


@pytest.mark.parametrize(
    "under_title",
    [
        f"<p>{' '.join(['Ostwald' * 3] * 8_000)}?</p>",
        f"<p>Aa {'A' * 80_000}?</p>",
        "<h1>Ostwald</h1>" * 20_000,
        f"<nav><div>{'<i class=author>Ann Lee</i>' * 20_000}</div></nav>",
        f"<div class=comments>{'<a href=/author/7>Ann Lee</a>' * 20_000}</div>",
        f'<a rel="author">{"Ann Lee " * 20_000}</a>',
    ],
)
def test_page_with_much_that_looks_like_names_is_soon_read(under_title):
    html = f"<h1>{TITLE}</h1>{under_title}{authors('Ann ' * 20_000)}"
    page = Page.read(html, url=f"{BASE}/news/77")
    started = time.process_time()
    assert page_title(page.data, page.tree) == TITLE
    places = byline_places(page.data, page.tree, byline_css=None, text="")
    assert byline(places, page.data, publisher="The Ilbo") is None
    assert time.process_time() - started < 5
