"""An analyst opens the demo database in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browsing import PHONE, map_is_drawn, need_chromium, open_page

need_chromium()


@pytest.fixture
def page(browser, address):
    """A page that notes what it asks of anyone else, and what breaks in it."""
    opened = open_page(browser, base_url=address)
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


@pytest.mark.parametrize(
    ("column", "words", "kind"),
    [("train_name", "Triveni Sandhya Express", "train"), ("cause", "dense fog", "cause")],
)
def test_article_marks_the_train_and_the_cause_it_names(page, column, words, kind):
    page.goto(f"/railwatch/reports?{column}={words}")
    page.locator("td.col-article_id a").first.click()
    page.wait_for_url("**/railwatch/articles/*")
    assert words in page.locator(f".body .{kind}").all_inner_texts()


def test_article_marks_names_and_times_that_none_of_its_events_goes_by(page):
    page.goto("/railwatch/articles?title=Trains+between+Khasan+and+Tumangang+to+restart+on+Dec.+16")
    page.locator("td.col-title a").click()
    page.wait_for_url("**/railwatch/articles/*")
    assert "Primorye region" in page.locator(".body .place[title=place]").all_inner_texts()
    assert "the day after" in page.locator(".body .time").all_inner_texts()


@pytest.mark.parametrize(
    "path",
    ["/railwatch/events?_search=zzzz", "/railwatch/failures", "/railwatch/casualties?country=ZZ"],
)
def test_page_without_rows_says_so_and_nothing_in_it_breaks(page, path):
    page.goto(path)
    expect(page.locator(".zero-results")).to_be_visible()


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
    page.locator("#map path.spot").nth(9).wait_for()
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
        "changed_after_publication",
        "suspended_not_resumed",
        "cross_border_by_week?country=kp&since=2024-12-01",
        "casualties?country=IN&since_year=",
        "planned_and_due?day=2025-06-30",
    ],
)
def test_every_ready_question_has_an_answer(page, question):
    page.goto(f"/railwatch/{question}")
    assert page.locator("table.rows-and-columns tbody tr").count() >= 1


def test_question_with_its_blanks_filled_in_is_answered(page):
    page.goto("/")
    page.get_by_role("link", name="What happened between two places?").click()
    page.wait_for_url("**/railwatch/between_places")
    for name, value in (("place", "하산"), ("other place", "Tumangang"), ("since", "2024-12-01")):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**/between_places?*since=2024-12-01*")
    titles = page.locator("td.col-title").all_inner_texts()
    assert titles
    assert all("Khasan" in title or "Tumangang" in title for title in titles)


def test_start_page_tells_the_weeks_by_type_and_how_the_crawl_fares(page):
    page.goto("/")
    assert page.locator(".weekly svg rect").count() > 20
    page.get_by_text("The same as a table").click()
    row = page.locator(".weekly tbody tr").first
    told = sum(int(cell or 0) for cell in row.locator("td").all_inner_texts())
    row.get_by_role("link").click()
    page.wait_for_url("**/railwatch/events?first_reported_at__gte=*")
    assert f"{told} rows" in page.locator("h3").first.inner_text()
    page.goto("/")
    health = page.locator(".health").inner_text()
    assert "8 crawled" in health
    assert "0 not mended" in health
    page.locator(".weekly .legend a").first.click()
    page.wait_for_url("**/railwatch/events?type=*")


def test_map_of_a_table_has_the_same_outlines(page):
    for path in ("/railwatch/events?_size=9", "/railwatch/latest_events"):
        page.goto(path)
        map_is_drawn(page)


@pytest.mark.parametrize("path", ["/", "/railwatch/events?_size=9", "/railwatch/casualties"])
def test_pages_read_well_in_the_dark(browser, address, path):
    page = open_page(browser, base_url=address, color_scheme="dark")
    page.goto(path)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(21, 25, 27)"
    page.close()


def test_on_a_phone_an_event_is_found_and_read_without_scrolling_sideways(browser, address):
    page = open_page(browser, base_url=address, viewport=PHONE, has_touch=True)
    page.goto("/")
    map_is_drawn(page)
    page.get_by_label("Search events").fill("Khasan")
    page.get_by_role("button", name="Search").tap()
    page.wait_for_url("**/railwatch/events?_search=Khasan")
    page.locator("td.col-title a").first.tap()
    page.wait_for_url("**/railwatch/events/*")
    page.locator(".timeline a.article").first.tap()
    page.wait_for_url("**/railwatch/articles/*")
    expect(page.locator("mark:target")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_on_a_phone_no_name_of_a_blank_is_broken(browser, address):
    page = open_page(browser, base_url=address, viewport=PHONE)
    page.goto("/railwatch/between_places")
    heights = page.locator("form.sql label").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) == 3
    assert len({*heights}) == 1
    page.close()


def test_with_the_keyboard_alone_one_comes_from_search_to_an_event(page):
    page.goto("/")
    tab_to(page, page.get_by_label("Search events"))
    page.keyboard.type("Tumangang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/railwatch/events?_search=Tumangang")
    tab_to(page, page.locator("td.col-title a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/railwatch/events/*")
    assert page.locator("h1").inner_text()


def tab_to(page, wanted):
    """Press the Tab key until this has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail("the Tab key does not lead there")
