"""Which happenings a text tells: how many of a kind, and whether of railways at all."""

from datetime import UTC, datetime

import pytest

from extractor.reading import read_article
from storage.records import Article, EventType

DAY = datetime(2026, 3, 10, tzinfo=UTC)


def read(nlp, text, title=""):
    article = Article("a", "paper", title, text, DAY, published_at=DAY)
    return read_article(nlp, article, timezone=None)


def starts(reports, kind):
    return sorted(report.start or "" for report in reports if report.type == EventType(kind))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Strike silences radio",
            "Journalists at public radio went on strike on Monday for 24 hours, the union said. "
            "Listeners heard music instead of news. A signal failure at the radio station had "
            "nothing to do with it, and the last train of talks left long ago.",
        ),
        (
            "New stretch of trail lets cyclists skip the traffic",
            "A 3-mile extension of the Alder Gap Trail opened Friday along the bed of a former "
            "Erie Railroad branch. The $4.6 million project included paving and a new deck for "
            "a 900-foot trestle.",
        ),
    ],
)
def test_what_only_sounds_like_rail_gives_no_report(nlp, title, text):
    assert not read(nlp, text, title)


def test_the_same_words_of_a_railway_give_a_report(nlp):
    text = "Drivers at the state railway went on strike on Monday for 24 hours, the union said."
    assert starts(read(nlp, text), "strike") == ["2026-03-09"]


def test_an_agreement_that_ran_out_or_is_missing_is_none(nlp):
    text = (
        "Fitters at the state railway have worked without an agreement since 2022, and the "
        "guards' contract expired last year."
    )
    assert not starts(read(nlp, text), "agreement")
    text = "The state railway signed a contract for 40 trains last year."
    assert starts(read(nlp, text), "agreement") == ["2025"]


def test_a_strike_of_bus_drivers_beside_rail_news_is_none(nlp):
    text = (
        "Coal wagons derailed at Unanderra on Monday, blocking the South Coast line. Trains will "
        "not run until Thursday.\n\nWorkers at the city's bus depots had threatened to walk off "
        "the job on Tuesday over rosters; that action was put off on Monday afternoon."
    )
    reports = read(nlp, text)
    assert starts(reports, "derailment") == ["2026-03-09"]
    assert not starts(reports, "strike")


def test_an_accident_of_another_month_is_another_one(nlp):
    text = (
        "A freight train derailed near Perm on Monday, injuring two people. In October, a freight "
        "train derailed near Perm, killing three people."
    )
    assert starts(read(nlp, text), "derailment") == ["2025-10", "2026-03-09"]


def test_two_accidents_in_one_sentence_are_two(nlp):
    text = (
        "Last year a train derailed near Perm in May, and a tanker train derailed near Kirov in "
        "August."
    )
    one, other = sorted(read(nlp, text), key=lambda report: report.start)
    assert (one.start, [p.name for p in one.places]) == ("2025-05", ["Perm"])
    assert (other.start, [p.name for p in other.places]) == ("2025-08", ["Kirov"])


def test_who_was_hit_in_the_second_half_of_a_sentence_is_told_too(nlp):
    text = (
        "A woman was struck and killed by a train in Kirov on Monday night, police said. A "
        "19-year-old man was hit by a train near Perm in January, and a homeless man was killed "
        "in the same area on February 2."
    )
    assert starts(read(nlp, text), "person_struck") == ["2026-01", "2026-02-02", "2026-03-09"]


def test_what_is_denied_or_still_to_come_is_not_what_happened(nlp):
    text = (
        "The line between Perm and Kirov reopened on Monday, Russian Railways said. It hopes to "
        "run night trains to Moscow again from Saturday. Two trains to Perm were running late on "
        "Monday night. The railway denied reports that the Kirov express had been cancelled."
    )
    told = {(r.type.value, r.factuality.value, r.start): r for r in read(nlp, text)}
    assert ("service_resumption", "actual", "2026-03-09") in told
    assert ("service_resumption", "planned", "2026-03-14") in told
    late = told["disruption", "actual", "2026-03-09"]
    assert not any("denied" in text[part.start : part.end] for part in late.evidence)


def test_an_accident_days_later_is_another_one(nlp):
    text = (
        "On 17 December, an ore train derailed near Perm and wrecked the line. Four days later, a "
        "train derailed at almost the same spot."
    )
    assert len(starts(read(nlp, text), "derailment")) == 2


def test_a_cause_told_later_comes_with_its_sentence(nlp):
    text = (
        "Passengers were trapped for nine hours on a Eurostar train without power on Monday after "
        "it broke down outside Lille.\n\nThey reached London at dawn. Eurostar apologised for the "
        "delay, which it blamed on an electrical fault, and said everyone would be refunded."
    )
    [report] = [r for r in read(nlp, text) if r.type == EventType.OTHER_INCIDENT]
    assert report.cause == "electrical fault"
    assert any("electrical fault" in text[part.start : part.end] for part in report.evidence)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "At least 40 people were hurt on Monday when a tram ran into the same depot wall in "
            "Lodz where three passengers were killed in a similar accident last year.",
            [("2025", "killed", 3), ("2026-03-09", "injured", 40)],
        ),
        (
            "The express left the rails near Gaya on Monday, killing 12 people, in the state's "
            "worst rail accident since 60 people died in a 2011 derailment at Siwan.",
            [("2011", "killed", 60), ("2026-03-09", "killed", 12)],
        ),
        (
            "Two trains collided near Sohag on Friday, killing 20 people. The crash came two years "
            "after a fire on a train in Minya killed 31 people.",
            [("", "killed", 31), ("2026-03-06", "killed", 20)],
        ),
        (
            "A tram hit a stationary tram in Lima on Monday. Six people were hurt, police said. "
            "There have been other accidents on the network, including a collision in October of "
            "last year, when a tram ran into the back of another, killing two people.",
            [("2025-10", "killed", 2), ("2026-03-09", "injured", 6)],
        ),
    ],
)
def test_the_dead_and_the_day_of_an_accident_of_long_ago_are_not_those_of_todays(nlp, text, told):
    rows = [
        (report.start or "", figure.role.value, figure.value)
        for report in read(nlp, text)
        for figure in report.quantities
        if figure.role.value in ("killed", "injured")
    ]
    assert sorted(rows) == told


def test_a_clause_about_the_same_accident_does_not_part_it(nlp):
    text = (
        "A woman who was hurt when a train hit a bus at Lodz has died. The crash, which killed "
        "three people in May last year, is being looked into."
    )
    assert starts(read(nlp, text), "level_crossing_accident") == ["2025-05"]


def test_what_is_said_of_an_inquiry_without_a_body_or_a_day_is_no_second_one(nlp):
    text = (
        "A freight train derailed near Boone, Iowa, on Monday. The National Transportation Safety "
        "Board is investigating the derailment and sent a team to Boone.\n\nInvestigators are "
        "looking at the track. A preliminary report of the investigation is expected in a month."
    )
    assert len(starts(read(nlp, text), "investigation")) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two track workers were almost struck by a train near Didcot on Monday.",
         "other_incident"),
        ("A track worker narrowly avoided being hit by a train near Crewe on Monday.",
         "other_incident"),
        ("Two elephants died when they were run over by a train in Jorhat on Monday.",
         "collision"),
    ],
)  # fmt: skip
def test_nobody_is_struck_in_a_near_miss_or_where_animals_are_hit(nlp, text, kind):
    assert [report.type for report in read(nlp, text)] == [EventType(kind)]


def test_a_broadcaster_that_reports_an_inquiry_does_not_tell_its_country(nlp):
    text = (
        "Two trains collided near Luxor in Egypt on Friday, killing 12 people. An inquiry has been "
        "opened into the train crash, Al Jazeera reported on Monday."
    )
    assert {report.countries for report in read(nlp, text)} == {("EG",)}


def test_an_accident_that_is_called_by_its_weekday_lies_behind(nlp):
    text = "CN hopes to learn the reason of a Thursday derailment near Brandon, Manitoba."
    assert starts(read(nlp, text), "derailment") == ["2026-03-05"]


def test_what_is_due_to_a_fault_is_not_told_by_a_hazard_that_only_stands_there(nlp):
    text = (
        "Trains stood still on Monday; an emergency brake and other faults vexed riders. Trains on "
        "the Red line were halted for an hour on Monday due to a malfunction of the signals."
    )
    [halt] = [one for one in read(nlp, text) if one.type == EventType.DISRUPTION]
    assert halt.cause == "malfunction of the signals"


def test_one_of_the_dead_is_no_toll(nlp):
    text = (
        "Four people were killed and nine injured when a train hit a lorry near Gaya on Monday. "
        "A farmer, Ram Lal, was killed on the spot. A woman was injured in the leg."
    )
    [crash] = read(nlp, text)
    assert sorted(q.value for q in crash.quantities) == [4, 9]


def test_it_killed_counts_the_dead_of_the_accident_told_last_alone(nlp):
    text = (
        "A tram hit a bus in Graz on Monday, injuring six people. In 2017 a train derailed near "
        "Linz. It killed two people and injured 20."
    )
    rows = {report.type: {q.value for q in report.quantities} for report in read(nlp, text)}
    assert rows == {EventType.LEVEL_CROSSING_ACCIDENT: {6}, EventType.DERAILMENT: {2, 20}}


def test_a_train_turned_back_elsewhere_is_no_part_of_the_derailment(nlp):
    text = (
        "A CSX freight train derailed near Selma on Saturday and ten cars left the rails. "
        "Amtrak's Palmetto, train 90, was turned back at Florence with 180 passengers."
    )
    derailment, delay = read(nlp, text)
    assert (derailment.type, derailment.train.number) == (EventType.DERAILMENT, None)
    assert (delay.type, delay.train.number) == (EventType.DISRUPTION, "90")
    assert [place.name for place in derailment.places] == ["Selma"]


def test_a_crossing_that_stays_open_is_no_place_of_the_closure(nlp):
    text = (
        "Poland will close the rail crossing with Belarus at Kuznica from Thursday, the interior "
        "ministry said. The crossing at Terespol stays open."
    )
    [closure] = read(nlp, text)
    assert [place.name for place in closure.places] == ["Kuznica"]


def test_where_a_ticket_goes_is_no_end_of_what_becomes_dearer(nlp):
    text = (
        "Rail fares in England could rise by 5.5% in March, campaigners say. A season ticket from "
        "Woking to London now costs £4,012."
    )
    [change] = read(nlp, text)
    assert {place.role for place in change.places} <= {"location"}


def test_what_is_only_demanded_is_no_event(nlp):
    assert read(nlp, "Commuters have demanded that SNCF restore the train to Cahors.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Wetherby called for a full inquiry into the derailment of two trains.",
        "The union wants an independent investigation into the train crash near Athens.",
        "An opposition member demanded compensation and a judicial probe into the train crash.",
    ],
)
def test_inquiry_that_is_only_demanded_is_none(nlp, text):
    assert EventType.INVESTIGATION not in {report.type for report in read(nlp, text)}


def test_strike_that_a_union_calls_for_is_one(nlp):
    [strike] = read(nlp, "The union called for a strike at SNCF on Tuesday.")
    assert strike.type == EventType.STRIKE


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (  # called by its name
            "A freight train derailed near Perm on Monday, blocking the line to Kirov. The railway "
            "ordered new sleepers for Omsk last year, its director said.\n\nThe derailment came "
            "days after floods washed out tracks in Tomsk.",
            "derailment",
            ["2026-03-09"],
        ),
        (  # counted among others
            "Thieves took 300 metres of signalling cable near Leeds early on Monday, stopping all "
            "trains to York. The police have arrested two men.\n\nIt is the fifth cable theft on "
            "the line since December.",
            "attack",
            ["2026-03-09"],
        ),
        (  # "the fault", "the incident"
            "Trains between Leeds and York stood still for two hours from 7 a.m. on Monday after a "
            "power fault, the operator said.\n\nIt ran 40 buses during the incident. The fault "
            "delayed 9,000 passengers.",
            "disruption",
            ["2026-03-09"],
        ),
        (  # as operators tell of today's
            "Trains between Leeds and York were badly disrupted on Monday by a broken rail. "
            "National Rail says trains may be cancelled, delayed by up to 50 minutes or revised.",
            "disruption",
            ["2026-03-09"],
        ),
        (  # "the robbers", "after looting"
            "A gang boarded a night train at Gaya on Monday and looted passengers of cash and "
            "phones, killing a guard. The railway minister is to visit the station.\n\nAfter "
            "looting, the robbers pulled the chain and fled into the fields.",
            "attack",
            ["2026-03-09"],
        ),
        (  # another case
            "Vandals tore up the track at Perm on 2 March and sold the sleepers. In a separate "
            "case in Omsk, thieves stole 40 rails from the line.",
            "attack",
            ["", "2026-03-02"],
        ),
        (  # a strike of the past beside today's
            "Train drivers of the state railway walked out on Monday for six days, the union said. "
            "They had held a two-day strike earlier this month.",
            "strike",
            ["2026-03", "2026-03-09"],
        ),
    ],
)
def test_what_is_told_again_is_one_and_what_is_another_is_not(nlp, text, kind, told):
    assert [start[:10] for start in starts(read(nlp, text), kind)] == told


def test_who_is_hit_at_a_level_crossing_is_hit_there(nlp):
    text = "A train struck and killed a woman at the Mill Lane level crossing in Ely on Monday."
    kinds = {report.type.value for report in read(nlp, text)}
    assert "level_crossing_accident" in kinds
    assert "person_struck" not in kinds
