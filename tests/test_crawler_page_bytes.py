"""What comes as the bytes of a page: in whatever charset, broken, or made to do harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.charsets import decode
from crawler.page_guard import PageRefused, page_html
from tests.page_samples import BASE, PIECE, parse, with_json
from tests.sites.hostile import RUSSIAN, huge_json_page
from tests.sites.newsroom import Piece, bare_page, json_ld_page


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


@pytest.mark.parametrize("piece", ["/*", '"\\\\"', ",/*", ",//\n", '"', "[1]", "{", "// a\n"])
def test_broken_json_ld_is_soon_passed_over(piece):
    head = f'<script type="application/ld+json">{piece * 200_000}</script></head>'
    started = time.process_time()
    assert parse(json_ld_page(PIECE, BASE).replace("</head>", head)) is not None
    assert time.process_time() - started < 3


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
