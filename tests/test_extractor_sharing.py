"""What one sentence tells of two events, both have."""

from datetime import UTC, datetime

import pytest

from extractor.reading import read_articles
from extractor.slots.sharing import load_shares
from extractor.training.shares import counted_shares
from storage.records import Article, EventType
from tests.eval import load_part

MONDAY = datetime(2025, 5, 12, 9, tzinfo=UTC)


def read(nlp, text):
    """The reports of a text printed on Monday 12 May 2025."""
    article = Article("a", "wire", "Trains", text, fetched_at=MONDAY, published_at=MONDAY)
    [reports] = read_articles(nlp, [(article, None)])
    return reports


def reports_of(nlp, text):
    """The reports of a text, by type."""
    return {report.type: report for report in read(nlp, text)}


@pytest.mark.parametrize(
    ("text", "clock", "day"),
    [
        (
            "The international passenger train between Nanning and Hanoi is running again after "
            "an interruption of five years caused by COVID-19. The first train left Nanning at "
            "6:05 p.m. on Sunday with 86 passengers, railway officials said.",
            "2025-05-11T18:05+08:00",
            "2025-05-11",
        ),
        (
            "Passenger trains run between Baku and Tbilisi again. The first of them left Baku on "
            "Thursday at 11 p.m. with 96 people aboard.",
            "2025-05-08T23:00+04:00",
            "2025-05-08",
        ),
    ],
)
def test_service_runs_again_from_the_day_of_its_first_train(nlp, text, clock, day):
    found = reports_of(nlp, text)
    assert found[EventType.TRAIN_MOVEMENT].start == clock
    assert found[EventType.SERVICE_RESUMPTION].start == day


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("Trains between Kirov and Perm were delayed by up to 90 minutes.", "2025-05-10"),
        ("Trains between Kirov and Perm have been cancelled until Wednesday.", None),
    ],
)
def test_what_followed_an_accident_and_is_over_is_of_its_day(nlp, sentence, start):
    text = f"A freight train derailed near Perm on Saturday, injuring two people. {sentence}"
    assert reports_of(nlp, text)[EventType.DISRUPTION].start == start


def test_delay_in_one_country_is_not_dated_by_an_accident_in_another(nlp):
    text = "A freight train derailed near Perm in Russia on Saturday, injuring two people.\n\n"
    text += "Trains between Delhi and Agra in India were delayed by fog, Indian Railways said."
    assert reports_of(nlp, text)[EventType.DISRUPTION].start is None


def test_stop_does_not_begin_on_the_day_the_trains_came_back(nlp):
    found = reports_of(
        nlp,
        "The first train since 2020 left Almaty for Urumqi on Saturday, ending the suspension of "
        "the service.",
    )
    assert found[EventType.SERVICE_SUSPENSION].start == "2020"
    assert found[EventType.SERVICE_RESUMPTION].start == "2025-05-10"


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        (
            "Two freight trains collided near Perm on Sunday and nine wagons derailed, and three "
            "people were killed.",
            EventType.COLLISION,
            EventType.DERAILMENT,
        ),
        (
            "The express derailed near Perm on Sunday after it collided with a goods train, "
            "killing three people.",
            EventType.COLLISION,
            EventType.DERAILMENT,
        ),
        (
            "On Sunday three people were killed when a passenger train left the rails near Perm "
            "and hit a freight train.",
            EventType.DERAILMENT,
            EventType.COLLISION,
        ),
    ],
)
def test_the_dead_of_two_accidents_in_a_row_are_counted_with_the_first(nlp, text, first, later):
    found = reports_of(nlp, text)
    dead = {
        kind: [q.value for q in found[kind].quantities if q.role == "killed"]
        for kind in (first, later)
    }
    assert dead == {first: [3], later: []}


def test_a_years_statistic_is_no_figure_of_the_accident_told_before(nlp):
    woman, *_ = read(
        nlp,
        "A woman was killed by a freight train near Perm on Sunday. According to police figures, "
        "412 people were killed on the region's tracks in 2023.",
    )
    assert [(q.role, q.value) for q in woman.quantities] == [("killed", 1)]


def test_shares_are_those_that_the_annotated_articles_have():
    gold = load_part("train")
    assert load_shares() == pytest.approx(counted_shares(gold), abs=0.001)
