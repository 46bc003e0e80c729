"""An analyst opens the demo database in a real browser."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import RAILWATCH

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

if not CHROMIUM.exists() and os.environ.get("RAILWATCH_REQUIRE_BROWSER") != "1":
    pytest.skip("chromium is not installed", allow_module_level=True)


@contextmanager
def served(db_path):
    """`railwatch serve` on a free port; its address."""
    command = [RAILWATCH, "serve", "--db", db_path, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert "http://" in line, line + process.stderr.read()
            yield line.split("http://")[1].split("/")[0]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def address(demo):
    with served(demo.db_path) as host:
        yield f"http://{host}"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, address):
    """A page that notes what it asks of anyone else, and what breaks in it."""
    opened = browser.new_page(base_url=address)
    opened.foreign, opened.broken = [], []

    def note(request):
        if not request.url.startswith((address, "data:", "blob:")):
            opened.foreign.append(request.url)

    def note_message(message):
        if message.type == "error":
            opened.broken.append(message.text)

    opened.on("request", note)
    opened.on("console", note_message)
    opened.on("pageerror", lambda error: opened.broken.append(str(error)))
    yield opened
    opened.close()
    assert not opened.foreign, "a page asked for something from elsewhere"
    assert not opened.broken, "a page has errors"


def test_from_latest_events_to_the_sentence_and_out_to_the_outlet(page):
    page.goto("/")
    page.get_by_role("link", name="Khasan").and_(page.locator(".event-line a")).first.click()
    page.wait_for_url("**/railwatch/events/*")
    report = page.locator(".timeline li").first
    sentence = report.locator("blockquote").inner_text()
    out = report.locator("a.out").get_attribute("href")
    report.locator("a.article").click()
    page.wait_for_url("**/railwatch/articles/*")
    page.locator("mark").first.wait_for()
    marked = "".join(page.locator("mark").all_inner_texts())
    assert "".join(sentence.split()) in "".join(marked.split())
    assert page.locator("a.out").first.get_attribute("href") == out
    page.locator(".event-lines a.event").first.click()
    page.wait_for_url("**/railwatch/events/*")


def test_differing_figures_are_marked_with_their_range(page):
    page.goto("/railwatch/conflicting_figures")
    page.locator("td.col-event_id a").first.click()
    page.wait_for_url("**/railwatch/events/*")
    assert "reports differ" in page.locator(".figures .conflict").first.inner_text()


def test_events_can_be_searched_filtered_and_seen_on_a_map(page):
    page.goto("/")
    page.get_by_label("Search events").fill("Tumangang")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/railwatch/events?_search=Tumangang")
    page.locator("table.rows-and-columns tbody tr").first.wait_for()
    page.goto("/railwatch/events")
    page.locator(".leaflet-container .leaflet-marker-icon").first.wait_for()
    page.locator(".facet-info a").filter(has_text="service_resumption").first.click()
    page.wait_for_url("**/railwatch/events?type=service_resumption*")
    page.locator("td.col-type").first.wait_for()
    assert set(page.locator("td.col-type").all_inner_texts()) == {"service_resumption"}


def test_maps_show_events_and_outlines_and_lead_to_the_event(page):
    page.goto("/")
    page.locator("#map path.outline").first.wait_for(state="attached")
    assert page.locator("#map path.spot").count() >= 10
    page.goto("/railwatch/between_places?place=Khasan&other_place=Tumangang&since=2024-12-01")
    page.locator("td.col-event_id a").first.click()
    page.wait_for_url("**/railwatch/events/*")
    title = page.locator("h1").inner_text()
    page.locator("#map path.outline").first.wait_for(state="attached")
    page.locator("#map path.route").wait_for(state="attached")
    page.locator("#map path.spot").click()
    assert page.locator(".leaflet-popup-content a").inner_text() == title


@pytest.mark.parametrize(
    "question",
    [
        "latest_events",
        "between_places?place=Khasan&other_place=Tumangang&since=2024-12-01",
        "conflicting_figures",
        "who_reported_first",
        "one_outlet_alone",
        "suspended_not_resumed",
        "cross_border_by_week?country=kp&since=2024-12-01",
        "casualties?country=IN&since_year=",
        "planned_and_due?day=2025-06-30",
    ],
)
def test_every_ready_question_has_an_answer(page, question):
    page.goto(f"/railwatch/{question}")
    assert page.locator("table.rows-and-columns tbody tr").count() >= 1


def test_pages_read_well_in_the_dark(browser, address):
    page = browser.new_page(base_url=address, color_scheme="dark")
    page.goto("/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(21, 25, 27)"
    page.close()
