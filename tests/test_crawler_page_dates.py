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
from tests.page_samples import ASIAN, BASE, ILBO, NOW, PIECE, URL, json_ld, parse, with_json
from tests.sites.hostile import RUSSIAN
from tests.sites.newsroom import PARAGRAPHS, Piece, bare_page, page


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
        ("1772444400", "2026-03-02T09:40:00"),  # seconds, milliseconds
        ("1772444400123", "2026-03-02T09:40:00"),
        ("02.03.2026 18:40", "2026-03-02T09:40:00"),
        ("2026年3月2日 18:40", "2026-03-02T09:40:00"),
        ("28/02/2026 18:40", "2026-02-28T09:40:00"),
        ("March 2, 2026 at 6:40 pm", "2026-03-02T09:40:00"),
        ("02.03.2026 18:40 Mars", "2026-03-01T15:00:00"),  # of such a zone the day alone
        ("03/02/2026 18:40", None),
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


@pytest.mark.parametrize(("day", "hour"), [("March 2, 2026", 17), ("July 2, 2026", 16)])
def test_a_zones_name_may_leave_open_whether_it_is_summer(day, hour):
    assert parse_moment(f"{day} 12:40 PM ET", "America/New_York").hour == hour


@pytest.mark.parametrize(
    ("shown", "language", "published"),
    [
        ("2 March 2026, 18:40", "en", "2026-03-02T18:40"),
        ("2. 3. 2026 18:40", "cs", "2026-03-02T18:40"),
        ("March 2, 2026 6:40 p.m.", "en", "2026-03-02T18:40"),
        ("02-Mar-2026 18:40", "en", "2026-03-02T18:40"),
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
        ("2 марта 2026, 18h40", "ru", "2026-03-02T18:40"),
        ("02.03.2026 à 18 h 40", "ru", "2026-03-02T18:40"),
        ("02.03.2026 às 18h", "ru", "2026-03-02T18:00"),
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


CHANGED = '<time datetime="2026-03-03T09:00+01:00">3 March</time>'
FIRST = '<time datetime="2026-03-02T18:40+01:00">2 March</time>'


@pytest.mark.parametrize(
    ("under", "found_in"),
    [
        (f"<p>Updated {CHANGED} · Published {FIRST}</p>", "time_tag"),
        (f"<p>By Ann Lee | Updated: {CHANGED} | {FIRST}</p>", "time_tag"),
        (
            f"<div><span>Last updated:</span> {CHANGED}</div>"
            f"<div><span>Published:</span> {FIRST}</div>",
            "time_tag",
        ),
        (f"<p>Aktualisiert: {CHANGED}</p><p>Veröffentlicht: {FIRST}</p>", "time_tag"),
        (f"<p>Обновлено {CHANGED}</p><p>Опубликовано {FIRST}</p>", "time_tag"),
        (CHANGED.replace(">3", ">Updated 3") + FIRST.replace(">2", ">Published 2"), "time_tag"),
        (f"<div class='updated'>{CHANGED}</div><div class='published'>{FIRST}</div>", "time_tag"),
        (f"<p>Updated {CHANGED}</p>", "feed"),
        (f"<p>입력 {FIRST} 수정 {CHANGED}</p>", "time_tag"),
    ],
)
def test_the_time_of_an_update_is_known_by_the_words_and_boxes_around_it(under, found_in):
    html = page(PIECE, head="", base=BASE, under_title=under)
    published = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)
    entry = Entry(URL, published_at=published)
    parsed = Page.read(html, url=URL).parse(ILBO, fetched_at=NOW, entry=entry)
    assert (parsed.dated_by, parsed.published_at) == (found_in, published)
    assert parsed.modified_at == datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "under",
    [
        "<h2>Timetable updated</h2>",
        "<p>The timetable of the line was updated.</p>",
        "<div class='updates'><p>Read all of what our reporters found out in a year of work</p>",
    ],
)
def test_an_updated_timetable_is_no_update_of_the_article(under):
    article = parse(page(PIECE, head="", base=BASE, under_title=f"{under}{FIRST}"))
    assert article.published_at == datetime(2026, 3, 2, 17, 40, tzinfo=UTC)
    assert article.modified_at is None


def test_an_event_that_lies_ahead_is_not_when_the_article_came_out():
    event = 'Concert <time datetime="2026-05-01T20:00">1 May</time>'
    for box in (f"<div class='event'>{event}</div>", f"<div>{event}</div>"):
        html = page(PIECE, head="", base=BASE, under_title=f"{SHOWN}{box}")
        assert parse(html).published_at == datetime(2026, 3, 2, 18, 40, tzinfo=UTC)


def test_a_date_that_lies_ahead_counts_only_where_there_is_no_other():
    def published(more=""):
        data = json_ld({"@type": "NewsArticle", "datePublished": "2099-03-02T18:40:00Z"})
        return parse(page(PIECE, head=data + more, base=BASE)).published_at

    meta = '<meta property="article:published_time" content="2026-03-02T18:40:00Z">'
    assert published(meta) == datetime(2026, 3, 2, 18, 40, tzinfo=UTC)
    assert published() == datetime(2099, 3, 2, 18, 40, tzinfo=UTC)
    listed = datetime(2099, 3, 2, 9, tzinfo=UTC)
    article = parse(bare_page(PIECE, BASE, shown_date=""), entry=Entry(URL, published_at=listed))
    assert article.published_at == listed
    changed = datetime(2026, 3, 2, 9, tzinfo=UTC)
    late = bare_page(PIECE, BASE, shown_date="2 March 2099, 18:40")
    assert parse(late, entry=Entry(URL, updated_at=changed)).published_at == changed


def test_a_day_that_a_source_lists_is_completed_by_the_hour_that_the_page_shows():
    listed = datetime(2026, 3, 1, 15, tzinfo=UTC)  # 2 March in Seoul
    html = page(PIECE, head="", base=BASE, under_title="<p>2 March 2026, 18:40</p>")
    article = parse(html, entry=Entry(URL, published_at=listed, published_as="2026-03-02"))
    assert article.published_at == datetime(2026, 3, 2, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("2 March 2026, 18:40", datetime(2026, 3, 2, 9, 40, tzinfo=UTC)),
        ("2 March 2026", datetime(2026, 3, 1, 15, tzinfo=UTC)),
        ("3 March 2026", datetime(2026, 3, 1, 15, tzinfo=UTC)),
        ("3 March 2026, 18:40", datetime(2026, 3, 1, 15, tzinfo=UTC)),
    ],
)
def test_a_page_shows_the_hour_of_a_day_that_machines_are_told(shown, published):
    data = json_ld({"@type": "NewsArticle", "datePublished": "2026-03-02"})
    html = page(PIECE, head=data, base=BASE, under_title=f"<p class='date'>{shown}</p>")
    assert parse(html).published_at == published


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
    found = parse(html, url=f"{BASE}{path}", outlet=replace(ILBO, timezone="UTC")).published_at
    assert (found and f"{found:%Y-%m-%d}") == published


def test_a_date_in_a_language_without_words_for_it_breaks_nothing():
    html = page(PIECE, head="", base=BASE, under_title="<p class='date'>2 mars 2026</p>")
    found = Page.read(html, url=URL)
    assert visible_date(found.tree, languages=("no",), timezone="UTC") is None


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_month_may_be_named_in_a_language_of_the_outlet_that_the_text_is_not_in(language):
    shown = {"kk": "2 наурыз 2026, 18:40", "ru": "2 марта 2026, 18:40"}[language]
    outlet = replace(ILBO, languages=("en", "ru", "kk"))
    found = parse(bare_page(PIECE, BASE, shown_date=shown), outlet=outlet)
    assert found.published_at.isoformat()[:16] == "2026-03-02T09:40"


def test_several_dates_in_one_place_are_not_guessed_from():
    html = bare_page(PIECE, BASE, shown_date="1 March 2026 · 2 March 2026")
    assert parse(html).published_at is None


def test_feed_date_stands_in_where_the_page_has_none():
    listed = datetime(2026, 3, 2, 9, tzinfo=UTC)
    article = parse(bare_page(PIECE, BASE, shown_date=""), entry=Entry(URL, published_at=listed))
    assert article.published_at == listed


def test_the_time_of_a_change_dates_an_article_of_which_nothing_else_tells():
    changed = Entry(URL, updated_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    undated = parse(bare_page(PIECE, BASE, shown_date=""), entry=changed)
    assert undated.published_at == changed.updated_at
    shown = parse(bare_page(PIECE, BASE, shown_date="1 March 2026, 18:40"), entry=changed)
    assert shown.published_at == datetime(2026, 3, 1, 9, 40, tzinfo=UTC)
