"""What the press prints is text in the browser, whatever it says."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from storage.database import open_database
from storage.merge import merge_events
from tests.browsing import PHONE, need_chromium, open_page, served
from tests.storage_samples import NOW, PATNA, quantity, report, tell

need_chromium()

RUN = "window.harmed=true"
SCRIPT = f"<script>{RUN}</script>"
HOSTILE = (
    f"{SCRIPT}\"'><img src=x onerror={RUN}><svg onload={RUN}>{{{{7*7}}}} \u202eedis\u2066\ufffd"
)
# Words that turn what stands around them: left open, out of a closed isolate, and by nature.
TURNING = ("Evil \u202eWire", "\u2069\u202eWire", "أخبار السكك")
# Where each letter of our own words stands; a line begins with a new height.
OWN_WORDS = """() => [...document.querySelectorAll("time, .badge, .told, .when, a.report, a.out")]
    .map(element => element.firstChild)
    .filter(node => node?.nodeType === Node.TEXT_NODE && node.data.trim())
    .map(node => [node.data, [...node.data].map((letter, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, bottom, width } = range.getBoundingClientRect();
        return { left, bottom, width };
    }).filter(spot => spot.width)])"""
DESKTOP = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 700}
LONG = "https://" + "long" * 90
BODY = f"{HOSTILE} [out](javascript:{RUN}) Trains derailed in Patna. </div></main>{SCRIPT}"


@pytest.fixture(scope="module")
def path(tmp_path_factory, empty_db):
    """The file of a database that each test fills anew."""
    return Path(shutil.copy(empty_db, tmp_path_factory.mktemp("shown")))


@pytest.fixture(scope="module")
def address(path):
    """Where `railwatch serve` shows it."""
    with served(path) as host:
        yield host


@pytest.fixture
def db(path, empty_db):
    """The database, empty again."""
    with closing(open_database(path)) as database:
        with closing(sqlite3.connect(empty_db)) as empty:
            empty.backup(database.conn)
        yield database


@pytest.fixture
def hostile(db):
    """Two outlets whose every word would do harm if it were not text."""
    fill(db, HOSTILE, BODY)
    db.execute("update articles set url = 'javascript:' || ? || id", [RUN])


def fill(db, words, text):
    """Two articles of one story, an earlier state of one, and their event, all in these words."""
    for at, name in enumerate(("amur-wire", "union-news")):
        killed = [replace(quantity("killed", at + 1), text=words)]
        told = report(
            "derailment",
            start="2024-11-02",
            locations=[PATNA],
            origin=words,
            quantities=killed,
            sentence_at=0,
        )
        tell(db, name, told, title=words, text=text, published="2024-11-02 10:00")
    db.execute("update articles set byline = ?1, wire_credit = ?1, section = ?1", [words])
    db.execute("update outlets set name = ?", [words])
    merge_events(db, now=NOW)
    db.execute("update events set title = ?", [words])
    db.execute("update places set name = ?", [words])
    db.execute(
        """insert into article_versions (article_id, seen_at, title, text, sha256)
        select id, fetched_at, ?1, ?1, sha256 from articles""",
        [words],
    )


def page_of(browser, address, **options):
    """A page of its own, which forgets all when it is closed."""
    return closing(open_page(browser, base_url=address, **options))


def pages(db):
    """The pages that show what an article is made of."""
    [event] = [row["id"] for row in db.query("select id from events")]
    article = next(row["id"] for row in db.query("select id from articles"))
    return ["/", f"/railwatch/events/{event}", f"/railwatch/articles/{article}"]


def test_script_in_a_headline_or_a_body_is_shown_as_text_and_never_runs(
    hostile, db, browser, address
):
    [event] = [row["id"] for row in db.query("select id from events")]
    article = next(row["id"] for row in db.query("select id from articles"))
    pages = {
        "/": ".event-line a",
        f"/railwatch/events/{event}": "h1",
        f"/railwatch/articles/{article}": ".body",
        "/railwatch/events": "td.col-title a",
        "/railwatch/events?_search=script": "td.col-title a",
        "/railwatch/articles": "td.col-title a",
        "/railwatch/places": "td.col-name",
        "/railwatch/conflicting_figures": "td.col-outlet_says",
        "/railwatch/latest_events": "td.col-title",
        "/-/search?q=script": "body",
    }
    with page_of(browser, address) as page:
        for path, shown in pages.items():
            page.goto(path)
            expect(page.locator(shown).first).to_contain_text(SCRIPT, use_inner_text=True)
            if page.locator(".leaflet-container").count():
                spot = page.locator(".leaflet-container :is(path.spot, .leaflet-marker-icon)").first
                spot.dispatch_event("click")
                assert SCRIPT in page.locator(".leaflet-popup-content").inner_text(), path
            assert page.evaluate("window.harmed") is None, path
            assert not page.locator("a[href^='javascript:']").count(), path
            assert page.evaluate("document.querySelectorAll('main').length") == 1, path


@pytest.mark.parametrize("words", TURNING)
def test_right_to_left_words_turn_nothing_around_them(db, browser, address, words):
    fill(db, words, f"{words} said. Trains derailed in Patna, it said once more. {words}")
    with page_of(browser, address, viewport=DESKTOP) as page:
        for path in pages(db):
            page.goto(path)
            own = page.evaluate(OWN_WORDS)
            assert own, path
            for told, spots in own:
                order = [(round(spot["bottom"]), spot["left"]) for spot in spots]
                assert order == sorted(order), (path, told)
        source = page.locator("p.source")
        boxes = [source.locator(part).bounding_box() for part in ("strong", "time", "a.out")]
        assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)


def test_long_word_widens_no_page(db, browser, address):
    fill(db, LONG, f"{LONG} derailed in Patna. {LONG}")
    others = ["/railwatch/events", "/railwatch/articles", "/railwatch/conflicting_figures"]
    with page_of(browser, address) as page:
        for path in [*pages(db), *others]:
            for window in (DESKTOP, PHONE, NARROW):
                page.set_viewport_size(window)
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
