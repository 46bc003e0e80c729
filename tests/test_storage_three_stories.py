"""Three real stories, told by all their outlets: every event once, origins and conflicts as stated.

K: trains from Khasan to Tumangang run again. G: from Suifenhe to Grodekovo. P: from Pyongyang to
Moscow and Khabarovsk. The sentences are our own.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.database import open_database
from storage.merge import merge_events
from storage.records import Evidence, Organisation, Place
from tests.storage_samples import (
    CUSTOMS,
    FAR_EASTERN,
    KHASAN,
    MOSCOW,
    NOW,
    PYONGYANG,
    RIA,
    TASS,
    TUMANGANG,
    quantity,
    report,
    rows,
    tell,
)

SUIFENHE = Place(
    "p-suifenhe", "Suifenhe", "city", "CN", 44.4, 131.15, "Asia/Shanghai", ("绥芬河", "Суйфэньхэ")
)
GRODEKOVO = Place(
    "p-grodekovo", "Grodekovo", "station", "RU", 44.41, 131.38, "Asia/Vladivostok", ("Гродеково",)
)
POGRANICHNY = Place(
    "p-pogranichny", "Pogranichny", "border_crossing", "RU", 44.4, 131.38, "Asia/Vladivostok"
)
KHABAROVSK = Place("p-khabarovsk", "Khabarovsk", "city", "RU", 48.48, 135.07, "Asia/Vladivostok")
HARBIN = Organisation("o-harbin", "China Railway Harbin", "operator", "CN")
RZD = Organisation("o-rzd", "Russian Railways", "operator", "RU")
KBS = Organisation("o-kbs", "KBS", "news_agency", "KR")

K = {"origin": KHASAN, "destination": TUMANGANG}
G = {"origin": SUIFENHE, "destination": GRODEKOVO}
P = {"origin": PYONGYANG, "destination": MOSCOW}
TWO = quantity("passengers", 2, scope="this_train")
SIXTY_NINE = quantity("passengers", 69, scope="this_train")


def runs(route, start=None, *figures, number=None, end=None, sources=()):
    """A train runs."""
    told = {"quantities": figures, "number": number, "end": end, "sources": sources, **route}
    return report("train_movement", start=start, **told)


def again(route, start, factuality="actual", *, figures=(), sources=(), recurrence=None):
    """A service is taken up again."""
    told = {"start": start, "quantities": figures, "sources": sources, **route}
    return replace(report("service_resumption", factuality, **told), recurrence=recurrence)


def carried(qualifier, *sources, start="2024-06"):
    """So many travelled on the line since June."""
    figures = [quantity("passengers", 1200, qualifier, "cumulative")]
    return report("traffic_volume", start=start, quantities=figures, sources=sources, **K)


def in_korean(told):
    """The places as a Korean text names them, without entries."""
    names = {KHASAN.id: "하산역", TUMANGANG.id: "두만강"}
    places = [replace(it, name=names[it.place.id], place=None) for it in told.places]
    return replace(told, places=tuple(places), countries=("RU", "KP"))


THREE_A_WEEK = "FREQ=WEEKLY;BYDAY=MO,WE,FR"
BY_TASS = [TASS, FAR_EASTERN]
TIMES_TEXT = (
    "A train with two passengers has left the Russian border station for the north of Korea, the"
    " railway says. It needs seventeen minutes for the crossing. Since June some 1200 people have"
    " gone either way by special trains, and a line further north opened on Sunday as well. "
)
# (outlet, day and hour of publication, text or None, reports); the sentence begins the text
TELLINGS = [
    ("regional-paper", "2024-09-12 03:00", None, [again(K, "2024-12-15", "planned")]),
    ("regional-paper", "2024-09-13 03:00", None, [again(G, "2024-12-15", "planned")]),
    ("han-regional", "2024-09-14 03:00", None, [again(K, "2024-12-15", "planned")]),
    ("news-az", "2024-12-10 09:00", None, [again(K, "2024-12-16", "planned"),
        again({"origin": SUIFENHE, "destination": POGRANICHNY}, "2024-12-15", "planned")]),
    ("vestnik-kavkaza", "2024-12-16 09:00", None, [again(K, "2024-12-16", sources=[RIA]),
        again({"origin": SUIFENHE, "destination": POGRANICHNY}, "2024-12-15", sources=[RIA])]),
    ("korea-daily", "2024-12-16 12:00", None, [
        again(K, "2024-12-16", sources=[RIA], recurrence=THREE_A_WEEK),
        runs(K, "2024-12-16T15:30+10:00", TWO, sources=[CUSTOMS, RIA, TASS, FAR_EASTERN]),
        carried("about", CUSTOMS, RIA), again(G, "2024-12-15")]),
    ("moscow-times", "2024-12-16 11:00", TIMES_TEXT, [
        runs(K, "2024-12-16T08:30+03:00", TWO, quantity("duration_minutes", 17),
             sources=[RIA, CUSTOMS]),
        carried("about", CUSTOMS), again(G, "2024-12-15")]),
    ("reprint-site", "2024-12-16 14:00", TIMES_TEXT + "Read on.", [
        runs(K, "2024-12-16T08:30+03:00", TWO, quantity("duration_minutes", 17)),
        carried("about"), again(G, "2024-12-15")]),
    ("uni", "2024-12-16 07:00", "Customs cleared the first train at three in the afternoon.", [
        runs(K, "2024-12-16T15:00+10:00", TWO, sources=[RIA]), carried("about", RIA),
        runs(G, "2024-12-15", SIXTY_NINE, sources=[RIA])]),
    ("news1", "2024-12-16 08:00", "세관은 15시에 열차의 통관을 마쳤다고 리아통신이 전했다.", [
        in_korean(runs(K, "2024-12-16T15:00+10:00", TWO, sources=[RIA])),
        in_korean(carried("at_least", RIA))]),
    ("donga-net", "2024-12-16 09:00", "열차는 15시 30분에 두 명을 태우고 떠났다고 한다.", [
        in_korean(runs(K, "2024-12-16T08:30+03:00", TWO, sources=[RIA])),
        in_korean(carried("at_least", RIA))]),
    ("animal-page", "2024-12-16 10:00", None, [runs(K, None, sources=[RIA])]),
    ("vedomosti", "2024-12-16 08:00", None, [
        runs(K, "2024-12-16T15:30+10:00", number="645/646", sources=BY_TASS),
        runs(G, "2024-12-15T05:00+03:00", number="402", end="2024-12-15T10:43+03:00",
             sources=BY_TASS)]),
    ("transport-news", "2024-12-16 09:00", None, [
        runs(K, "2024-12-16T08:30+03:00", number="645", sources=BY_TASS),
        runs(G, "2024-12-15T10:00+08:00", number="402/401", end="2024-12-15T17:43+10:00",
             sources=BY_TASS)]),
    ("tumangang-radio", "2024-12-16 09:30", None, [
        runs({"destination": TUMANGANG}, end="2024-12-16T14:47+09:00", sources=[RIA])]),
    ("peoples-daily", "2024-12-15 11:00", None, [
        runs(G, "2024-12-15T09:52+08:00", SIXTY_NINE, end="2024-12-15T15:43+08:00",
             sources=[HARBIN])]),
    ("suifenhe-local", "2024-12-15 14:00", None, [
        runs({"origin": GRODEKOVO, "destination": SUIFENHE}, "2024-12-15T17:43+10:00",
             end="2024-12-15T17:14+08:00", number="401")]),
    ("amur-regional", "2024-06-07 01:00", None, [
        runs(G, "2024-06-06", quantity("passengers", 40, "at_least", "this_train"))]),
    ("primorye-news", "2024-06-06 09:00", None, [
        runs(G, "2024-06-06", quantity("passengers", 41, scope="this_train"))]),
    ("rail-agency", "2025-06-09 08:00", None, [
        again(P, "2025-06-17", "planned", sources=[RZD],
              figures=[quantity("length_km", 10000, "at_least")]),
        again({"origin": PYONGYANG, "destination": KHABAROVSK}, "2025-06-19", "planned",
              sources=[RZD])]),
    ("tuesday-agency", "2025-06-10 02:00", None, [
        again({"origin": MOSCOW, "destination": PYONGYANG}, "2025-06-17", "planned",
              sources=[RZD], figures=[quantity("length_km", 10000, "about")])]),
    ("korean-broadcaster", "2025-06-10 05:00", None, [
        again(P, "2025-06-17", "planned", sources=[KBS, RZD]),
        again({"origin": KHABAROVSK, "destination": PYONGYANG}, "2025-06-19", "planned",
              sources=[KBS, RZD])]),
    ("longest-ride", "2025-06-17 15:00", None, [
        again(P, "2025-06-17", figures=[quantity("length_km", 10200)]),
        runs(P, "2025-06-17", quantity("duration_minutes", 11520))]),
    ("moscow-evening", "2025-06-25 15:00", None, [runs(P, end="2025-06-25")]),
    ("pyongyang-evening", "2025-07-04 15:00", None, [
        runs({"origin": MOSCOW, "destination": PYONGYANG}, end="2025-07-04")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The events of all tellings by type, ends and day, and the figures of each."""
    db = open_database(tmp_path_factory.mktemp("three") / "three.db")
    for at, (outlet_id, published, text, reports) in enumerate(TELLINGS):
        length = len(text) if text else 60
        with_evidence = [
            replace(told, evidence=(Evidence(place, length),)) for place, told in enumerate(reports)
        ]
        tell(db, outlet_id, *with_evidence, published=published, text=text, path=str(at))
    merge_events(db, now=NOW)
    events = {}
    for event in rows(db, "events", "start"):
        route = f"{event['origin']}–{event['destination']}"
        events.setdefault((event["type"], route, (event["start"] or "")[:10]), []).append(event)
    figures = {}
    for row in rows(db, "event_quantities"):
        figures.setdefault(row["event_id"], {})[row["role"]] = row
    db.close()
    return events, figures


EVENTS = {
    ("service_resumption", "Khasan–Tumangang", "2024-12-16"): 5,
    ("train_movement", "Khasan–Tumangang", "2024-12-16"): 10,
    ("traffic_volume", "Khasan–Tumangang", "2024-06"): 6,
    ("service_resumption", "Suifenhe–Grodekovo", "2024-12-15"): 6,
    ("train_movement", "Suifenhe–Grodekovo", "2024-12-15"): 4,
    ("train_movement", "Grodekovo–Suifenhe", "2024-12-15"): 1,
    ("train_movement", "Suifenhe–Grodekovo", "2024-06-06"): 2,
    ("service_resumption", "Pyongyang–Moscow", "2025-06-17"): 4,
    ("service_resumption", "Pyongyang–Khabarovsk", "2025-06-19"): 2,
    ("train_movement", "Pyongyang–Moscow", "2025-06-17"): 2,
    ("train_movement", "Moscow–Pyongyang", ""): 1,
}


def test_every_event_is_there_once_with_all_its_reports(told):
    events, _ = told
    assert {key: [event["reports"] for event in found] for key, found in events.items()} == {
        key: [reports] for key, reports in EVENTS.items()
    }


def facts_of(told, *key):
    events, figures = told
    [event] = events[key]
    return event, figures.get(event["id"])


def test_two_citizens_of_six_outlets_go_back_to_one_customs_office(told):
    event, figures = facts_of(told, "train_movement", "Khasan–Tumangang", "2024-12-16")
    passengers = figures["passengers"]
    assert (passengers["value"], passengers["conflicting"], passengers["reports"]) == (2, 0, 6)
    assert passengers["origins"] == 1
    assert event["origins"] == 2  # the customs office, and the railway by way of TASS
    assert (event["outlets"], event["stories"]) == (10, 9)


def test_train_cleared_at_three_that_left_half_past_has_no_conflict_in_its_start(told):
    event, _ = facts_of(told, "train_movement", "Khasan–Tumangang", "2024-12-16")
    assert event["start_utc"] == "2024-12-16T05:30:00Z"
    assert event["start_conflicting"] == 0


def test_arrival_that_one_outlet_alone_tells_ends_the_run_that_others_saw_leave(told):
    event, _ = facts_of(told, "train_movement", "Khasan–Tumangang", "2024-12-16")
    assert (event["end_utc"], event["end_conflicting"]) == ("2024-12-16T05:47:00Z", 0)
    event, _ = facts_of(told, "train_movement", "Pyongyang–Moscow", "2025-06-17")
    assert (event["start"], event["end"]) == ("2025-06-17", "2025-06-25")


def test_plan_for_khasan_moved_by_a_day_and_came_true(told):
    event, _ = facts_of(told, "service_resumption", "Khasan–Tumangang", "2024-12-16")
    assert (event["factuality"], event["start_conflicting"]) == ("actual", 0)
    assert event["first_reported_at"] == "2024-09-12T03:00:00Z"
    assert event["recurrence"] == THREE_A_WEEK


def test_twelve_hundred_in_all_its_wordings_is_one_figure_of_the_months(told):
    _, figures = facts_of(told, "traffic_volume", "Khasan–Tumangang", "2024-06")
    figure = figures["passengers"]
    assert (figure["value"], figure["scope"], figure["conflicting"]) == (1200, "cumulative", 0)


def test_first_train_to_grodekovo_conflicts_in_its_start_and_not_in_its_arrival(told):
    event, figures = facts_of(told, "train_movement", "Suifenhe–Grodekovo", "2024-12-15")
    assert (event["start_conflicting"], event["end_conflicting"]) == (1, 0)
    assert event["end_utc"] == "2024-12-15T07:43:00Z"
    assert (figures["passengers"]["value"], figures["passengers"]["conflicting"]) == (69, 0)


def test_return_train_arrives_by_its_own_clock(told):
    event, _ = facts_of(told, "train_movement", "Grodekovo–Suifenhe", "2024-12-15")
    assert (event["start_utc"], event["end_utc"]) == (
        "2024-12-15T07:43:00Z",
        "2024-12-15T09:14:00Z",
    )


def test_forty_one_tourists_of_the_trial_train_and_more_than_forty_agree(told):
    _, figures = facts_of(told, "train_movement", "Suifenhe–Grodekovo", "2024-06-06")
    assert (figures["passengers"]["value"], figures["passengers"]["conflicting"]) == (41, 0)


def test_announcement_of_the_longest_ride_is_one_event_of_one_origin_that_came_true(told):
    event, figures = facts_of(told, "service_resumption", "Pyongyang–Moscow", "2025-06-17")
    assert (event["factuality"], event["start_conflicting"]) == ("actual", 0)
    assert event["origins"] == 2  # the railway, and the paper that saw it leave
    assert figures["length_km"]["conflicting"] == 0
    to_khabarovsk, _ = facts_of(told, "service_resumption", "Pyongyang–Khabarovsk", "2025-06-19")
    assert (to_khabarovsk["factuality"], to_khabarovsk["origins"]) == ("planned", 1)
