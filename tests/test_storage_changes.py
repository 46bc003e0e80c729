"""What becomes of an event when its articles change, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from storage.articles import save_article, save_articles
from storage.database import open_database
from storage.events import EventFilter, event_details, event_end, find_events
from storage.integrity import faults
from storage.merge import merge_events, rebuild_events
from storage.outlets import save_outlet
from storage.page_checks import save_page_check, save_page_gone
from storage.periods import utc_text
from storage.records import EventType
from storage.reports import save_reports
from storage.urls import article_id
from tests.merge_samples import KHASAN_STORY, crash, stored, tell_story
from tests.storage_samples import (
    CUSTOMS,
    GAYA,
    NOW,
    PATNA,
    RIA,
    article,
    outlet,
    quantity,
    report,
    rows,
    tell,
)


def test_id_of_an_event_that_an_earlier_report_displaces_still_leads_there(db):
    tell_story(db, KHASAN_STORY[:1])
    merge_events(db, now=NOW)
    [before] = find_events(db, EventFilter())
    tell_story(db, KHASAN_STORY[3:4])
    merge_events(db, now=NOW)
    [after] = find_events(db, EventFilter())
    assert before["id"] != after["id"]
    assert event_details(db, before["id"]).event == after


def test_edited_article_moves_its_event_and_leaves_no_second_one(db):
    tell(db, "patna-post", crash(killed=5), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    [before] = find_events(db, EventFilter())
    tell(
        db,
        "patna-post",
        crash(killed=7, sentence_at=40),
        published="2024-11-01 10:00",
        text="Mended. " + "other words of the same length here and there " * 3,
    )
    merge_events(db, now=NOW)
    details = event_details(db, before["id"])
    assert len(find_events(db, EventFilter())) == 1
    assert [row["value"] for row in details.figures] == [7]
    assert {row["because"] for row in details.changes} == {"article_changed"}
    assert ("killed", "5.0", "7.0") in changes_of(db, before)


def test_event_that_an_earlier_report_displaces_tells_what_that_report_changed(db):
    tell(db, "patna-post", crash(killed=5), published="2024-11-02 10:00")
    merge_events(db, now=NOW)
    [before] = find_events(db, EventFilter())
    tell(db, "patna-news", crash(killed=12), published="2024-11-01 10:00")
    tell(db, "bihar-times", crash(killed=12), published="2024-11-01 12:00")
    merge_events(db, now=NOW)
    assert ("killed", "5.0", "12.0") in changes_of(db, before)
    assert {row["because"] for row in rows(db, "event_changes")} == {"new_report"}


def test_two_events_that_become_one_tell_no_change_of_the_one_that_stays(db):
    tell(db, "patna-post", crash("2024-11-01", killed=5), published="2024-11-01 10:00")
    tell(db, "patna-news", crash("2024-11-09", killed=6), published="2024-11-09 10:00")
    merge_events(db, now=NOW)
    tell(db, "patna-news", crash("2024-11-01", killed=5), published="2024-11-09 10:00", read_by="2")
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    assert [field for field, _, _ in changes_of(db, event)] == ["id"]


def test_event_that_nobody_reports_any_more_is_gone_but_its_history_is_not(db):
    tell(db, "patna-post", crash())
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    tell(db, "patna-post", read_by="2")
    merge_events(db, now=NOW)
    assert event_details(db, event["id"]) is None
    [change] = rows(db, "event_changes")
    assert (change["event_id"], change["field"], change["new"]) == (event["id"], "id", None)
    assert change["because"] == "extractor_changed"
    assert event_end(db, event["id"]) == {"at": utc_text(NOW), "because": "extractor_changed"}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("attack", "fire"),
        ("derailment", "collision"),
        ("service_resumption", "service_launch"),
    ],
)
def test_id_of_an_event_that_is_read_as_a_kindred_type_still_leads_there(db, first, then):
    tell(db, "patna-post", report(first, start="2024-12-02", locations=[PATNA]))
    merge_events(db, now=NOW)
    [before] = find_events(db, EventFilter())
    told = report(then, start="2024-12-02", locations=[PATNA])
    tell(db, "patna-post", told, read_by="2")
    merge_events(db, now=NOW)
    assert event_details(db, before["id"]).event["type"] == then
    assert ("type", first, then) in changes_of(db, before)


def test_ids_of_two_events_of_one_article_lead_to_what_its_sentences_tell_now(db):
    here = report("derailment", start="2024-11-01", locations=[PATNA])
    there = report("derailment", start="2024-11-09", locations=[GAYA], sentence_at=100)
    tell(db, "patna-post", here, there)
    merge_events(db, now=NOW)
    before = {event["location"]: event["id"] for event in find_events(db, EventFilter())}
    changed = [replace(told, type=EventType.COLLISION) for told in (here, there)]
    tell(db, "patna-post", *changed, read_by="2")
    merge_events(db, now=NOW)
    for location, event_id in before.items():
        assert event_details(db, event_id).event["location"] == location


def test_id_of_an_event_that_is_read_as_something_else_leads_nowhere(db):
    tell(db, "patna-post", crash())
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    tell(db, "patna-post", report("strike", start="2024-11-01", locations=[PATNA]), read_by="2")
    merge_events(db, now=NOW)
    assert event_details(db, event["id"]) is None


def because_of(db):
    return {(row["field"], row["because"]) for row in rows(db, "event_changes")}


def test_new_report_beside_articles_that_are_read_again_is_told_as_what_it_is(db):
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00", read_by="2")
    tell(db, "patna-news", crash(killed=5), published="2024-11-03 10:00", read_by="2")
    merge_events(db, now=NOW)
    assert because_of(db) == {("killed", "new_report")}


def test_new_report_beside_a_mended_typo_is_told_as_what_it_is(db):
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    mended = crash(killed=2, factuality="possible")
    tell(db, "patna-post", mended, published="2024-11-01 10:00", text="Mended. " * 20)
    tell(db, "patna-news", crash(killed=5, factuality="possible"), published="2024-11-03 10:00")
    merge_events(db, now=NOW)
    assert because_of(db) >= {("killed", "new_report"), ("factuality", "article_changed")}


def test_earlier_new_report_beside_one_that_is_read_again_gives_the_event_its_id(db):
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00", read_by="2")
    tell(db, "patna-news", crash(killed=2), published="2024-11-01 08:00", read_by="2")
    merge_events(db, now=NOW)
    assert because_of(db) == {("id", "new_report")}


def test_article_that_tells_of_an_event_once_it_is_corrected_has_changed(db):
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00")
    tell(db, "patna-news", published="2024-11-02 10:00")
    merge_events(db, now=NOW)
    corrected = "Corrected. " * 20
    tell(db, "patna-news", crash(killed=5), published="2024-11-02 10:00", text=corrected)
    merge_events(db, now=NOW)
    assert because_of(db) == {("killed", "article_changed")}


def test_article_that_changed_before_it_was_first_read_is_new(db):
    tell(db, "patna-post", crash(killed=2), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    save_outlet(db, outlet("patna-news"))
    save_article(db, article("patna-news", published="2024-11-03 10:00"))
    tell(db, "patna-news", crash(killed=5), published="2024-11-03 10:00", text="Changed. " * 20)
    merge_events(db, now=NOW)
    assert because_of(db) == {("killed", "new_report")}


def test_outlet_that_turns_out_to_be_official_has_the_last_word_at_once(db):
    tell(db, "patna-post", crash(killed=41), published="2024-11-01 10:00")
    tell(db, "patna-news", crash(killed=69), published="2024-11-01 11:00")
    merge_events(db, now=NOW)
    save_outlet(db, replace(outlet("patna-post"), kind="official"))
    merge_events(db, now=NOW)
    [figure] = rows(db, "event_quantities")
    assert (figure["value"], figure["chosen_by"]) == (41, "latest_official")
    assert because_of(db) == {("killed", "merge_changed")}
    before = stored(db)
    assert rebuild_events(db, now=NOW) == 0
    assert stored(db) == before


def test_body_that_is_known_better_is_one_origin_at_once(db):
    unknown = replace(RIA, kind="company")
    tell(db, "patna-post", crash(sources=[CUSTOMS, unknown]), published="2024-11-01 10:00")
    tell(db, "patna-news", crash(sources=[unknown]), published="2024-11-01 11:00")
    merge_events(db, now=NOW)
    assert [event["origins"] for event in rows(db, "events")] == [2]
    strike = report("strike", start="2024-12-02", locations=[GAYA], sources=[RIA])
    tell(db, "gaya-post", strike)
    merge_events(db, now=NOW)
    assert [event["origins"] for event in rows(db, "events", "first_reported_at")] == [1, 1]
    before = stored(db)
    assert rebuild_events(db, now=NOW) == 0
    assert stored(db) == before


def test_outlet_that_is_saved_as_it_was_has_nothing_merged_again(db):
    tell(db, "patna-post", crash())
    merge_events(db, now=NOW)
    save_outlet(db, outlet("patna-post"))
    save_outlet(db, replace(outlet("patna-post"), homepage="https://elsewhere.example/"))
    assert rows(db, "merge_pending") == []


def test_correction_that_sets_two_outlets_at_odds_is_told(db):
    tell(db, "patna-post", crash(killed=5), published="2024-11-01 10:00")
    tell(db, "patna-news", crash(killed=5), published="2024-11-01 11:00")
    merge_events(db, now=NOW)
    tell(db, "patna-post", crash(killed=3), published="2024-11-01 10:00", text="Mended. " * 20)
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    assert ("killed conflicting", None, "3.0–5.0") in changes_of(db, event)


TOLD = "A train left the track near Patna on Friday evening, and {} people died in it. {}"


def read_toll(db, text, killed, hour):
    """Have a page of the Patna Post fetched at that hour and read; the article."""
    page = article("patna-post", published="2024-11-01 10:00", text=text)
    page = replace(page, fetched_at=page.fetched_at.replace(hour=hour))
    save_article(db, page)
    at = text.index(words := f"{killed} people")
    toll = replace(quantity("killed", killed), text=words, start=at, end=at + len(words))
    told = report("derailment", start="2024-11-01", locations=[PATNA], quantities=[toll])
    save_reports(db, article_id(page.url), [told], extractor_version="1", now=NOW)
    return page


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([(5, ""), (8, "")], (8, "latest")),
        ([(5, ""), (5, "The line is shut.")], (7, "latest")),
        ([(5, ""), (8, ""), (8, "The line is shut.")], (8, "latest")),
        ([(8, ""), (8, "The line is shut.")], (7, "latest")),
    ],
    ids=["corrected", "edited elsewhere", "corrected, then edited", "edited, the first to tell 8"],
)
def test_corrected_toll_is_later_than_what_others_told_before_it(db, states, expected):
    tell(db, "patna-news", crash(killed=7), published="2024-11-01 14:00")
    save_outlet(db, outlet("patna-post"))
    for hour, (killed, more) in enumerate(states, start=17):
        read_toll(db, TOLD.format(killed, more), killed, hour)
        merge_events(db, now=NOW)
    [figure] = rows(db, "event_quantities")
    assert (figure["value"], figure["chosen_by"]) == expected
    assert list(faults(db)) == []
    assert rebuild_events(db, now=NOW) == 0


def test_toll_of_an_edited_page_that_is_not_read_yet_is_no_correction(db):
    tell(db, "patna-news", crash(killed=7), published="2024-11-01 14:00")
    save_outlet(db, outlet("patna-post"))
    page = read_toll(db, TOLD.format(5, ""), 5, 17)
    merge_events(db, now=NOW)
    edited = page.text.replace("and 5", "and, as the police said later, 5")
    save_article(db, replace(page, text=edited, fetched_at=page.fetched_at.replace(hour=18)))
    tell(db, "bihar-times", crash(), published="2024-11-01 12:00")
    merge_events(db, now=NOW)
    assert [row["value"] for row in rows(db, "event_quantities")] == [7]


def test_earlier_state_from_an_archive_tells_that_a_toll_was_corrected(db):
    tell(db, "patna-news", crash(killed=7), published="2024-11-01 14:00")
    save_outlet(db, outlet("patna-post"))
    page = read_toll(db, TOLD.format(8, ""), 8, 18)
    merge_events(db, now=NOW)
    assert [row["value"] for row in rows(db, "event_quantities")] == [7]
    earlier = replace(page, text=TOLD.format(5, ""), fetched_at=page.fetched_at.replace(hour=17))
    save_articles(db, [earlier], are_archived=True)
    merge_events(db, now=NOW)
    assert [row["value"] for row in rows(db, "event_quantities")] == [8]
    assert list(faults(db)) == []


def test_correction_read_by_other_rules_is_still_told_as_one(db):
    tell(db, "patna-post", crash(killed=5), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    tell(db, "patna-post", crash(killed=7), published="2024-11-01 10:00", text="Mended. " * 20)
    rebuild_events(db, now=NOW)
    [change] = rows(db, "event_changes")
    assert (change["field"], change["because"]) == ("killed", "article_changed")


def test_show_tells_who_denied_what_and_what_became_of_the_event(railwatch, tmp_path):
    db = open_database(tmp_path / "railwatch.db")
    tell(db, "patna-post", crash(factuality="possible"), published="2024-11-01 10:00")
    merge_events(db, now=NOW)
    tell(db, "patna-news", crash(factuality="denied"), published="2024-11-01 11:00")
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    db.close()
    shown = railwatch("show", event["id"]).out
    assert "possible: “" in shown
    assert "denied: “" in shown
    assert re.search("factuality +possible +denied +new report", shown)


def test_show_says_that_an_event_has_ended(railwatch, tmp_path):
    db = open_database(tmp_path / "railwatch.db")
    tell(db, "patna-post", crash())
    merge_events(db, now=NOW)
    [event] = find_events(db, EventFilter())
    tell(db, "patna-post", read_by="2")
    merge_events(db, now=NOW)
    db.close()
    told = railwatch("show", event["id"])
    assert told.code == 2
    assert "(extractor changed): no report tells it any more" in told.err


def test_event_shows_when_every_page_that_told_of_it_has_gone_and_when_one_comes_back(db):
    for outlet_id in ("patna-post", "patna-news"):
        tell(db, outlet_id, crash(), published="2024-11-01 10:00")
        save_page_check(db, page_of(outlet_id), now=NOW)
    merge_events(db, now=NOW)
    shown = []
    for change, outlet_id in (
        (save_page_gone, "patna-post"),
        (save_page_gone, "patna-news"),
        (save_page_gone, "patna-news"),  # asked once more, still gone
        (save_page_check, "patna-post"),
    ):
        change(db, page_of(outlet_id), now=NOW)
        merge_events(db, now=NOW)
        [event] = find_events(db, EventFilter())
        shown.append(event["pages_gone"])
    assert shown == [0, 1, 1, 0]
    details = event_details(db, event["id"])
    changes = [(row["field"], row["old"], row["new"], row["because"]) for row in details.changes]
    assert changes == [
        ("pages_gone", "0", "1", "article_changed"),
        ("pages_gone", "1", "0", "article_changed"),
    ]
    gone = {report["outlet"]: report["gone_at"] is not None for report in details.reports}
    assert gone == {"Patna Post": False, "Patna News": True}


def test_event_of_pages_that_have_gone_is_rebuilt_as_it_was(db):
    tell(db, "patna-post", crash(), published="2024-11-01 10:00")
    save_page_check(db, page_of("patna-post"), now=NOW)
    save_page_gone(db, page_of("patna-post"), now=NOW)
    merge_events(db, now=NOW)
    before = stored(db)
    assert rebuild_events(db, now=NOW) == 0
    assert stored(db) == before
    assert before[0][0]["pages_gone"] == 1


def page_of(outlet_id):
    return article(outlet_id).url


def changes_of(db, event):
    details = event_details(db, event["id"])
    return [(row["field"], row["old"], row["new"]) for row in details.changes]
