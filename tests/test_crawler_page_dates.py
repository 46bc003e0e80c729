"""When a page came out: what it tells machines, its readers, its source or in its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.article_page import Page
from crawler.entries import Entry
from crawler.moments import parse_moment
from crawler.outlets import OutletSpec
from crawler.visible_dates import visible_date
from tests.sites.hostile import RUSSIAN
from tests.sites.newsroom import PARAGRAPHS, Piece, bare_page, page
from tests.test_crawler_page import ASIAN, BASE, NOW, PIECE, SEOUL, URL, parse, with_json


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("2026-03-02T18:40:00+01:00", "2026-03-02T17:40:00"),
        ("2026-03-02T18:40:00.123Z", "2026-03-02T18:40:00"),
        ("2026-03-02 18:40", "2026-03-02T09:40:00"),  # in the outlet's own zone
        ("2026-03-02", "2026-03-01T15:00:00"),  # midnight in Seoul
        ("Mon, 02 Mar 2026 18:40:00 +0900", "2026-03-02T09:40:00"),
        ("2026-03-02T18:40:00+01", "2026-03-02T17:40:00"),
        ("2026-03-02t18:40:00z", "2026-03-02T18:40:00"),
        ("20260302T184000Z", "2026-03-02T18:40:00"),
        ("2026-03-02 06:40:00 PM", "2026-03-02T09:40:00"),
        ("2026-03-02T18:40:00 UTC+1", "2026-03-02T17:40:00"),
        ("Mon, 02 Mar 2026 18:40:00 GMT+9", "2026-03-02T09:40:00"),
        ("Mon, 02 Mar 2026 18:40:00 +09:00", "2026-03-02T09:40:00"),
        ("Mon, 02 Mar 2026 18:40:00 CET", "2026-03-02T17:40:00"),
        ("Mon, 02 Mar 2026 6:40 PM GMT", "2026-03-02T18:40:00"),
        ("Mon Mar 02 2026 18:40:00 GMT+0100 (Central European Time)", "2026-03-02T17:40:00"),
        ("Mon Mar 02 18:40:00 +0100 2026", "2026-03-02T17:40:00"),
        ("Monday, 02-Mar-26 18:40:00 GMT", "2026-03-02T18:40:00"),
        ("2026-03-02 18:40 Mars time", None),  # a zone that nobody knows
        ("2026-03-02T18:40:00+24:00", None),
        ("2026-02-31T10:00:00Z", None),
        ("0000-00-00", None),
        ("soon", None),
    ],
)
def test_published_time_is_read_however_its_zone_is_written(said, published):
    found = parse(with_json(datePublished=said)).published_at
    assert (found and found.replace(tzinfo=None).isoformat()) == published


@pytest.mark.parametrize(("timezone", "hour"), [("Asia/Shanghai", 10), ("Europe/Berlin", 0)])
def test_a_zones_name_is_first_that_of_the_papers_own_zone(timezone, hour):
    assert parse_moment("2026-03-02 18:40 CST", timezone).hour == hour


@pytest.mark.parametrize(
    ("shown", "language", "published"),
    [
        ("2 March 2026, 18:40", "en", "2026-03-02T18:40"),
        ("March 2, 2026 6:40 p.m.", "en", "2026-03-02T18:40"),
        ("2 марта 2026, 18:40", "ru", "2026-03-02T18:40"),
        ("18:40 02.03.2026", "ru", "2026-03-02T18:40"),
        ("2026年03月02日 18:40 来源：铁路", "zh", "2026-03-02T18:40"),
        ("입력 2026.03.02. 18:40", "ko", "2026-03-02T18:40"),
        ("02.03.2026", "ru", "2026-03-02T00:00"),
        ("2026-03-02 6:40 PM", "en", "2026-03-02T18:40"),
        ("02.03.2026 6.40pm", "en", "2026-03-02T18:40"),
        ("6pm, March 2nd, 2026", "en", "2026-03-02T18:00"),
        ("18:40 (+09:00) 02.03.2026", "ru", "2026-03-02T09:40"),
        ("2026-03-02 오후 6:40", "ko", "2026-03-02T18:40"),
        ("2026년 3월 2일 18시 40분", "ko", "2026-03-02T18:40"),
        ("주체115(2026)년 3월 2일", "ko", "2026-03-02T00:00"),
        ("2026年3月2日 下午6:40", "zh", "2026-03-02T18:40"),
        ("2026－03－02　18：40", "zh", "2026-03-02T18:40"),
        ("令和8年3月2日 18時40分", "zh", "2026-03-02T18:40"),
        ("Published: 2 March 2026, 18:40 | Updated: 3 March 2026, 09:10", "en", "2026-03-02T18:40"),
        ("2 марта 2026, 18:40. Обновлено: 3 марта 2026, 09:10", "ru", "2026-03-02T18:40"),
        ("입력 2026.03.02 18:40 수정 2026.03.03 09:10", "ko", "2026-03-02T18:40"),
        ("02.03.2026 18:40 / 03.03.2026 09:10", "ru", None),  # which is its own?
        ("The line reopens on 2 March 2026, it said.", "en", None),
        ("16/12/2026", "en", "2026-12-16T00:00"),
        ("12/16/2026", "en", "2026-12-16T00:00"),
        ("02/03/2026", "en", None),  # March or February: not guessed
        ("today", "en", None),
    ],
)
def test_date_shown_to_readers_is_read_where_machines_are_told_none(shown, language, published):
    texts = RUSSIAN if language == "ru" else PARAGRAPHS
    piece = Piece("/news/77", "Train", paragraphs=texts)
    outlet = OutletSpec("x", "X", "trade", "GB", ("en",), "UTC", feeds=("x",))
    html = bare_page(piece, BASE, shown_date=shown)
    page = Page.read(html, url=URL)
    if language in ("zh", "ko"):
        html = html.replace("<p>", f"<p>{ASIAN[language]}")
        page = Page.read(html, url=URL)
    found = page.parse(outlet, fetched_at=NOW).published_at
    assert (found and f"{found:%Y-%m-%dT%H:%M}") == published


TEASED = """<div itemscope><a itemprop="url" href="/other">Bridge opens</a>
<meta itemprop="datePublished" content="2026-02-20T10:00:00Z"></div>"""


TODAY = '<time datetime="2026-03-09T08:00:00Z">9 March</time>'


MARKED = '<time class="published" datetime="2026-03-02T18:40:00Z">2 March</time>'


SHOWN = '<p class="date">3 March 2026, 03:40</p>'  # in Seoul


SECOND = f"<article><h1>Bridge opens</h1>{TODAY}<p>The mayor cut a ribbon.</p></article>"


@pytest.mark.parametrize(
    ("before", "under", "behind"),
    [
        (f"<header>{TODAY}</header>", SHOWN, ""),
        (f"<div class='topbar'>{TODAY}</div>", SHOWN, ""),
        ("<div class='top-date'>Monday, 9 March 2026</div>", SHOWN, ""),
        (f"<footer>{TODAY}</footer>", f"<footer>{MARKED}</footer>", ""),
        (TEASED, "<meta itemprop='datePublished' content='2026-03-02T18:40Z'>", ""),
        ("", SHOWN, f"<aside>{TODAY}</aside>"),
        ("", SHOWN, SECOND),
        ("", f"{SHOWN}<div class='related'>{TODAY}</div>", ""),
        ("", f"{SHOWN}<article><h2>Bridge opens</h2>{TODAY}</article>", ""),
        ("", f"{SHOWN}<p>The line reopens on {TODAY}, the operator said.</p>", ""),
        ("", f"<time itemprop='dateModified' datetime='2026-03-09'></time>{MARKED}", ""),
        ("", f"<time class='updated' datetime='2026-03-09'></time>{MARKED}", ""),
    ],
)
def test_dates_of_the_day_and_of_other_pieces_are_not_its_own(before, under, behind):
    html = page(PIECE, head="", base=BASE, under_title=under)
    html = html.replace("<article>", f"{before}<article>", 1)
    head, mark, rest = html.rpartition("<footer>")
    article = parse(f"{head}{behind}{mark}{rest}")
    assert article.published_at == datetime(2026, 3, 2, 18, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("listed", "published"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (datetime(2026, 3, 1, 16, tzinfo=UTC), datetime(2026, 3, 1, 16, tzinfo=UTC)),
        (datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 3, 1, 15, tzinfo=UTC)),
    ],
)
def test_a_feed_tells_the_hour_of_a_day_but_no_other_day(listed, published):
    article = parse(with_json(datePublished="2026-03-02"), entry=Entry(URL, published_at=listed))
    assert article.published_at == published


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2026/03/02/train", "2026-03-02"),
        ("/20260302/train", "2026-03-02"),
        ("/art/t20260302_1.html", "2026-03-02"),
        ("/article/20101231", None),
    ],
)
def test_the_address_tells_the_day_but_a_number_is_none(path, published):
    html = page(PIECE, head="", base=BASE).replace('rel="canonical"', "")
    found = parse(html, url=f"{BASE}{path}", outlet=replace(SEOUL, timezone="UTC")).published_at
    assert (found and f"{found:%Y-%m-%d}") == published


def test_a_date_in_a_language_without_words_for_it_breaks_nothing():
    html = page(PIECE, head="", base=BASE, under_title="<p class='date'>2 mars 2026</p>")
    found = Page.read(html, url=URL)
    assert visible_date(found.tree, language="no", timezone="UTC") is None


def test_several_dates_in_one_place_are_not_guessed_from():
    html = bare_page(PIECE, BASE, shown_date="1 March 2026 · 2 March 2026")
    assert parse(html).published_at is None


def test_feed_date_stands_in_where_the_page_has_none():
    listed = datetime(2026, 3, 2, 9, tzinfo=UTC)
    article = parse(bare_page(PIECE, BASE, shown_date=""), entry=Entry(URL, published_at=listed))
    assert article.published_at == listed
