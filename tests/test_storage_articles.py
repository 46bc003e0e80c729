"""An article is stored once, whatever its address looks like, and remembers what it was."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.articles import Outcome, article_row, save_article, save_articles
from storage.folding import clean_text, search_query, search_text
from storage.integrity import faults
from storage.merge import merge_events, rebuild_events
from storage.periods import utc_text
from storage.records import BodyBy, FoundIn, Precision
from storage.reports import save_reports
from storage.unread import unread_articles
from storage.urls import PLAIN_URL, article_id, canonical_url
from tests.storage_samples import NOW, PATNA, article, report, rows, tell, utc


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://A.example/Story?utm_source=x&id=7#top", "https://a.example/Story?id=7"),
        ("HTTPS://a.example:443/story?b=2&a=1", "https://a.example/story?a=1&b=2"),
        ("http://a.example:8080", "http://a.example:8080/"),
        ("https://a.example/story/amp/", "https://a.example/story"),
        ("https://a.example/story.amp.html?outputType=amp", "https://a.example/story.html"),
        ("https://a.example/поезд", "https://a.example/%D0%BF%D0%BE%D0%B5%D0%B7%D0%B4"),
        ("https://a.example/%d0%bf%41", "https://a.example/%D0%BFA"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://поезд.example/", "https://xn--d1abg0ae.example/"),
        ("https://a.example/a%2Fb?q=%26", "https://a.example/a%2Fb?q=%26"),
        ("\n https://a.example/story\t", "https://a.example/story"),
    ],
)
def test_canonical_url_drops_what_does_not_name_the_article(url, expected):
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "story.html", "", "https://", "http://[x"]
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(url)


@given(st.text())
def test_canonical_url_of_anything_is_stable_or_refused(tail):
    url = canonical_url(f"https://a.example/{tail}")
    assert canonical_url(url) == url
    assert article_id(url) == article_id(f"http://www.a.example/{tail}")


@given(st.from_regex(PLAIN_URL, fullmatch=True))
def test_plain_address_is_read_as_any_other(url):
    assert canonical_url(url) == canonical_url(f"{url}#top")


def test_article_is_stored_once_however_its_address_is_written(post):
    page = article("patna-post", path="story?id=7")
    assert save_article(post, page) is Outcome.NEW
    before = rows(post, "articles")
    for url in (
        "http://patna-post.example/story?id=7",
        "https://www.patna-post.example/story?utm_medium=feed&id=7#c",
        "https://m.patna-post.example/story/amp?id=7",
    ):
        assert save_article(post, replace(page, url=url)) is Outcome.UNCHANGED
    assert save_article(post, replace(page, url=page.url + "&print=1")) is Outcome.UNCHANGED
    assert rows(post, "articles") == before
    assert rows(post, "article_versions") == []


NOTICE = "A person was struck by a train at Patna Junction this morning."


def notice(path, day):
    return article("patna-post", text=NOTICE, title="Struck", path=path, published=f"{day} 10:00")


def test_same_notice_of_another_day_is_an_article_of_its_own(post):
    assert save_article(post, notice("b", "2024-12-02")) is Outcome.NEW
    assert save_article(post, notice("a", "2024-12-09")) is Outcome.NEW


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_of_the_addresses_of_one_piece_the_same_is_kept_whichever_comes_first(post, order):
    later = replace(notice("a", "2024-12-02"), published_at=utc("2024-12-02 10:30"))
    pieces = [notice("c", "2024-12-02"), notice("b", "2024-12-02"), later]
    for at in order:
        save_article(post, pieces[at])
        assert save_article(post, pieces[at]) is Outcome.UNCHANGED
    assert [row["url"] for row in rows(post, "articles")] == ["https://patna-post.example/b"]
    assert list(faults(post)) == []


def test_event_is_found_under_its_old_id_after_its_article_gave_way_to_a_better_address(post):
    told = report("derailment", start="2024-12-02", locations=[PATNA])
    for path in ("b", "a"):
        page = notice(path, "2024-12-02")
        assert save_article(post, page) is Outcome.NEW
        save_reports(post, article_id(page.url), [told], extractor_version="1", now=NOW)
        merge_events(post, now=NOW)
    [event] = rows(post, "events")
    assert (event["reports"], event["outlets"]) == (1, 1)
    [moved] = rows(post, "event_redirects")
    assert moved["new_id"] == event["id"]
    assert rebuild_events(post, now=NOW) == 0


@pytest.mark.parametrize("how", ["corrected", "archived", "archived with another text"])
def test_undated_article_was_told_when_any_state_of_it_was_first_fetched(post, how):
    early, late = utc("2024-12-16 09:00"), utc("2024-12-17 09:00")
    first = replace(article("patna-post"), published_at=None, fetched_at=early)
    again = replace(first, fetched_at=late)
    if how != "archived":
        again = replace(again, text=f"{first.text} more")
    told = report("derailment", start="2024-12-16", locations=[PATNA])
    copy = tell(post, "wire", told, text=first.text, published="2024-12-16 10:00")
    for page in [first, again] if how == "corrected" else [again, first]:
        save_articles(post, [page], are_archived=how != "corrected")
    key = article_id(first.url)
    save_reports(post, key, [told], extractor_version="1", now=NOW)
    merge_events(post, now=NOW)
    [event] = rows(post, "events")
    assert event["first_reported_at"] == "2024-12-16T09:00:00Z"
    assert {row["id"]: row["story_id"] for row in rows(post, "articles")} == {key: key, copy: key}
    assert rebuild_events(post, now=NOW) == 0


def test_changed_article_keeps_its_old_version_and_is_unread_again(post):
    page = article("patna-post", text="Five people were killed when the train left the track.")
    save_article(post, page)
    key = article_id(page.url)
    save_reports(post, key, [], extractor_version="1", now=NOW)
    assert list(unread_articles(post, extractor_version="1")) == []
    later = replace(page, text="Seven people were killed.", fetched_at=NOW, byline="By A. Writer")
    assert save_article(post, later) is Outcome.CHANGED
    assert list(unread_articles(post, extractor_version="1")) == [(key, later)]
    [version] = rows(post, "article_versions")
    assert {name: version[name] for name in ("article_id", "title", "text", "seen_at")} == {
        "article_id": key,
        "title": page.title,
        "text": page.text,
        "seen_at": "2024-12-16T10:59:00Z",
    }
    assert found(post, "seven") == [key]
    assert found(post, "five") == []


@pytest.mark.parametrize(
    ("are_archived", "outcome", "kept"),
    [(False, Outcome.CHANGED, "Seven died."), (True, Outcome.UNCHANGED, "Five died.")],
)
def test_change_is_seen_after_the_clock_was_put_back_and_an_archive_changes_nothing(
    post, are_archived, outcome, kept
):
    page = article("patna-post", text="Five died.")
    save_article(post, page)
    before = replace(page, text="Seven died.", fetched_at=page.fetched_at - timedelta(days=1))
    assert save_articles(post, [before], are_archived=are_archived) == [outcome]
    assert [row["text"] for row in rows(post, "articles")] == [kept]
    assert len(rows(post, "article_versions")) == 1


def test_date_that_a_page_gives_later_makes_it_unread(post):
    page = article("patna-post")
    save_article(post, replace(page, published_at=None))
    save_reports(post, article_id(page.url), [], extractor_version="1", now=NOW)
    assert save_article(post, page) is Outcome.UNCHANGED
    assert [found for _, found in unread_articles(post, extractor_version="1")] == [page]


def test_new_extractor_version_reads_every_article_again(post):
    pages = [article("patna-post", path=str(at)) for at in range(3)]
    for page in pages:
        save_article(post, page)
        save_reports(post, article_id(page.url), [], extractor_version="1", now=NOW)
    assert len(list(unread_articles(post, extractor_version="2"))) == 3
    assert len(list(unread_articles(post, extractor_version="1", all=True))) == 3


def test_article_with_broken_characters_is_stored_clean(post):
    page = article("patna-post", title="Train\x00 \ud800late\x1b[31m", text="One\r\ntwo\x07\udfff")
    save_article(post, page)
    row = article_row(post, page.url)
    assert (row["title"], row["text"]) == ("Train \ufffdlate[31m", "One\ntwo\ufffd")


@given(st.text(st.characters(exclude_categories=())))
def test_cleaned_text_can_always_be_stored(text):
    cleaned = clean_text(text)
    assert cleaned.encode().decode() == cleaned == clean_text(cleaned)
    assert "\x00" not in cleaned


def found(db, text):
    query = """SELECT id FROM articles WHERE search_id IN
        (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?) ORDER BY id"""
    return [row["id"] for row in db.query(query, [search_query(text)])]


@pytest.mark.parametrize(
    ("text", "query", "is_found"),
    [
        ("A train reached Małaszewicze.", "malaszewicze", True),
        ("Поезд прибыл в Уссурийск", "уссурийск", True),
        ("列车从绥芬河开出", "绥芬河", True),
        ("列车从绥芬河开出", "列车", True),
        ("列车从绥芬河开出", "河", True),
        ("列车从绥芬河开出", "绥河", False),
        ("列车于12月16日上午抵达", "12月16日", True),
        ("列车于12月16日上午抵达", "16日上午", True),
        ("列车于12月16日上午抵达", "6日", False),
        ("地铁3号线停运", "地铁3号", True),
        ("K3次列车", "K3次。", True),
        ("탑승객은 2명이었다", "2명", True),
        ("佐々木駅で停車した", "佐々木", True),
        ("รถไฟขบวนหนึ่งตกรางใกล้สถานี", "ตกราง", True),
        ("รถไฟขบวนหนึ่งตกรางใกล้สถานี", "สถานี", True),
        ("รถไฟขบวนหนึ่งตกรางใกล้สถานี", "สถานู", False),
        ("ລົດໄຟລາວ-ຈີນ", "ລາວ", True),
        ("ရထားလမ်းချော်", "လမ်း", True),
        ("រថភ្លើងធ្លាក់ផ្លូវ", "ភ្លើង", True),
        ("하산역에서 출발했다", "하산", True),
        ("하산역에서 출발했다", "하산역", True),
        ("Trains were late", "train*", True),
        ("Trains were late", "train", False),
        ("Trains were late", "trains early", False),
        ("Trains were late", 'late" OR (NEAR', False),
        ("Trains were late", "-", False),
    ],
)
def test_text_is_found_by_its_words_in_any_script(post, text, query, is_found):
    page = article("patna-post", text=text)
    save_article(post, page)
    if search_query(query):
        assert found(post, query) == ([article_id(page.url)] if is_found else [])
    else:
        assert not is_found


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_query(text):
    db = Database(memory=True)
    db.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    db.execute("INSERT INTO words VALUES (?)", [search_text(clean_text(text))])
    if query := search_query(clean_text(text)):
        db.execute("SELECT * FROM words WHERE words MATCH ?", [query]).fetchall()
    db.close()


def test_how_an_article_was_found_is_kept_with_what_was_found_and_makes_no_new_version(post):
    plain = article("patna-post")
    save_article(post, plain)
    told = replace(
        plain,
        section="Railways",
        dated_by=FoundIn.FEED,
        published_precision=Precision.TIME,
        published_offset="+05:30",
        body_by=BodyBy.TRAFILATURA,
    )
    assert save_article(post, told) is Outcome.UNCHANGED
    # On a second look the page gives its date elsewhere, or no more: the first one stays.
    moved = replace(told, dated_by=FoundIn.META, published_at=NOW)
    assert save_article(post, moved) is Outcome.UNCHANGED
    undated = replace(
        told,
        text="Now four trains.",
        section=None,
        published_at=None,
        dated_by=FoundIn.NOWHERE,
        published_precision=None,
        published_offset=None,
        body_by=BodyBy.PARAGRAPHS,
    )
    assert save_article(post, undated) is Outcome.CHANGED
    [row], [_] = rows(post, "articles"), rows(post, "article_versions")
    assert (row["section"], row["body_by"]) == ("Railways", "paragraphs")
    assert (row["dated_by"], row["published_precision"], row["published_offset"]) == (
        "feed",
        "time",
        "+05:30",
    )
    assert row["published_at"] == utc_text(plain.published_at)
