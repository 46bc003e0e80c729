"""Whoever sees little, or holds a phone, can use the pages met first: axe-core finds no fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import PHONE, map_is_drawn, need_chromium, open_page

need_chromium()

GRAVE = ("serious", "critical")
DESKTOP = {"width": 1280, "height": 800}
BETWEEN = "/railwatch/between_places?place=Khasan&other_place=Tumangang&since=2024-12-01"
PAGES_MET_FIRST = {
    "start": "/",
    "table with map": "/railwatch/events?_size=3",
    "filtered table": "/railwatch/events?type=service_resumption&_facet=countries",
    "search of all": "/-/search?q=Andijan",
    "question with map": BETWEEN,
    "event": "/railwatch/conflicting_figures",
    "article": "/railwatch/conflicting_figures",
}
# The rest share their frame with those met first: of these the narrow window is judged there.
OTHER_PAGES = {
    "database": "/railwatch",
    "table": "/railwatch/reports?_size=5",
    "row": "/railwatch/outlets",
    "question": "/railwatch/casualties",
    "nothing found": "/railwatch/events?_search=zzzz",
    "nothing there": "/railwatch/events/none",
}
PAGES = PAGES_MET_FIRST | OTHER_PAGES
WITH_MAP = ("start", "table with map", "question with map", "event")
# Dark pages have the same elements as light ones: what can differ is how they are coloured.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
FAULTS_ONLY = {"resultTypes": ["violations"]}


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_grave_fault_light_or_dark_on_a_desk_or_a_phone(browser, address, name):
    page = open_page(browser, base_url=address, viewport=DESKTOP, color_scheme="light")
    page.goto(PAGES[name])
    come_to(page, name)
    page.evaluate(Axe().axe_script)
    faults = []
    for window in (DESKTOP, PHONE) if name in PAGES_MET_FIRST else (DESKTOP,):
        page.set_viewport_size(window)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            options = FAULTS_ONLY | (COLOURS if scheme == "dark" else {})
            found = page.evaluate("options => axe.run(options)", options)
            faults += [told(fault) for fault in found["violations"] if fault["impact"] in GRAVE]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window
    page.close()
    assert not faults


def come_to(page, name):
    """Go on by links to where the page's name says, and wait for what scripts draw."""
    if name in ("event", "article"):
        page.locator("td.col-event_id a").first.click()
        page.wait_for_url("**/railwatch/events/*")
    if name == "article":
        page.locator(".timeline a.article").first.click()
        page.wait_for_url("**/railwatch/articles/*")
    if name == "row":
        page.locator("td.type-pk a").first.click()
        page.wait_for_url("**/railwatch/outlets/*")
    if name == "search of all":
        page.locator("#search-all-results table").first.wait_for()
        page.locator(".search-all-loading:visible").first.wait_for(state="hidden")
    if name == "filtered table":
        page.get_by_role("button", name="Show charting options").click()
        page.get_by_role("button", name="Swap X and Y").wait_for()
    if name == "start":
        page.locator("details summary").first.click()
    if name in WITH_MAP:
        map_is_drawn(page)


def told(fault):
    """A fault in a few words, with the first element that has it."""
    node = fault["nodes"][0]
    return fault["id"], len(fault["nodes"]), node["html"][:160], node["any"][:1]
