"""A page becomes an article: headline, byline, dates, language, body, address."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article_page import Page, parse_article_page
from crawler.charsets import decode
from crawler.entries import Entry
from crawler.language import text_language
from crawler.moments import parse_moment
from crawler.outlets import OutletSpec
from crawler.page_guard import PageRefused, page_html
from crawler.reading import read_page, tells_unread_language
from crawler.visible_dates import visible_date
from tests.sites.hostile import RUSSIAN, huge_json_page
from tests.sites.newsroom import PARAGRAPHS, Piece, bare_page, json_ld_page, open_graph_page, page

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SEOUL = OutletSpec("ilbo", "The Ilbo", "national", "KR", ("ko",), "Asia/Seoul", feeds=("x",))
URL = "https://www.ilbo.example/news/77"
PIECE = Piece("/news/77", "Train derails near Ostwald")
BASE = "https://www.ilbo.example"


def parse(html, *, url=URL, outlet=SEOUL, **options):
    return parse_article_page(html, url=url, outlet=outlet, fetched_at=NOW, **options)


def json_ld(*nodes):
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


def with_json(**said):
    return page(PIECE, head=json_ld({"@type": "NewsArticle", **said}), base=BASE)


def test_article_has_its_paragraphs_and_nothing_around_them():
    article = parse(json_ld_page(PIECE, BASE))
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.byline) == ("Train derails near Ostwald", "Ida Brenner")
    assert article.language == "en"
    assert article.url == "https://www.ilbo.example/news/77"


@pytest.mark.parametrize(
    "line",
    [
        "TRAIN DERAILS NEAR OSTWALD!",
        "By Ida Brenner and Ola Nyquist",
        "By Ida Brenner in Ostwald, 2 March 2026",
        "박준석 기자 외 1명",
        "Published Monday, 2 March 2026, 18:40",
        "Last updated: Mar 2nd 2026 6:40 p.m. GMT",
        "입력 2026.03.02. 18:40",
        "2026年03月02日 18:40",
        "2 марта 2026 г., 18:40",
    ],
)
def test_text_starts_below_headline_byline_and_date(line):
    page = json_ld_page(replace(PIECE, paragraphs=(line, *PARAGRAPHS)), BASE)
    assert parse(page).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday evening trains were running again.",
        "By train to Pyongyang in eight days",
        "On 2 March 2026 a train derailed near Ostwald",
        "Published figures for 2026 put the loss at 3 million",
    ],
)
def test_text_keeps_a_first_line_that_tells_something(line):
    page = json_ld_page(replace(PIECE, paragraphs=(line, *PARAGRAPHS)), BASE)
    assert parse(page).text == "\n\n".join((line, *PARAGRAPHS))


@pytest.mark.parametrize(
    "box",
    [
        "<p><strong>Also Read:</strong> <a href='/x'>Nine hurt in Bihar</a></p>",
        "<p>READ MORE | <a href='/x'>Nine hurt in Bihar</a></p>",
        "<p>Читайте также: <a href='/x'>Под Читой столкнулись поезда</a></p>",
        "<p>ADVERTISEMENT</p>",
        "<div id='div-gpt-ad-1'><p>Buy our fine shoes now at half the price.</p></div>",
        "<section data-component='newsletter'><p>Get our rail news every Friday.</p></section>",
        "<p hidden>Hidden words for search engines about trains and more trains.</p>",
    ],
)
def test_pointers_and_advertisements_among_the_paragraphs_are_left_out(box):
    html = json_ld_page(PIECE, BASE)
    at = html.index("<p>", html.index("<h1>") + 1)
    at = html.index("<p>", at + 1)
    assert parse(html[:at] + box + html[at:]).text == "\n\n".join(PARAGRAPHS)


BRIEFS = {
    "en": (
        "SEOUL, Mar 2 (Yonhap) -- A freight train with 84 cars derailed near Busan on Monday.",
        "Nobody was hurt, the railway said, and freight trains will be diverted by way of Kernau.",
    ),
    "zh": (
        "新华社哈尔滨3月2日电（记者王建）一列客运列车星期一晚上在绥芬河站附近脱轨。",
        "铁路局称线路检查完毕之前货运列车将绕行，预计星期二上午恢复通车。",
    ),
}


@pytest.mark.parametrize("language", BRIEFS)
@pytest.mark.parametrize(
    "body",
    [
        "<article><h1>Train derails</h1><div><p>{}</p><p>{}</p></div><a>Share</a></article>",
        "<article><h1>Train derails</h1><div id=body>{}<br><br>{}</div></article>",
        "<article><h1>Train derails</h1><p>{}<br>{}</p><div><a>Share</a></div></article>",
        "<table><tr><td width=80></td><td><b>Train derails</b><p>{}<p>{}</td></tr></table>",
    ],
)
def test_a_brief_keeps_its_paragraphs_and_takes_nothing_from_around(language, body):
    html = f"<html><head><title>Train derails</title></head><body>{body}</body></html>"
    assert parse(html.format(*BRIEFS[language])).text == "\n\n".join(BRIEFS[language])


@pytest.mark.parametrize(
    ("title", "languages", "spares"),
    [
        ("Zug entgleist zwischen Kernau und Ostwald, niemand verletzt", ("de",), True),
        ("Zug entgleist zwischen Kernau und Ostwald, niemand verletzt", ("en",), False),
        ("Train derails between Kernau and Ostwald, nobody is hurt", ("de", "en"), False),
        ("", ("de",), False),
    ],
)
def test_a_page_in_a_language_we_do_not_read_is_not_even_asked_for(title, languages, spares):
    outlet = replace(SEOUL, languages=languages)
    assert tells_unread_language(Entry(URL, title=title), outlet) is spares


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("By Ida Brenner and Ola Nyquist", "Ida Brenner, Ola Nyquist"),
        ({"@type": "Person", "givenName": "Ida", "familyName": "Brenner"}, "Ida Brenner"),
        ([{"name": "Staff Reporter"}, {"name": "Ida Brenner"}], "Ida Brenner"),
        ([{"name": "Ida Brenner"}, {"name": "Reuters"}], "Ida Brenner"),
        ({"@type": "Organization", "name": "Reuters"}, "Reuters"),
        ({"name": "The Ilbo"}, None),
        ("https://ilbo.example/authors/7", None),
        ("박준석 기자", "박준석"),
    ],
)
def test_byline_names_persons(author, byline):
    assert parse(with_json(author=author)).byline == byline


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


OWN = {"@type": "NewsArticle", "headline": PIECE.title, "datePublished": "2026-03-02T18:40:00Z"}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Bridge opens at Kernau",
    "datePublished": "2025-01-01T10:00:00Z",
    "author": {"name": "Otto Other"},
    "articleBody": "The railway bridge at Kernau was opened. " * 60,
}
ELSEWHERE = {"url": "https://www.ilbo.example/news/12"}


@pytest.mark.parametrize(
    "nodes",
    [
        [{"@type": "ItemList", "itemListElement": [{"item": OTHER}]}, OWN],
        [OWN, OTHER],
        [OTHER, OWN],
        [OTHER | ELSEWHERE, OWN | {"headline": "", "url": URL}],
        [OWN | dict.fromkeys(("isPartOf", "hasPart", "mentions", "citation"), OTHER)],
        [{"@graph": [{"@type": "WebPage", "mentions": OTHER}, OWN]}],
        [{"@type": "WebPage", "datePublished": OWN["datePublished"], "mentions": OTHER}],
    ],
)
def test_a_page_is_not_taken_for_another_piece_that_it_tells_machines_of(nodes):
    article = parse(page(PIECE, head=json_ld(*nodes), base=BASE))
    assert (article.title, article.text) == (PIECE.title, "\n\n".join(PARAGRAPHS))
    assert (article.byline, article.published_at) == (
        None,
        datetime(2026, 3, 2, 18, 40, tzinfo=UTC),
    )


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
    found = page.parse(outlet, fetched_at=NOW).article.published_at
    assert (found and f"{found:%Y-%m-%dT%H:%M}") == published


ASIAN = {
    "zh": "一列客运列车星期一晚上在车站附近脱轨，铁路部门表示所有乘客均已安全抵达下一站。" * 20,
    "ko": "월요일 저녁 여객 열차가 역 근처에서 탈선했으며 철도 당국은 승객 모두 무사하다고 밝혔다. "
    * 20,
}


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


def test_open_graph_title_loses_the_name_of_the_site():
    article = parse(open_graph_page(PIECE, BASE))
    assert (article.title, article.byline) == ("Train derails near Ostwald", "Ida Brenner")


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://www.ilbo.example/news/77?utm_source=x#top", "https://www.ilbo.example/news/77"),
        ("/news/77", "https://m.ilbo.example/news/77"),
        ("https://thief.example/news/77", "https://m.ilbo.example/n?id=77"),
        ("https://www.ilbo.example/", "https://m.ilbo.example/n?id=77"),
        ("javascript:alert(1)", "https://m.ilbo.example/n?id=77"),
    ],
)
def test_canonical_address_counts_within_the_site_only(canonical, url):
    html = bare_page(PIECE, BASE, shown_date="").replace(f"{BASE}{PIECE.path}", canonical)
    assert parse(html, url="https://m.ilbo.example/n?id=77").url == url


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "utf-8", "utf-16", "iso8859-5"])
@pytest.mark.parametrize("header", ["text/html", "text/html; charset=utf-8"])
def test_letters_survive_a_wrong_or_missing_charset(charset, header):
    body = bare_page(Piece("/a", "Поезд сошёл с рельсов", paragraphs=RUSSIAN), BASE, shown_date="")
    assert parse(body.encode(charset), content_type=header).text == "\n\n".join(RUSSIAN)


WORDS = {
    "ru": RUSSIAN[0],
    "ja": "月曜日の夜、旅客列車が駅の近くで脱線したが、鉄道会社によると乗客は全員無事だった。",
    "ko": "월요일 저녁 여객 열차가 역 근처에서 탈선했으며 철도 당국은 승객 모두 무사하다고 밝혔다.",
    "zh": "一列客运列车星期一晚上在绥芬河站附近脱轨，铁路部门表示所有旅客均已安全抵达下一站。",
    "de": "Übermäßige Hitze: Züge fallen am Sonntag zwischen Köln und Nürnberg größtenteils aus.",
}


@pytest.mark.parametrize(
    ("language", "charset", "header", "meta"),
    [
        ("ru", "cp1251", "iso-8859-1", ""),
        ("ru", "cp1251", "iso-8859-1", "windows-1251"),
        ("ru", "cp1251", "koi8-r", ""),
        ("ru", "koi8-r", "windows-1251", ""),
        ("ru", "utf-16-le", "", ""),
        ("ko", "euc-kr", "iso-8859-1", ""),
        ("zh", "gb18030", "iso-8859-1", "gb2312"),
        ("ja", "iso2022_jp", "", "iso-2022-jp"),
        ("de", "cp1252", "iso-8859-1", ""),
        ("de", "cp1252", "utf-8", ""),
    ],
)
def test_no_page_is_read_in_a_charset_that_makes_nonsense_of_it(language, charset, header, meta):
    html = f"<meta charset='{meta}'><h1>Ostwald</h1>" + f"<p>{WORDS[language]}</p>\n" * 4
    assert decode(html.encode(charset), f"text/html; charset={header}") == html


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251"])
def test_one_broken_byte_does_not_hide_that_a_page_is_utf8(charset):
    html = f"<p>{WORDS['ru']}</p>"
    assert decode(b"\xd0" + html.encode(), f"text/html; charset={charset}")[1:] == html


def test_bytes_that_make_sense_in_no_charset_are_no_article():
    with pytest.raises(PageRefused, match="charset"):
        page_html(b"<p>" + bytes(range(0x80, 0x100)) * 9 + b"\x81\x8d\xff" * 300)


def test_utf8_is_known_though_latin_1_is_declared():
    assert decode("Zug fällt aus".encode(), "text/html; charset=iso-8859-1") == "Zug fällt aus"


def test_marks_that_no_reader_sees_are_gone():
    piece = Piece(
        "/a", "Trains", paragraphs=("A rail\u00adway line\u200b near Kernau re\u2060opened." * 3,)
    )
    text = parse(json_ld_page(piece, BASE)).text
    assert text.startswith("A railway line near Kernau reopened.")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PARAGRAPHS[0], "en"),
        (RUSSIAN[0], "ru"),
        (ASIAN["zh"], "zh"),
        (ASIAN["ko"], "ko"),
        ("月曜日の夜、旅客列車が駅の近くで脱線した。", "ja"),
        ("Am Montagabend ist bei Ostwald ein Zug entgleist, niemand wurde verletzt.", "de"),
        ("42", None),
    ],
)
def test_language_is_told_from_the_text(text, language):
    assert text_language(text) == language


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty"),
        ("<p>" + "x" * 4_100_000, "larger than 4 MB"),
        (f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>x", "1,000 attributes"),
        ("<p " + "".join(f'a{n}="1"' for n in range(2_000)) + ">x", "1,000 attributes"),
        (f"<p title='a>b' {' '.join(f'a{n}' for n in range(200_000))}>x", "1,000 attributes"),
        (f"<p ' {' '.join(f'a{n}' for n in range(200_000))}>x", "1,000 attributes"),
        (f"<p {'/'.join(f'a{n}' for n in range(200_000))}>x", "1,000 attributes"),
        ("<div>" * 40_000, "nested too deeply"),
        ("<b>x" * 200_000, "50,000 tags"),
    ],
)
def test_a_page_made_to_choke_parsers_is_refused_at_once(html, reason):
    started = time.process_time()
    with pytest.raises(PageRefused, match=reason):
        page_html(html)
    assert time.process_time() - started < 2


def test_json_ld_nested_beyond_measure_is_passed_over():
    assert parse(huge_json_page(PIECE, BASE)).title == PIECE.title


@pytest.mark.parametrize(
    "harmless",
    [
        "<script>if(a<b" + " c=1" * 5_000 + ")</script>",
        f"<i title='{'a > b c=1 ' * 5_000}' href=/{'a' * 3_000}>x</i>",
    ],
)
def test_what_only_looks_like_a_huge_tag_is_no_trap(harmless):
    assert parse(json_ld_page(PIECE, BASE).replace("</h1>", f"</h1>{harmless}")) is not None


def test_headline_without_end_is_soon_read():
    head = f'<meta property="og:title" content="{" - a" * 200_000}"></head>'
    started = time.process_time()
    assert parse(json_ld_page(PIECE, BASE).replace("</head>", head)) is not None
    assert time.process_time() - started < 3


def read(html, url=URL, spec=SEOUL, keep_all=False):
    return read_page(
        html.encode(),
        url=url,
        content_type="",
        spec=spec,
        entry=Entry(URL),
        fetched_at=NOW,
        keep_all=keep_all,
    )


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe now to continue reading this article. Already a subscriber? Log in to your "
        "account to read all our news about trains and railways without any limits.",
        "Sorry, the page you are looking for could not be found. It may have been moved or "
        "deleted. Use the search box above to find the train news you were looking for.",
        "Checking your browser before accessing the site. This process is automatic. Verify you "
        "are human by completing the action below.",
        "Чтобы продолжить чтение, оформите подписку на новости железных дорог и поездов. У вас уже "
        "есть подписка? Войдите, чтобы читать.",
        "この記事は有料会員限定です。鉄道のニュースの続きをお読みいただくにはログインしてください。",
        "抱歉，您访问的页面不存在，可能已被删除，请返回首页查看更多铁路和火车新闻，感谢您的支持和理解。",
        "요청하신 페이지를 찾을 수 없습니다. 철도와 열차 소식은 첫 화면에서 찾아 주십시오.",
    ],
)
def test_a_wall_is_no_article_and_an_article_before_a_wall_is_one(wall):
    def outcome(*paragraphs):
        piece = Piece("/news/77", "Two dead as passenger train derails", paragraphs=paragraphs)
        return read(json_ld_page(piece, BASE)).outcome

    assert outcome(wall) == "unreadable"
    assert outcome(*PARAGRAPHS, wall) == "stored"


@pytest.mark.parametrize("path", ["/", "/index.html", "/en/", "/latest"])
def test_an_article_that_redirects_to_a_list_of_articles_is_gone(path):
    spec = replace(SEOUL, homepage=f"{BASE}/en", listings=(f"{BASE}/latest/",))
    reading = read(json_ld_page(PIECE, BASE), url=BASE + path, spec=spec)
    assert (reading.outcome, reading.article) == ("gone", None)


def test_other_news_and_foreign_languages_are_told_apart_before_extraction():
    def outcome(paragraphs, *, keep_all=False, frame=""):
        html = json_ld_page(Piece("/a", "A story", paragraphs=paragraphs), BASE)
        html = html.replace("<article>", f"<div>{frame}</div><article>")
        return read(html, keep_all=keep_all).outcome

    cake = ("The bakery on the corner has won a prize for its plum cake, the mayor said.",) * 2
    finnish = ("Matkustajajuna suistui raiteilta maanantai-iltana, kertoi rautatieyhtiö.",) * 6
    assert outcome(PARAGRAPHS) == "stored"
    assert outcome(cake) == "not_rail"
    assert outcome(cake, keep_all=True) == "stored"
    assert outcome(finnish) == "unread_language"
    menu = "Startseite, Fahrplan und Tickets, Bahnhöfe, Störungen und Bauarbeiten, Über uns. " * 20
    assert outcome(PARAGRAPHS, frame=menu) == "stored"
    assert outcome((), frame=menu) == "unread_language"


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_no_bytes_break_the_parser(page):
    article = parse(page)
    assert article is None or article.text


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(max_size=9), inner)),
        max_leaves=8,
    ),
    st.sampled_from(["author", "headline", "datePublished", "publisher", "articleBody", "@id"]),
)
def test_no_json_ld_breaks_the_parser(value, key):
    assert parse(with_json(**{key: value})).text
