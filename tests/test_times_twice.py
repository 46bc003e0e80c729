"""Times told twice: on two clocks, by a weekday and a date."""

import pytest

from tests.test_times_english import read


def test_two_clocks_of_one_moment_make_one_mention_with_the_offset_they_tell():
    [time] = read("It left at 3:30 p.m. local time (8:30 a.m. Moscow time) on Monday.")
    assert time.text == "3:30 p.m. local time (8:30 a.m. Moscow time) on Monday"
    assert (time.clock, time.local) == ("15:30", True)
    assert time.value == "2024-12-16T15:30+10:00"
    assert time.other_clock == "2024-12-16T08:30+03:00"
    assert time.consistent


@pytest.mark.parametrize(
    "text",
    [
        "It left at 3:30 p.m. local time (8:37 a.m. Moscow time) on Monday.",
        "It left at 3 p.m. Beijing time (8:30 a.m. Moscow time) on Monday.",
        "It left on Tuesday, December 16.",
    ],
)
def test_clocks_or_weekdays_that_cannot_both_be_right_are_marked(text):
    [time] = read(text)
    assert not time.consistent


def test_month_is_a_slip_where_number_and_weekday_are_those_of_a_day_around_the_article():
    [time] = read("It left on January 16, Monday.")
    assert (time.value, time.consistent) == ("2024-12-16", False)
