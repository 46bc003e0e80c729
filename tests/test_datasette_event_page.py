"""An event's page says what its figures count, how far they reach and where reports differ."""

import html
import re
from dataclasses import replace

import pytest

from storage.database import file_of
from storage.figures import number
from storage.merge import merge_events
from tests.browsing import chromium, need_chromium, open_page, served
from tests.storage_samples import KHASAN, NOW, TUMANGANG, quantity, report, tell

need_chromium()

DAY = "2024-12-16"


@pytest.fixture
def crossing(db):
    """Three outlets tell of one train: when it left, they do not agree on; the file they are in."""
    figures = [
        quantity("cost", 7.4e9, unit="JPY"),
        quantity("trains", 3),
        quantity("cars", 40, "at_least"),
        quantity("trains", 11, scope="cumulative", maximum=13),
        quantity("passengers", 1300, "about", "cumulative"),
        quantity("length_km", 0.0188976),
    ]
    starts = (f"{DAY}T15:30+10:00", f"{DAY}T08:30+03:00", f"{DAY}T16:10+10:00", DAY)
    for at, start in enumerate(starts):
        route = {"origin": KHASAN, "destination": TUMANGANG}
        told = report("train_movement", start=start, quantities=figures, **route)
        tell(db, f"wire-{at}", told)
        figures = [quantity("passengers", 1200, "about", "cumulative"), quantity("trains", 3)]
    merge_events(db, now=NOW)
    db.execute("update events set pages_gone = 1")
    return file_of(db)


def test_event_page_tells_currency_scope_range_and_every_conflict(crossing):
    with served(crossing) as address, chromium() as browser:
        page = open_page(browser, base_url=address)
        page.goto("/")
        told = page.locator(".event-line .told").inner_text()
        page.locator(".event-line a").click()
        page.wait_for_url("**/railwatch/events/*")
        rows = page.locator("table.figures tbody tr").all()
        figures = [row.locator("td").all_inner_texts()[:3] for row in rows]
        when = page.locator("dl.facts dd").first.inner_text()
        text = page.locator("main").inner_text()
    assert sorted(figures) == [
        ["cars", "at least 40", ""],
        ["cost (JPY)", "7,400,000,000", ""],
        ["length km", "0.0189", ""],
        ["passengers (cumulative)", "about 1,300", "1,200–1,300"],
        ["trains", "3", ""],
        ["trains (cumulative)", "11", "11–13"],
    ]
    assert "reports differ" in told
    assert "pages gone" in told
    assert when == f"{DAY}T15:30+10:00 (reports differ: {DAY}T16:10+10:00)"
    assert "Every page that told of it has gone since" in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1200.0, "1,200"),
        (0.0, "0"),
        (0.0188976, "0.0189"),
        (96.56064, "96.56"),
        (3.218688, "3.219"),
        (12345.678, "12,345.68"),
        (12_345_678_901.0, "12,345,678,901"),
        (2e16, "20,000,000,000,000,000"),
    ],
)
def test_figure_is_shown_no_finer_than_it_is_read(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(("east", "west"), [(177.0, -165.0), (179.0, -2.0)])
def test_map_draws_a_route_the_short_way_round_the_earth(db, get, east, west):
    start = replace(KHASAN, id="t-east", name="Anadyr", longitude=east)
    end = replace(TUMANGANG, id="t-west", name="Nome", longitude=west)
    tell(db, "amur-wire", report("agreement", origin=start, destination=end))
    merge_events(db, now=NOW)
    [row] = db.query("SELECT id FROM events")
    page = get(f"/railwatch/events/{row['id']}").text
    [drawn] = re.findall(r'data-route="?\'?(\[[^"\'>]*\])', html.unescape(page))
    assert drawn == f"[[{start.latitude}, {east}], [{end.latitude}, {west + 360}]]"
