"""What the press prints is text in the browser, whatever it says."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from storage.database import file_of
from storage.merge import merge_events
from tests.browsing import chromium, need_chromium, open_page, served
from tests.storage_samples import NOW, PATNA, quantity, report, tell

need_chromium()

RUN = "window.harmed=true"
SCRIPT = f"<script>{RUN}</script>"
HOSTILE = (
    f"{SCRIPT}\"'><img src=x onerror={RUN}><svg onload={RUN}>{{{{7*7}}}} \u202eedis\u2066\ufffd"
)
BODY = f"{HOSTILE} [out](javascript:{RUN}) Trains derailed in Patna. </div></main>{SCRIPT}"


@pytest.fixture
def hostile(db):
    """Two outlets whose every word would do harm if it were not text; the file they are in."""
    for at, name in enumerate(("amur-wire", "union-news")):
        killed = [replace(quantity("killed", at + 1), text=HOSTILE)]
        told = report(
            "derailment",
            start="2024-11-02",
            locations=[PATNA],
            origin=HOSTILE,
            quantities=killed,
            sentence_at=0,
        )
        tell(db, name, told, title=HOSTILE, text=BODY, published="2024-11-02 10:00")
    db.execute("update articles set url = 'javascript:' || ? || id, byline = ?", [RUN, HOSTILE])
    db.execute("update outlets set name = ?", [HOSTILE])
    merge_events(db, now=NOW)
    db.execute("update events set title = ?", [HOSTILE])
    db.execute("update places set name = ?", [HOSTILE])
    return file_of(db)


def test_script_in_a_headline_or_a_body_is_shown_as_text_and_never_runs(hostile, db):
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
    with served(hostile) as address, chromium() as browser:
        page = open_page(browser, base_url=address)
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
