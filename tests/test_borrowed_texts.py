"""Outlets whose terms allow no copies: facts are taken from a text, the text is not kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.articles import save_article, save_articles
from storage.borrowed_texts import borrowed_text
from storage.database import open_database
from storage.events import EventFilter
from storage.exports import export_events
from storage.integrity import faults
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.records import (
    Article,
    EventType,
    Evidence,
    Factuality,
    Quantity,
    QuantityRole,
    Report,
)
from storage.reports import save_reports
from storage.unread import count_unread, unread_articles
from tests.sites.newsroom import PARAGRAPHS, Piece, as_xml, json_ld_page, rss
from tests.sites.server import Reply, serve
from tests.storage_samples import outlet

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TEXT = "A train left the rails near Kernau on Monday. Nobody was hurt."
ARTICLE = Article("https://paper.example/a", "paper", "Train derails", TEXT, NOW)
DERAILED = "A passenger train derailed near Crewe on 2 March 2026, injuring three people."


@pytest.fixture
def paper(db):
    save_outlet(db, outlet("paper"))
    save_article(db, ARTICLE, store_text=False)
    return db


def read(db, version="1"):
    """Read what is unread, finding a derailment in the first sentence of each; the texts seen."""
    report = Report(
        EventType.DERAILMENT,
        Factuality.ACTUAL,
        (Evidence(0, 45),),
        0.9,
        quantities=(Quantity(QuantityRole.INJURED, 0.0, text="Nobody", start=46, end=52),),
    )
    texts = []
    for key, article in unread_articles(db, extractor_version=version):
        texts.append(article.text)
        save_reports(db, key, [report], extractor_version=version, now=NOW)
    return texts


def reports(db):
    return list(db.query("SELECT sentence, offset_start, offset_end FROM reports"))


def test_the_text_is_read_once_and_its_sentence_not_kept(paper):
    assert read(paper) == [TEXT]
    assert reports(paper) == [{"sentence": "", "offset_start": 0, "offset_end": 45}]
    assert list(paper.query("SELECT text FROM articles")) == [{"text": ""}]
    assert paper.table("borrowed_texts").count == 0


def test_a_database_without_the_texts_passes_its_check(paper):
    assert list(faults(paper)) == []
    read(paper)
    merge_events(paper, now=NOW)
    assert list(faults(paper)) == []


def test_a_feed_of_events_has_the_headline_in_the_place_of_the_sentence(paper):
    read(paper)
    merge_events(paper, now=NOW)
    out = io.StringIO()
    export_events(paper, EventFilter(), "atom", out)
    assert "Paper&lt;/a&gt;: Train derails" in out.getvalue()
    assert "“”" not in out.getvalue()


def test_an_earlier_state_from_an_archive_is_not_kept_either(paper):
    earlier = replace(ARTICLE, text="A train stands.", fetched_at=NOW - timedelta(days=1))
    save_articles(paper, [earlier], borrowed_from=[earlier.outlet_id], are_archived=True)
    assert list(paper.query("SELECT text FROM article_versions")) == [{"text": ""}]
    assert read(paper) == [TEXT]


def test_a_newer_extractor_leaves_what_was_read_from_a_forgotten_text(paper):
    read(paper)
    assert count_unread(paper, extractor_version="2") == 0
    assert count_unread(paper, extractor_version="2", all=True) == 0
    assert read(paper, "2") == []
    assert len(reports(paper)) == 1


def test_a_changed_text_is_read_again_and_an_unchanged_one_is_not(paper):
    read(paper)
    save_article(paper, ARTICLE, store_text=False)
    assert count_unread(paper, extractor_version="1") == 0
    save_article(paper, replace(ARTICLE, text=f"{TEXT} The line is open."), store_text=False)
    assert read(paper) == [f"{TEXT} The line is open."]
    assert list(paper.query("SELECT text FROM article_versions")) == [{"text": ""}]


def test_a_date_that_comes_later_has_the_text_read_again(paper):
    read(paper)
    save_article(paper, replace(ARTICLE, published_at=NOW), store_text=False)
    assert read(paper) == [TEXT]


def test_a_text_waits_for_its_reading_whatever_comes_between(paper):
    save_article(paper, ARTICLE, store_text=False)
    [key] = [row["id"] for row in paper.query("SELECT id FROM articles")]
    assert borrowed_text(paper, key) == TEXT
    assert count_unread(paper, extractor_version="1") == 1


def test_prints_of_one_wire_are_one_story_though_no_text_is_kept(db):
    wire = "\n\n".join(PARAGRAPHS) + " Five people were hurt, the railway said on Tuesday."
    texts = {"paper": wire, "daily": wire[20:], "later": wire.replace("Five", "Seven")}
    for name, text in texts.items():
        save_outlet(db, outlet(name))
        page = Article(f"https://{name}.example/a", name, "Train", text, NOW)
        save_article(db, page, store_text=False)
        read(db)
    save_outlet(db, outlet("free"))
    save_article(db, Article("https://free.example/a", "free", "Train", wire, NOW))
    told = {}
    for row in db.query("SELECT story_id, outlet_id FROM articles ORDER BY outlet_id"):
        told.setdefault(row["story_id"], []).append(row["outlet_id"])
    assert sorted(told.values()) == [["daily", "free", "paper"], ["later"]]
    changed = Article("https://daily.example/a", "daily", "Train", texts["later"], NOW)
    save_article(db, changed, store_text=False)
    stories = [row["articles"] for row in db.query("SELECT articles FROM stories ORDER BY 1")]
    assert stories == [2, 2]
    assert list(faults(db)) == []


def test_run_finds_the_events_and_leaves_no_sentence_in_the_file(railwatch, tmp_path):
    piece = Piece("/2026/03/02/crewe", "Train derails", paragraphs=(DERAILED, *PARAGRAPHS[1:]))

    def site_pages(base):
        feed = rss(base, [piece]).replace("?utm_source=rss", "")
        return {piece.path: Reply(json_ld_page(piece, base)), "/feed": as_xml(bare(feed))}

    with serve(site_pages) as site:
        (tmp_path / "railwatch.toml").write_text(TABLE.format(base=site.base))
        ended = railwatch("run", "gazette")
    assert (ended.code, ended.out, ended.err) == (0, "", "")  # cron mails what a run says
    found = map(json.loads, railwatch("events", "--type", "derailment", "--json").out.splitlines())
    [event] = list(found)
    shown = railwatch("show", event["id"]).out
    assert "injured" in shown
    assert "Crewe" in shown
    assert "its terms allow no copy" in shown
    db = open_database(tmp_path / "railwatch.db")
    assert db.table("article_mentions").count == 0
    db.close()
    kept = (tmp_path / "railwatch.db").read_bytes().decode("utf-8", "ignore")
    assert "injuring three people" not in kept
    assert "walked to the next station unhurt" not in kept


def bare(feed):
    """The feed without its summaries."""
    start, end = feed.index("<description>"), feed.index("</description>")
    return feed[:start] + "<description>" + feed[end:]


TABLE = """
[[outlet]]
id = "gazette"
name = "Gazette"
kind = "regional"
country = "GB"
languages = ["en"]
timezone = "Europe/London"
feeds = ["{base}/feed"]
store_text = false
local = true
"""
