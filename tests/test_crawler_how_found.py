"""An article says how its times and its text were found, where it stands and where it is from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.datelines import dateline
from crawler.entries import Entry
from crawler.page_archive import entry_json, parse_entry
from tests.page_samples import BASE, ILBO, PIECE, URL, json_ld, parse, with_json
from tests.sites.newsroom import PARAGRAPHS, bare_page, page

LISTED = Entry(
    URL,
    published_at=datetime(2026, 3, 2, 9, 40, tzinfo=UTC),
    published_as="Mon, 02 Mar 2026 18:40:00 +0900",
)


def with_meta(name, said):
    return page(PIECE, head=f'<meta property="{name}" content="{said}">', base=BASE)


@pytest.mark.parametrize(
    ("html", "entry", "dated_by", "precision", "offset"),
    [
        (with_json(datePublished="2026-03-02T18:40+09:00"), None, "json_ld", "time", "+09:00"),
        (with_json(datePublished="2026-03-02T09:40:00Z"), None, "json_ld", "time", "+00:00"),
        (with_json(datePublished="2026-03-02 18:40 KST"), None, "json_ld", "time", "+09:00"),
        (with_json(datePublished="2026-03-02 18:40"), None, "json_ld", "time", None),
        (with_json(datePublished="2026-03-02"), None, "json_ld", "day", None),
        (with_json(datePublished="2026-03-02"), LISTED, "feed", "time", "+09:00"),
        (with_meta("article:published_time", "2026-03-02"), None, "meta", "day", None),
        (bare_page(PIECE, BASE, shown_date="2 March 2026"), None, "visible", "day", None),
        (
            bare_page(PIECE, BASE, shown_date="2 March 2026, 18:40 GMT"),
            None,
            "visible",
            "time",
            "+00:00",
        ),
        (with_meta("lastmod", "2026-03-02T18:40-05:00"), None, "modified", "time", "-05:00"),
        (with_meta("og:type", "article"), None, "nowhere", None, None),
    ],
)
def test_article_tells_where_its_date_is_from_and_how_exact_it_is(
    html, entry, dated_by, precision, offset
):
    found = parse(html, entry=entry)
    assert (found.dated_by, found.published_precision, found.published_offset) == (
        dated_by,
        precision,
        offset,
    )
    assert (found.published_at is None) == (dated_by == "nowhere")


def test_day_in_the_address_is_a_day_only():
    url = f"{BASE}/2026/03/02/train"
    found = parse(with_meta("og:type", "article"), url=url)
    assert (found.dated_by, found.published_precision) == ("url", "day")


def test_time_of_a_change_has_its_own_zone_and_place():
    said = {"datePublished": "2026-03-02", "dateModified": "2026-03-02T20:00+08:00"}
    found = parse(with_json(**said))
    assert (found.modified_by, found.modified_offset) == ("json_ld", "+08:00")


def test_words_of_a_feed_reach_who_reads_its_page_from_the_archive():
    assert parse_entry(entry_json(LISTED)) == LISTED
    junk = replace(LISTED, published_at=None, published_as="soon " * 10_000)
    assert len(entry_json(junk)) < 200


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (json_ld({"@type": "NewsArticle", "articleSection": ["Verkehr", "Inland"]}), "Verkehr"),
        ('<meta property="article:section" content="Rail &amp; Road">', "Rail & Road"),
        (f'<meta property="article:section" content="{"trains, " * 30}">', None),
        ("", None),
    ],
)
def test_section_is_the_first_that_the_page_names(head, section):
    assert parse(page(PIECE, head=head, base=BASE)).section == section


def test_text_is_told_to_be_of_the_outlets_own_selector_or_of_the_general_extraction():
    html = page(PIECE, head="", base=BASE)
    assert parse(html).body_by == "trafilatura"
    assert parse(html, outlet=replace(ILBO, body_css="p")).body_by == "selector"
    stated = "\n".join(
        f"{line} It was engine {number}." for number in range(4) for line in PARAGRAPHS
    )
    said = json_ld({"@type": "NewsArticle", "headline": PIECE.title, "articleBody": stated})
    assert parse(page(PIECE, head=said, base=BASE)).body_by == "article_body"


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("ILBO, Dec. 16 (Yonhap) -- The train left.", "ILBO", "2024-12-16"),
        ("MOSCOW, December 16. /TASS/. The train left.", "MOSCOW", "2024-12-16"),
        ("Dec. 16 (UPI) -- The train left.", None, "2024-12-16"),
        ("EAST PALESTINE, Ohio (AP) — The train left.", "EAST PALESTINE, Ohio", None),
        ("Хабаровск. 16 декабря. ИНТЕРФАКС - Поезд ушёл.", "Хабаровск", "2024-12-16"),
        ("(블라디보스토크·서울=연합뉴스) 열차가 떠났다.", "블라디보스토크·서울", None),
        ("(평양 12월 16일발 조선중앙통신) 열차가 떠났다.", "평양", "2024-12-16"),
        ("【北京＝時事】列車が出発した。", "北京", None),
        ("新华社莫斯科12月16日电（记者李明）列车出发。", "莫斯科", "2024-12-16"),
        ("ILBO, Jan. 2 (Yonhap) -- The train left.", "ILBO", "2025-01-02"),
        ("ILBO, July 2 (Yonhap) -- The train left.", "ILBO", None),
        ("BERLIN — The train left.", "BERLIN", None),
        ("NEW DELHI: The train left.", "NEW DELHI", None),
        ("Khabarovsk, 16 December - The train left.", "Khabarovsk", "2024-12-16"),
        ("本报平壤12月16日电 列车出发。", "平壤", "2024-12-16"),
        ("UPDATE: The train left.", None, None),
        ("KTX — The train left.", None, None),
        ("On Monday, Dec. 16 - the train left.", None, None),
        ("The train left Khasan, Dec. 16. It then went on.", None, None),
        ("LE POINT SUR LA SITUATION - Le train part.", None, None),
    ],
)
def test_dateline_tells_place_and_day(text, place, day):
    found = dateline(text, is_credited=True, published_at=datetime(2024, 12, 17, tzinfo=UTC))
    assert (found.place, found.date) == (place, day)


def test_dateline_of_a_page_stands_beside_its_text():
    lines = ("ILBO, March 2 (Yonhap) -- A freight train left the rails.", *PARAGRAPHS)
    said = {"@type": "NewsArticle", "datePublished": "2026-03-02T18:40+09:00"}
    html = page(replace(PIECE, paragraphs=lines), head=json_ld(said), base=BASE)
    found = parse(html)
    assert (found.dateline_place, found.dateline_date) == ("ILBO", "2026-03-02")
    assert found.text.startswith("ILBO")
    assert abs(found.published_at - LISTED.published_at) < timedelta(minutes=1)
