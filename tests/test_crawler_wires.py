"""Agencies are credited and reporters named as wires and papers write it."""

from __future__ import annotations

import pytest

from crawler.wire_credits import wire_credit
from tests.page_samples import authors, read_article
from tests.sites.newsroom import PARAGRAPHS

BODY = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (f"SEOUL, March 2 (Yonhap) -- {BODY}", "Yonhap"),
        (f"MOSCOW, March 2. /TASS/. {BODY}", "TASS"),
        (f"LONDON (Reuters) - {BODY}", "Reuters"),
        (f"МОСКВА, 2 мар - РИА Новости. {BODY}", "РИА Новости"),
        (f"(서울=연합뉴스) 홍길동 기자 = {BODY}", "연합뉴스"),
        (f"新华社北京3月2日电（记者李明）{BODY}", "新华社"),
        (f"WASHINGTON, Dec. 16 (Xinhua) -- {BODY}", "Xinhua"),
        (f"MOSCOW. March 2 (Interfax) - {BODY}", "Interfax"),
        (f"New Delhi [India], March 2 (ANI): {BODY}", "ANI"),
        (f"EAST PALESTINE, Ohio (AP) — {BODY}", "AP"),
        (f"Hannover (dpa/lni) - {BODY}", "dpa/lni"),
        (f"A headline again\n\nTOKYO, March 2 (Kyodo) - {BODY}", "Kyodo"),
        (f"Хабаровск. 2 марта. ИНТЕРФАКС-ДАЛЬНИЙ ВОСТОК - {BODY}", "ИНТЕРФАКС"),
        (f"ХАБАРОВСК, 2 марта. /Корр. ТАСС/. {BODY}", "ТАСС"),
        (f"(블라디보스토크·베이징·서울=연합뉴스) {BODY}", "연합뉴스"),
        (f"(평양 3월 2일발 조선중앙통신) {BODY}", "조선중앙통신"),
        (f"【ソウル共同】{BODY}", "共同"),
        (f"【北京＝時事】{BODY}", "時事"),
        (f"［モスクワ ２日 ロイター］ - {BODY}", "ロイター"),
        (f"【新華社北京3月2日】{BODY}", "新華社"),
        (f"（中央社記者王小明台北2日電）{BODY}", "中央社"),
        (f"【中新社莫斯科3月2日电】{BODY}", "中新社"),
        (f"{BODY} ==Kyodo", "Kyodo"),
        (f"{BODY} /연합뉴스", "연합뉴스"),
        (f"{BODY} PTI NSD SMN", "PTI NSD SMN"),
        (f"{BODY} (APA, 2.3.2026)", "APA"),
        (f"{BODY}\n\n(With agency inputs)", "With agency inputs"),
        (f"{BODY}\n\n© 2026 Agence France-Presse", "2026 Agence France-Presse"),
        (
            f"{BODY} (Reporting by Ann Lee; Editing by Bo Kim)",
            "Reporting by Ann Lee; Editing by Bo Kim",
        ),
        (
            f"{BODY}\n\nReporting by Ann Lee\n\nOur Standards\n\n" + "Ann Lee\n\n" * 5,
            "Reporting by Ann Lee",
        ),
        (
            f"{BODY}\n\nReporting by {'Ann Lee, ' * 40}Bo Kim",
            f"Reporting by {'Ann Lee, ' * 40}Bo Kim",
        ),
        (f"{BODY} (AP)", "AP"),
        (f"{BODY} — TASS", "TASS"),
        (f"{BODY}\n\n(Yonhap)", "Yonhap"),
        (
            f"{BODY}\n\nReporting by Ann Lee; Editing by Bo Kim",
            "Reporting by Ann Lee; Editing by Bo Kim",
        ),
        (f"{BODY}\n\n(Reporting by Ann Lee in Seoul)", "Reporting by Ann Lee in Seoul"),
        (f"{BODY}\n\nAP contributed to this report.", "AP contributed to this report"),
        (f"{BODY}\n\nWith files from The Canadian Press", "With files from The Canadian Press"),
        (f"{BODY}\n\nMit Material der dpa", "Mit Material der dpa"),
        (f"{BODY}\n\nПо материалам ТАСС", "По материалам ТАСС"),
        (f"{BODY}\n\n来源：新华社", "来源：新华社"),
        (f"{BODY}\n\nReuters, AFP", "Reuters, AFP"),
        (BODY, None),
        (f"Reuters moved to a new office at the station. {BODY}", None),
        (f"{BODY}\n\nThe agency TASS had said so on Monday.", None),
        (f"{BODY}\n\nThe railway pa (nothing) said.", None),
        # What looks like the name of an agency and is none.
        (f"A train derailed near Pittsburgh (PA) on Monday. {BODY}", None),
        (f"The line from Vijayawada (AP) was closed. {BODY}", None),
        (f"The Amtrak Police Association (APA) – a union – called a strike. {BODY}", None),
        (f"【官民共同】{BODY}", None),
        (f"{BODY} So said the transport union (UNI).", None),
        (f"{BODY}\n\n© AFP", None),
        (f"{BODY}\n\nReporting by passengers of faulty doors rose by a third", None),
    ],
)
def test_credit_of_an_agency_is_kept_as_it_stands(text, credit):
    assert wire_credit(text) == credit


@pytest.mark.parametrize(
    ("under_title", "byline", "credit"),
    [
        (
            '<p class="byline">By <a href="/author/7">Ann Lee</a> | Reuters</p>',
            "Ann Lee",
            "Reuters",
        ),
        ('<span class="byline">By Associated Press</span>',) + ("Associated Press",) * 2,
        ("<div>2026-03-02 来源：新华社 编辑：李明</div>", None, "来源：新华社"),
        ("<div>AFP, MANILA</div>", None, "AFP"),
        ("<div>Reuters, which saw the train</div>", None, None),
        (f"<p>{PARAGRAPHS[0]}</p><li><a href='/5'>Bridge</a> 来源：新华社</li>", None, None),
    ],
)
def test_agency_that_a_page_names_around_its_headline_is_the_credit(under_title, byline, credit):
    article = read_article(under_title=under_title)
    assert (article.byline, article.wire_credit) == (byline, credit)


@pytest.mark.parametrize(
    ("signed", "byline", "credit"),
    [
        ("By Ann Lee with Reuters", "Ann Lee", "Reuters"),
        ("Von Ann Lee mit dpa", "Ann Lee", "dpa"),
        ("Par Ann Lee avec AFP", "Ann Lee", "AFP"),
        ("By Ann Lee with agencies", "Ann Lee", None),
        ("By Ann Lee with additional reporting by Bo Kim", "Ann Lee, Bo Kim", None),
        ("By Ann Lee for The Paper", "Ann Lee", None),
        ("By Ann Lee for CNN and Bo Kim", "Ann Lee, Bo Kim", None),
        ("By Ann Lee from Vladivostok", "Ann Lee", None),
        ("By Ann Lee Special to The Paper", "Ann Lee", None),
        ("Иван Петров, специально для «Газеты»", "Иван Петров", None),
    ],
)
def test_a_person_keeps_the_byline_whoever_helped_and_whatever_it_was_for(signed, byline, credit):
    article = read_article(under_title=f'<p class="author">{signed}</p>')
    assert (article.byline, article.wire_credit) == (byline, credit)


def test_what_is_sent_for_a_paper_is_told_from_a_body_for_a_cause():
    assert read_article(authors("Ann Lee for The Paper")).byline == "Ann Lee"
    assert (
        read_article(authors("National Council for Safe Rail")).byline
        == "National Council for Safe Rail"
    )


LINE = "승객 84명은 모두 무사히 대피했고 화물열차는 우회할 예정이라고 철도 당국이 밝혔다."


@pytest.mark.parametrize(
    ("under_title", "paragraphs", "byline"),
    [
        ("", (f"(서울=연합뉴스) 홍길동 기자 = {LINE}", LINE[::-1]), "홍길동"),
        ("", (f"[서울경제=홍길동·김철수 선임기자] {LINE}", LINE[::-1]), "홍길동, 김철수"),
        ("", (LINE, "홍길동 기자 hong@paper.example"), "홍길동"),
        ("", (LINE, f"홍길동 기자가 말했다. {LINE}"), None),
        (
            "",
            (f"新华社北京3月2日电（记者王小明、李红）{'列车周一晚上脱轨。' * 9}",),
            "王小明, 李红",
        ),
        ("", (f"本报北京3月2日电 （记者王小明 通讯员李红）{'列车脱轨。' * 9}",), "王小明"),
        (
            '<div class="info">来源：人民网 作者：王小明</div>',
            ("列车周一晚上脱轨。" * 9,),
            "王小明",
        ),
    ],
)
def test_reporters_are_found_in_datelines_and_below_the_text(under_title, paragraphs, byline):
    assert read_article(under_title=under_title, paragraphs=paragraphs).byline == byline


@pytest.mark.parametrize("names", [("Ann Lee", "AP"), ("Ann Lee AP",)])
def test_an_agency_that_signed_beside_a_person_is_the_credit(names):
    article = read_article(authors(*names))
    assert (article.byline, article.wire_credit) == ("Ann Lee", "AP")
