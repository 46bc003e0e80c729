"""What a page is worth: an article, a wall, a list, other news."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crawler.entries import Entry
from crawler.reading import read_page
from crawler.withdrawals import is_withdrawal
from tests.page_samples import BASE, ILBO, NOW, PIECE, URL
from tests.sites.newsroom import PARAGRAPHS, Piece, bare_page, json_ld_page


def read(html, url=URL, spec=ILBO, keep_all=False, entry=None):
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
        "Oops! That page can’t be found. It looks like nothing was found at this location. Maybe "
        "try one of the links below, or a search for news of trains and railways?",
        "We couldn't find what you were looking for. Try searching our archive of railway news.",
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
    spec = replace(ILBO, homepage=f"{BASE}/en", listings=(f"{BASE}/latest/",))
    reading = read(json_ld_page(PIECE, BASE), url=BASE + path, spec=spec)
    assert (reading.outcome, reading.article) == ("gone", None)


def test_a_page_that_only_scripts_fill_is_judged_by_its_article():
    def outcome(*paragraphs):
        said = {"@type": "Article", "headline": "Monday", "articleBody": " ".join(paragraphs)}
        data = f'<script type="application/ld+json">{json.dumps(said)}</script>'
        return read(f"<html><head>{data}</head><body><p>Loading</p></body></html>").outcome

    cake = "The bakery on the corner has won a prize for its plum cake, the mayor said."
    assert outcome(*PARAGRAPHS) == "stored"
    assert outcome(cake) == "not_rail"
    assert outcome() == "not_rail"


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


@pytest.mark.parametrize(
    ("text", "is_notice"),
    [
        ("This article has been retracted.", True),
        ("The story about a train at Ostwald has since been withdrawn.", True),
        ("We have removed this report because it was wrong.", True),
        ("Эта новость отозвана редакцией.", True),
        ("이 기사는 오보로 확인돼 철회되었습니다.", True),
        ("本文因事实错误已撤回。", True),
        ("この記事は誤りがあったため取り消します。", True),
        ("The report was withdrawn by the railway after criticism.", False),
        ("The piece of track that broke on Monday has been removed.", False),
        ("Crews have removed the item from the line. Trains run again.", False),
        ("Статья про поезд удалена редакцией.", True),
        ("Железнодорожное сообщение между городами аннулировано.", False),
        ("Сообщение между станциями, удалёнными друг от друга, восстановлено.", False),
        ("해당 기사의 면허가 취소됐다.", False),
        ("该文件已被铁路局撤销。", False),
        ("据日本新闻，车站的标志已删除。", False),
        ("The line has been removed, this article says.", False),
        ("This article has been retracted. " + "A train derailed. " * 50, False),
    ],
)
def test_a_notice_that_an_article_was_taken_back_is_told_from_news_of_such(text, is_notice):
    assert is_withdrawal(text) is is_notice


def test_a_teaser_of_an_article_about_withdrawn_articles_is_no_notice():
    told = "KCNA has removed this report: the train at Sinuiju."
    assert is_withdrawal(told)
    assert not is_withdrawal(told, stored=f"{told} A reader noticed it on Monday.")
