"""A page becomes an article: headline, byline, dates, language, body, address."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.article_page import parse_article_page
from crawler.entries import Entry
from crawler.language import text_language
from crawler.outlets import OutletSpec
from crawler.reading import read_page, tells_unread_language
from tests.sites.hostile import RUSSIAN
from tests.sites.newsroom import PARAGRAPHS, Piece, bare_page, json_ld_page, open_graph_page, page

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SEOUL = OutletSpec("ilbo", "The Ilbo", "national", "KR", ("ko",), "Asia/Seoul", feeds=("x",))
URL = "https://www.ilbo.example/news/77"
PIECE = Piece("/news/77", "Train derails near Ostwald")
BASE = "https://www.ilbo.example"


ASIAN = {
    "zh": "一列客运列车星期一晚上在车站附近脱轨，铁路部门表示所有乘客均已安全抵达下一站。" * 20,
    "ko": "월요일 저녁 여객 열차가 역 근처에서 탈선했으며 철도 당국은 승객 모두 무사하다고 밝혔다. "
    * 20,
}


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


SAID = '"headline": "A // \\" /* train", "datePublished": "2026-03-02T18:40:00Z"'


@pytest.mark.parametrize(
    "block",
    [
        f'/* ours */ {{"@type": "NewsArticle", // of today\n{SAID}, /* so */ }}',
        f'{{"@type": "WebSite"}} {{"@type": "NewsArticle", {SAID}}}',
        f'{{"@type": "WebSite"}},\n{{"@type": "NewsArticle", {SAID}}};',
        f'{{"@type": "NewsArticle", {SAID}}} {{"@type": "WebSite", "name": "The "best" paper"}}',
        f'//<![CDATA[\n{{"@type": "NewsArticle", {SAID},}}\n//]]>',
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


def read(html, url=URL, spec=SEOUL, keep_all=False, entry=None):
    return read_page(
        html.encode(),
        url=url,
        content_type="",
        spec=spec,
        entry=entry or Entry(URL),
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
        "We and our 842 partners store and access information on your device, such as cookies, and "
        "process personal data to bring you news of trains and railways.",
        "Press & Hold to confirm you are a human (and not a bot) who reads about trains.",
        "We recognize you are attempting to access this website from a country belonging to the "
        "European Economic Area, which enforces the GDPR; news of trains cannot be shown.",
        "Please disable your ad blocker. Advertising pays for our news of trains and railways.",
        "Our site is down for scheduled maintenance. The news of trains will be back shortly.",
        "Error establishing a database connection. The server of the railway news did not answer.",
        "На сайте ведутся технические работы. Новости о поездах и железных дорогах вернутся позже.",
        "현재 시스템 점검 중입니다. 철도와 열차 소식은 잠시 후 다시 접속해 확인해 주십시오.",
        "现在系统正在维护，请稍后再试，铁路和火车的新闻很快就会回来，感谢您的支持和理解，请再等一等。",
        "ただいまメンテナンス中です。鉄道と列車のニュースはしばらくしてから再度アクセスしてください。",
    ],
)
def test_a_wall_is_no_article_and_an_article_before_a_wall_is_one(wall):
    def outcome(*paragraphs):
        piece = Piece("/news/77", "Two dead as passenger train derails", paragraphs=paragraphs)
        return read(json_ld_page(piece, BASE)).outcome

    assert outcome(wall) == "unreadable"
    assert outcome(*PARAGRAPHS, wall) == "stored"


UNKNOWN_WALL = (
    "Our helpers are looking after the machines that carry this train of news to you. Put the "
    "kettle on, and look in on us again before the day is out."
)


def test_a_short_page_without_the_words_of_its_headline_is_no_article():
    def outcome(listed, headline, paragraph):
        piece = Piece("/news/77", headline, paragraphs=(paragraph,))
        html = bare_page(piece, BASE, shown_date="2 March 2026")
        return read(html, entry=Entry(URL, listed)).outcome

    listed = "Train derails near Ostwald"
    assert outcome(listed, "Back soon", UNKNOWN_WALL) == "unreadable"
    assert outcome(listed, "", UNKNOWN_WALL) == "unreadable"
    assert outcome(None, "Back soon", UNKNOWN_WALL + " The railway is closed.") == "stored"
    flash = "A passenger train left the rails near Ostwald on Monday evening; nobody was hurt."
    assert outcome(listed, "Accident on Monday", flash) == "stored"
    korean = "월요일 저녁 서울역 근처에서 여객열차가 나무와 충돌해 탈선했다고 철도 당국이 밝혔다."
    assert outcome("서울역서 열차 탈선…여객 무사", "월요일의 사고", korean) == "stored"


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
