"""Conflicts shown are real ones: what is not the same quantity or the same moment never meets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.merge import explain_event, merge_events
from storage.records import Evidence
from tests.merge_samples import crash
from tests.storage_samples import BIHAR, KHASAN, NOW, PATNA, TUMANGANG, quantity, report, rows, tell

ROUTE = {"origin": KHASAN, "destination": TUMANGANG}


def event_of(db, *tellings, event_type="train_movement"):
    """Have outlets tell one event, each by (text, factuality, options of the report)."""
    for at, (text, factuality, options) in enumerate(tellings):
        told = report(event_type, factuality, **{"start": "2024-12-16", **ROUTE, **options})
        text = f"{text} " + " ".join(f"outlet{at}word{word}" for word in range(40))
        told = replace(told, evidence=(Evidence(0, max(len(text) // 2, 20)),))
        tell(db, f"outlet-{at}", told, text=text, published=f"2024-12-1{6 + at // 8} 1{at % 8}:00")
    merge_events(db, now=NOW)
    [event] = rows(db, "events")
    return event


def figures(db):
    return {
        (row["role"], row["scope"]): (row["value"], row["low"], row["high"], row["conflicting"])
        for row in rows(db, "event_quantities")
    }


def counted(text, role, value, qualifier="exact", scope=None, factuality="actual"):
    """A telling whose figure stands in its text."""
    number = f"{value:g}"
    start = text.index(number)
    told = quantity(role, value, qualifier, scope)
    told = replace(told, text=number, start=start, end=start + len(number))
    return text, factuality, {"quantities": [told]}


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ((41, "exact"), (40, "at_least"), 0),
        ((41, "exact"), (69, "exact"), 1),
        ((41, "exact"), (42, "at_least"), 1),
        ((1200, "about"), (1200, "at_least"), 0),
        ((1200, "exact"), (1250, "about"), 0),
        ((1200, "about"), (1500, "exact"), 1),
        ((40, "at_least"), (30, "at_most"), 1),
        ((40, "at_least"), (60, "at_least"), 0),
    ],
    ids=[
        "41 and more than 40 agree",
        "41 and 69 conflict",
        "41 and more than 42 conflict",
        "about 1,200 and over 1,200 agree",
        "1,200 and about 1,250 agree",
        "about 1,200 and 1,500 conflict",
        "over 40 and under 30 conflict",
        "over 40 and over 60 agree",
    ],
)
def test_figures_conflict_only_where_no_count_could_be_meant_by_both(db, one, other, conflict):
    tellings = [
        counted(f"There were {value:g} aboard.", "passengers", value, qualifier, "this_train")
        for value, qualifier in (one, other)
    ]
    event_of(db, *tellings)
    [(*_, is_conflict)] = figures(db).values()
    assert is_conflict == conflict


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (96.56064, 97, 0),
        (96.56064, 100, 0),
        (96.56064, 110, 1),
        (97, 100, 1),
        (96.56064, 99.779, 1),
    ],
    ids=[
        "60 mph and 97 km/h",
        "60 mph and 100 km/h",
        "60 mph and 110 km/h",
        "97 and 100 km/h",
        "60 and 62 mph",
    ],
)
def test_speed_in_miles_is_no_conflict_with_its_like_in_kilometres(db, one, other, conflict):
    tellings = [
        ("It was fast.", "actual", {"quantities": [quantity("speed_kmh", speed)]})
        for speed in (one, other)
    ]
    event_of(db, *tellings, event_type="derailment")
    [(*_, is_conflict)] = figures(db).values()
    assert is_conflict == conflict


def test_passengers_of_a_train_meet_those_whose_train_the_sentence_does_not_name(db):
    event_of(
        db,
        counted("It carried 41 citizens.", "passengers", 41, scope="this_train"),
        counted("There were 69 citizens.", "passengers", 69),
    )
    assert figures(db) == {("passengers", "this_train"): (69, 41, 69, 1)}


def test_sum_over_several_trips_is_shown_as_a_sum(db):
    told = [quantity("passengers", 363, scope="this_train"), quantity("trains", 3)]
    event_of(db, ("Three trains left.", "actual", {"end": "2024-12-20", "quantities": told}))
    assert figures(db) == {
        ("passengers", "cumulative"): (363, 363, 363, 0),
        ("trains", None): (3, 3, 3, 0),
    }


def test_passengers_of_one_train_never_meet_the_total_over_months(db):
    event_of(
        db,
        counted("It carried 2 citizens.", "passengers", 2, scope="this_train"),
        counted("In all 1200 have travelled.", "passengers", 1200, "about", scope="cumulative"),
        counted("It seats 40 people.", "passengers", 40, scope="capacity"),
        counted("Some 300 go each week.", "passengers", 300, scope="per_period"),
    )
    assert len(figures(db)) == 4
    assert {conflicting for *_, conflicting in figures(db).values()} == {0}


@pytest.mark.parametrize(
    ("each_way", "both"),
    [
        ("There will be 10 trains a day in each direction.", "There will be 20 trains a day."),
        ("Пойдут 10 поездов в каждом направлении.", "Пойдут 20 поездов в сутки."),
        ("편도 10 회 운행한다.", "하루 20 회 운행한다."),
        ("单向10列每日。", "每日20列。"),
    ],
)
def test_count_of_one_direction_never_meets_that_of_both(db, each_way, both):
    event_of(
        db,
        counted(each_way, "trains", 10, scope="per_period"),
        counted(both, "trains", 20, scope="per_period"),
        event_type="service_resumption",
    )
    assert figures(db) == {("trains", "per_period"): (20, 20, 20, 0)}


@pytest.mark.parametrize(
    ("scope", "one", "other", "conflict"),
    [
        ("per_period", "It takes 200 passengers a day.", "It takes 1400 passengers a week.", 0),
        ("per_period", "Daily, 200 go.", "Some 1400 go monthly.", 0),
        ("per_period", "В сутки едут 200 человек.", "1400 человек в неделю.", 0),
        ("per_period", "하루 200 명이 탄다.", "매주 1400 명이 탄다.", 0),
        ("per_period", "每天200人。", "每周1400人。", 0),
        ("per_period", "It takes 200 passengers a day.", "Each day 1400 passengers go.", 1),
        ("per_period", "It takes 200 passengers a day.", "It takes 1400 passengers.", 1),
        ("cumulative", "So far 200 have crossed since June.", "Since 2022, 1400 have.", 0),
        ("cumulative", "С июня проехали 200 человек.", "Since 2022, 1400 have.", 0),
        ("cumulative", "6월 이후 200 명.", "11월 이후 1400 명.", 0),
        ("cumulative", "Since June 2024, 200 have crossed.", "С июня проехали 1400.", 1),
    ],
)
def test_counts_over_two_lengths_of_time_never_meet(db, scope, one, other, conflict):
    passengers = [counted(one, "passengers", 200, scope=scope)]
    passengers += [counted(other, "passengers", 1400, scope=scope)]
    event_of(db, *passengers, event_type="service_resumption")
    [(_, low, high, is_conflict)] = figures(db).values()
    assert is_conflict == conflict
    assert (low == high) == (not conflict)


def test_count_over_the_time_that_most_stories_tell_is_shown(db):
    told = [("It takes 210 a day.", 210), ("It takes 200 a day.", 200), ("1400 a week.", 1400)]
    event_of(
        db,
        *(counted(text, "passengers", value, scope="per_period") for text, value in told),
        event_type="service_resumption",
    )
    assert figures(db) == {("passengers", "per_period"): (200, 200, 210, 1)}


def test_sentence_says_over_what_time_a_figure_counts_whose_place_in_the_text_is_not_known(db):
    for outlet_id, value, time in (("first-post", 200, "a day"), ("second-post", 1400, "a week")):
        text = f"It takes {value} passengers {time} over the {outlet_id} line."
        told = report(
            start="2024-12-16",
            quantities=[quantity("passengers", value, scope="per_period")],
            **ROUTE,
        )
        told = replace(told, evidence=(Evidence(0, len(text)),))
        tell(db, outlet_id, told, text=f"{text} {outlet_id} tells more of it.")
    merge_events(db, now=NOW)
    assert [row["conflicting"] for row in rows(db, "event_quantities")] == [0]


def test_count_of_one_direction_is_shown_where_no_other_is_told(db):
    event_of(
        db,
        counted("There are 10 trains each way.", "trains", 10, scope="per_period"),
        counted("There are 12 trains each way.", "trains", 12, scope="per_period"),
        event_type="service_resumption",
    )
    assert figures(db) == {("trains", "per_period"): (12, 10, 12, 1)}


def test_what_was_planned_never_meets_what_was_counted(db):
    event_of(
        db,
        counted("They expect 100 aboard.", "passengers", 100, factuality="planned"),
        counted("They expect 120 aboard.", "passengers", 120, factuality="planned"),
    )
    assert figures(db) == {("passengers", None): (120, 100, 120, 1)}
    tellings = [counted("It carried 69 people.", "passengers", 69)]
    tellings += [counted("They hope for 90 now.", "passengers", 90, factuality="possible")]
    for at, (text, factuality, options) in enumerate(tellings):
        told = report("train_movement", factuality, start="2024-12-16", **ROUTE, **options)
        tell(db, f"later-{at}", told, text=text + " More words." * 9)
    merge_events(db, now=NOW)
    assert figures(db) == {("passengers", None): (69, 69, 69, 0)}


def at(start, text="It left on time.", **options):
    return text, "actual", {"start": start, **options}


def test_one_time_told_on_two_clocks_is_one_time(db):
    event = event_of(
        db,
        at("2024-12-16T15:30+10:00", end="2024-12-16T17:43+10:00"),
        at("2024-12-16T08:30+03:00", end="2024-12-16T15:43+08:00"),
        at("2024-12-16T05:30Z"),
        at("2024-12-16"),
    )
    assert event["start_utc"] == "2024-12-16T05:30:00Z"
    assert (event["start_conflicting"], event["end_conflicting"]) == (0, 0)


def test_times_that_cannot_both_be_right_are_marked_and_shown(db):
    event = event_of(
        db,
        at("2024-12-16T09:52+08:00", end="2024-12-16T15:43+08:00"),
        at("2024-12-16T10:00+08:00", end="2024-12-16T17:43+10:00"),
        at("2024-12-16"),
    )
    assert (event["start_conflicting"], event["end_conflicting"]) == (1, 0)
    explanation = explain_event(db, event["id"])
    assert explanation.starts == ("2024-12-16T09:52+08:00", "2024-12-16T10:00+08:00")
    assert explanation.ends == ()


@pytest.mark.parametrize(
    "cleared",
    [
        "Customs officers cleared the train at three.",
        "The train went through customs at three.",
        "Border guards finished with it at three.",
        "Passport control ended at three.",
        "Таможня выпустила поезд в 15:00.",
        "Пограничники закончили досмотр в 15:00.",
        "15시에 출국 수속을 마쳤다.",
        "15时办完查验手续。",
        "Таможня оформила поезд в 15:00.",
        "세관은 15시에 열차의 통관을 마쳤다.",
    ],
)
def test_train_cleared_at_three_that_left_half_past_is_no_conflict(db, cleared):
    event = event_of(
        db, at("2024-12-16T15:00+10:00", cleared), at("2024-12-16T15:30+10:00", "The train left.")
    )
    assert event["start_conflicting"] == 0


@pytest.mark.parametrize(
    ("both", "left", "conflict"),
    [
        ("Customs cleared it at 15:00, and the train left at 15:30.", "15:30", 0),
        ("The train left at 15:30 after it had been cleared at 15:00.", "15:30", 0),
        ("At 3:30 p.m. it left, cleared at 3 p.m., for the north.", "3:30 p.m.", 0),
        ("It left. Customs had cleared it at 15:30.", "15:30", 1),
    ],
)
def test_sentence_that_tells_clearing_and_leaving_means_by_each_time_its_own(
    db, both, left, conflict
):
    cleared = "As of 15:00, the train was cleared."
    for outlet_id, text, words, start in (
        ("one", both, left, "2024-12-16T15:30+10:00"),
        ("two", cleared, "15:00", "2024-12-16T15:00+10:00"),
        ("three", "It left at 15:30.", "15:30", "2024-12-16T15:30+10:00"),
    ):
        at = text.index(words)
        told = replace(
            report("train_movement", start=start, **ROUTE),
            evidence=(Evidence(0, len(text)),),
            time_words=(Evidence(at, at + len(words)),),
        )
        tell(db, outlet_id, told, text=f"{text} That is what the {outlet_id} newspaper tells.")
    merge_events(db, now=NOW)
    [event] = rows(db, "events")
    assert event["start_conflicting"] == conflict


@pytest.mark.parametrize(
    "left", ["The train left at three, customs said.", "Поезд ушёл с пограничной станции в 15:00."]
)
def test_two_times_of_leaving_conflict_whoever_tells_them(db, left):
    event = event_of(
        db, at("2024-12-16T15:00+10:00", left), at("2024-12-16T15:30+10:00", "The train left.")
    )
    assert event["start_conflicting"] == 1


def test_article_that_tells_both_moments_keeps_others_from_conflicting(db):
    event = event_of(
        db,
        at("2024-12-16T15:00+10:00", "At three.", end="2024-12-16T15:30+10:00"),
        at("2024-12-16T15:00+10:00", "At three o'clock."),
        at("2024-12-16T15:30+10:00", "At half past."),
    )
    assert event["start_conflicting"] == 0


def test_plan_that_moved_by_a_day_is_no_conflict_with_what_happened(db):
    event = event_of(
        db,
        ("It is to go on Sunday.", "planned", {"start": "2024-12-15"}),
        ("It went on Monday.", "actual", {"start": "2024-12-16"}),
        event_type="service_resumption",
    )
    assert (event["start"], event["start_conflicting"]) == ("2024-12-16", 0)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("one", 10, (5, "exact"))], (5, 5, 5, 0, "only_report")),
        ([("one", 10, (5, "exact")), ("two", 11, (7, "exact"))], (7, 5, 7, 1, "latest")),
        ([("one", 10, (5, "exact")), ("one", 15, (7, "exact"))], (7, 7, 7, 0, "only_report")),
        ([("one", 10, (5, "at_least")), ("two", 11, (7, "exact"))], (7, 5, 7, 0, "all_agree")),
        ([("one", 10, (70, "about")), ("two", 11, (72, "exact"))], (72, 70, 72, 0, "all_agree")),
        ([("one", 10, (70, "at_most")), ("two", 11, (72, "exact"))], (72, 70, 72, 1, "latest")),
    ],
    ids=["alone", "differ", "corrected by its outlet", "at least", "about", "at most"],
)  # fmt: skip
def test_figure_is_chosen_by_rule_and_marked_where_reports_differ(db, told, expected):
    for outlet_id, hour, (value, qualifier) in told:
        figures = [quantity("injured", value, qualifier)]
        known = report(
            "derailment", start="2024-11-01", locations=[PATNA, BIHAR], quantities=figures
        )
        tell(db, outlet_id, known, published=f"2024-11-01 {hour}:00", path=str(hour))
    merge_events(db, now=NOW)
    [row] = rows(db, "event_quantities")
    found = (row["value"], row["low"], row["high"], row["conflicting"], row["chosen_by"])
    assert found == expected


def test_toll_of_a_later_day_replaces_the_first_without_a_conflict(db):
    tell(db, "first-post", crash(killed=5), published="2024-11-01 10:00")
    tell(db, "second-post", crash(killed=9), published="2024-11-03 10:00")
    merge_events(db, now=NOW)
    [row] = rows(db, "event_quantities")
    assert (row["value"], row["conflicting"], row["reports"]) == (9, 0, 2)
