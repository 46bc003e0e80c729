"""When a train left and when it came in, by the clock times that its article tells."""

import pytest

from storage.records import EventType
from tests.test_extractor_reading import read


@pytest.mark.parametrize(
    "text",
    [
        "A train was travelling from Vinh to the capital, Hanoi, when it derailed on Monday.",
        "A train from the coastal city of Vinh to the capital Hanoi derailed on Monday.",
    ],
)
def test_a_journeys_end_is_read_where_words_say_what_place_it_is(nlp, text):
    [derailment] = read(nlp, text)
    ends = {one.role.value: one.name for one in derailment.places}
    assert ends == {"origin": "Vinh", "destination": "Hanoi"}


def test_a_trains_own_way_is_no_place_of_its_accident(nlp):
    text = (
        "A train travelling between the coastal city of Vinh and Hanoi derailed near Thanh Hoa on "
        "Monday, killing two people."
    )
    [derailment] = read(nlp, text)
    found = {one.role.value: one.name for one in derailment.places}
    assert found == {"origin": "Vinh", "destination": "Hanoi", "location": "Thanh Hoa"}


def test_train_that_comes_in_by_an_earlier_clock_than_it_left_by_has_both_times(nlp):
    text = (
        "Train 401 arrived at Suifenhe station at 17:14 on December 15, having left Grodekovo at "
        "17:43 Russian local time."
    )
    [movement] = read(nlp, text)
    assert (movement.start, movement.end) == ("2024-12-15T17:43+10:00", "2024-12-15T17:14+08:00")


def test_a_train_has_the_day_on_which_it_is_said_to_have_left(nlp):
    text = "A passenger train that left Warsaw on Tuesday last week arrived in Kyiv on Thursday."
    [movement] = read(nlp, text)
    assert (movement.start, movement.end) == ("2024-12-10", "2024-12-12")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "A passenger train ran from Khasan to Tumangang on Monday. Customs clearance was "
            "completed at 15:00 and the train left at 15:30.",
            "2024-12-16T15:30+10:00",
            None,
        ),
        (
            "A passenger train left Khasan for Tumangang on Monday. The train passed customs at "
            "15:00 (08:00 Moscow time) and departed from Khasan at 15:30 (08:30 Moscow time).",
            "2024-12-16T15:30+10:00",
            None,
        ),
        (
            "Passenger trains between Russia and China run again. On 15 December trains No. "
            "402/401 started between Suifenhe and Grodekovo: departure from Suifenhe at 10:00 "
            "(05:00 Moscow time), arrival in Grodekovo at 17:43 (10:43 Moscow time).",
            "2024-12-15T10:00+08:00",
            "2024-12-15T17:43+10:00",
        ),
        (
            "A passenger train bound for Tumangang in North Korea was allowed out of Russia's "
            "Khasan station at 15:00 local time (08:00 in Moscow) on Monday, the Russian customs "
            "service said, and departed thirty minutes later.",
            "2024-12-16T15:30+10:00",
            None,
        ),
        (
            "A train left Khasan for Tumangang on Monday. Customs officers cleared the train at "
            "3 p.m. local time. At 3:30 p.m., it pulled out, the railway said.",
            "2024-12-16T15:30+10:00",
            None,
        ),
        (
            "KHASAN. There were more cameras than tickets on the platform of Khasan station on "
            "Monday, when train No. 645 set out for Tumangan in North Korea at 3:30 p.m.",
            "2024-12-16T15:30+10:00",
            None,
        ),
    ],
)
def test_of_a_train_each_clock_tells_what_the_words_beside_it_say(nlp, text, start, end):
    movements = [it for it in read(nlp, text) if it.type == EventType.TRAIN_MOVEMENT]
    assert [(it.start, it.end) for it in movements] == [(start, end)]
