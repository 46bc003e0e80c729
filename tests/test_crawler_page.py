"""A page becomes an article: headline, byline, dates, language, body, address."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.entries import Entry
from crawler.language import text_language
from crawler.reading import tells_unread_language
from tests.page_samples import ASIAN, BASE, ILBO, PIECE, URL, json_ld, parse, with_json
from tests.sites.hostile import RUSSIAN
from tests.sites.newsroom import PARAGRAPHS, bare_page, json_ld_page, open_graph_page, page


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
        "Accident on Monday Train derails near Ostwald",
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
        "OSTWALD, March 2 (Tassel) - Train derails near Ostwald.",
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
        *(
            f"<!-- x --><div class='x {name}'><p>Buy the best cakes of the valley today.</p></div>"
            for name in (
                *("ad", "ads", "advert", "advertisement", "adsbygoogle", "promo", "sponsored"),
                *("signup", "subscribe-box", "email-signup-box", "article-ad", "ad-slot--wide"),
            )
        ),
        "<p hidden>Hidden words for search engines about trains and more trains.</p>",
    ],
)
def test_pointers_and_advertisements_among_the_paragraphs_are_left_out(box):
    html = json_ld_page(PIECE, BASE)
    at = html.index("<p>", html.index("<h1>") + 1)
    at = html.index("<p>", at + 1)
    assert parse(html[:at] + box + html[at:]).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("name", ["headline-ad", "add-on", "promoter", "adverse", "subscribers"])
def test_a_box_that_is_called_otherwise_stays(name):
    told = "Two of the injured were taken to the hospital in Kernau by the fire brigade."
    html = json_ld_page(PIECE, BASE).replace("</article>", f"<div class={name}><p>{told}</p></div>")
    assert told in parse(html).text


def test_an_article_within_what_is_called_an_advertisement_is_kept():
    html = json_ld_page(PIECE, BASE)
    html = html.replace("<article>", "<article class='ad'><div class='sponsored'>")
    html = html.replace("</article>", "</div></article>")
    assert parse(html).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "caption",
    [
        "图为3月2日拍摄的脱轨列车。新华社记者李四摄",
        "脱轨的列车。（中新社记者 李四 摄）",
        "（资料图）",
    ],
)
def test_a_picture_with_a_chinese_caption_leaves_none_in_the_text(caption):
    told = ASIAN["zh"][:41]
    html = f"<h1>列车脱轨</h1><div><p>{told}</p><p>{caption}</p><p>记者李四说，{told}</p></div>"
    assert parse(f"<article>{html}</article>").text == f"{told}\n\n记者李四说，{told}"


BRIEFS = {
    "en": (
        "ILBO, Mar 2 (Yonhap) -- A freight train with 84 cars derailed near Busan on Monday.",
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
    outlet = replace(ILBO, languages=languages)
    assert tells_unread_language(Entry(URL, title=title), outlet) is spares


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("By Ida Brenner and Ola Nyquist", "Ida Brenner, Ola Nyquist"),
        ({"@type": "Person", "givenName": "Ida", "familyName": "Brenner"}, "Ida Brenner"),
        ([{"name": "Staff Reporter"}, {"name": "Ida Brenner"}], "Ida Brenner"),
        ([{"name": "Ida Brenner"}, {"name": "Reuters"}], "Ida Brenner"),
        ({"@type": "Organization", "name": "Reuters"}, "Reuters"),
        ({"name": "The Ilbo"}, "The Ilbo"),
        ([{"name": "The Ilbo"}, {"name": "Ida Brenner"}], "Ida Brenner"),
        ([{"name": "The Ilbo"}, {"name": "Reuters"}], "Reuters"),
        ("https://ilbo.example/authors/7", None),
        ("박준석 기자", "박준석"),
    ],
)
def test_byline_names_persons_else_the_agency_else_the_publication(author, byline):
    assert parse(with_json(author=author)).byline == byline


DAY, VALUE = '"2026-03-02T18:40:00Z"', '"@value"'
SAID = f'"headline": "A // \\" /* train", "datePublished": {DAY}'


@pytest.mark.parametrize(
    "block",
    [
        f'/* ours */ {{"@type": "NewsArticle", // of today\n{SAID}, /* so */ }}',
        f'{{"@type": "WebSite"}} {{"@type": "NewsArticle", {SAID}}}',
        f'{{"@type": "WebSite"}},\n{{"@type": "NewsArticle", {SAID}}};',
        f'{{"@type": "NewsArticle", {SAID}}} {{"@type": "WebSite", "name": "The "best" paper"}}',
        f'//<![CDATA[\n{{"@type": "NewsArticle", {SAID},}}\n//]]>',
        f'{{"@type": "NewsArticle", {SAID.replace(DAY, f"{{{VALUE}: {DAY}}}")}}}',
    ],
)
def test_what_machines_are_told_is_read_through_the_slips_often_made(block):
    head = f'<script type="application/ld+json">{block}</script>'
    html = page(PIECE, head=head, base=BASE).replace(f"<h1>{PIECE.title}</h1>", "")
    article = parse(html)
    assert article.published_at == datetime(2026, 3, 2, 18, 40, tzinfo=UTC)
    assert article.title == 'A // " /* train'


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(PARAGRAPHS),
        "\r\n\r\n".join(PARAGRAPHS),
        "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
        "<br />".join(PARAGRAPHS),
        "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in PARAGRAPHS),
    ],
)
def test_a_text_that_only_machines_are_told_keeps_its_paragraphs(body):
    data = json_ld({"@type": "NewsArticle", "headline": PIECE.title, "articleBody": body})
    html = f"<html><head>{data}</head><body><div id=root></div></body></html>"
    assert parse(html).text == "\n\n".join(PARAGRAPHS)


def test_a_text_that_machines_are_told_in_one_line_keeps_the_paragraphs_of_the_page():
    assert parse(with_json(articleBody=" ".join(PARAGRAPHS))).text == "\n\n".join(PARAGRAPHS)


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


@pytest.mark.parametrize(
    ("path", "canonical", "is_followed"),
    [
        ("/s1", "/news/", False),
        ("/news/s1", "/news", False),
        ("/news/rail/s1?from=rss", "/news/rail/", False),
        ("/s1", "/2026/03/02/derailment", True),
        ("/s1", "/train-derails-near-ostwald", True),
        ("/s1", "/rail/derailment", True),
        ("/amp/derailment", "/derailment", True),
        ("/news/77/print", "/news/77", True),
        ("/derailment.html?page=1", "/derailment.html", True),
    ],
)
def test_an_article_is_never_put_at_the_address_of_its_section(path, canonical, is_followed):
    site = "https://www.ilbo.example"
    html = bare_page(PIECE, BASE, shown_date="").replace(f"{BASE}{PIECE.path}", site + canonical)
    assert parse(html, url=site + path).url == site + (canonical if is_followed else path)


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


def scripted(paragraphs, *, title=PIECE.title, caption=""):
    """A page on which nothing stands but what its script is given."""
    markup = caption + "".join(f'<p class="text">{text}</p>' for text in paragraphs)
    pushed = json.dumps(["1", markup]).replace("<", "\\u003c")
    other = json.dumps({"html": "<p>One</p><p>two</p>"})
    scripts = f"<script>var more = {other}; self.pushed(1, {pushed})</script>"
    return f"<html><head><title>{title}</title></head><body><p></p>{scripts}</body></html>"


def test_a_text_that_only_scripts_put_on_the_page_is_read():
    caption = "<figure><figcaption>A train at Kernau, where no train ran.</figcaption></figure>"
    article = parse(scripted(PARAGRAPHS, caption=caption))
    assert (article.text, article.body_by) == ("\n\n".join(PARAGRAPHS), "article_body")


def test_what_scripts_hold_of_another_piece_is_not_the_pages_text():
    assert parse(scripted(PARAGRAPHS, title="Ministers quarrel about asylum quotas again")) is None
    shown = page(PIECE, head="", base=BASE)
    other = scripted([f"{text} Or not." for text in PARAGRAPHS])
    assert parse(shown + other).text == "\n\n".join(PARAGRAPHS)
