"""How often something happens, as an RFC 5545 rule."""

from functools import cache

import pytest
import spacy

import extractor.components.recurrence  # noqa: F401 - registers the factory


@cache
def pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("recurrence")
    return nlp


@pytest.mark.parametrize(
    ("text", "rule", "per_week"),
    [
        ("on Mondays, Wednesdays and Fridays", "FREQ=WEEKLY;BYDAY=MO,WE,FR", None),
        (
            "three weekly trips scheduled for Mondays, Wednesdays, and Fridays",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            3,
        ),
        ("twice a week, on Monday and Thursday", "FREQ=WEEKLY;BYDAY=MO,TH", 2),
        ("every Sunday and Wednesday", "FREQ=WEEKLY;BYDAY=SU,WE", None),
        ("each week on Monday, Wednesday and Friday", "FREQ=WEEKLY;BYDAY=MO,WE,FR", None),
        ("Mondays to Fridays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None),
        ("on all days but Tuesday", "FREQ=WEEKLY;BYDAY=MO,WE,TH,FR,SA,SU", None),
        ("on weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None),
        ("at weekends", "FREQ=WEEKLY;BYDAY=SA,SU", None),
        ("every other Saturday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", None),
        ("every second Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", None),
        ("three times a week", "FREQ=WEEKLY;X-TIMES=3", 3),
        ("thrice weekly", "FREQ=WEEKLY;X-TIMES=3", 3),
        ("three nights a week", "FREQ=WEEKLY;X-TIMES=3", 3),
        ("three weekly round trips", "FREQ=WEEKLY;X-TIMES=3", 3),
        ("once a week", "FREQ=WEEKLY", 1),
        ("weekly train", "FREQ=WEEKLY", None),
        ("twice daily", "FREQ=DAILY;X-TIMES=2", None),
        ("six times daily", "FREQ=DAILY;X-TIMES=6", None),
        ("daily train", "FREQ=DAILY", None),
        ("a tram an hour", "FREQ=HOURLY", None),
        ("every day", "FREQ=DAILY", None),
        ("seven days a week", "FREQ=DAILY", None),
        ("from 52 to 62 a day", "FREQ=DAILY;X-TIMES=62", None),
        ("62 trains a day", "FREQ=DAILY;X-TIMES=62", None),
        ("62 daily services", "FREQ=DAILY;X-TIMES=62", None),
        ("once a month", "FREQ=MONTHLY", None),
        ("twice a month, on the 3rd and the 17th", "FREQ=MONTHLY;BYMONTHDAY=3,17", None),
        ("on the 3rd and 17th of every month", "FREQ=MONTHLY;BYMONTHDAY=3,17", None),
        ("every half hour", "FREQ=MINUTELY;INTERVAL=30", None),
        ("every 15 minutes", "FREQ=MINUTELY;INTERVAL=15", None),
        ("25 minutes apart", "FREQ=MINUTELY;INTERVAL=25", None),
        ("hourly service", "FREQ=HOURLY", None),
        ("weekly passenger train", "FREQ=WEEKLY", None),
        ("three TGVs in each direction a day", "FREQ=DAILY;X-TIMES=3", None),
        ("three extra ones a week", "FREQ=WEEKLY;X-TIMES=3", 3),
        ("once in eight days", "FREQ=DAILY;INTERVAL=8", None),
        ("on even dates", "FREQ=DAILY;INTERVAL=2", None),
        ("every two hours", "FREQ=HOURLY;INTERVAL=2", None),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2", None),
        ("once a month, on the third Saturday", "FREQ=MONTHLY;BYDAY=3SA", None),
        (
            "twice a month, on the first and third Saturdays",
            "FREQ=MONTHLY;BYDAY=1SA,3SA",
            None,
        ),
        ("four days of the week", "FREQ=WEEKLY;X-TIMES=4", 4),
        ("a third daily round trip", "FREQ=DAILY;X-TIMES=3", None),
        ("Hourly trains", "FREQ=HOURLY", None),
        ("once a fortnight", "FREQ=WEEKLY;INTERVAL=2", None),
        ("six days a week except Mondays", "FREQ=WEEKLY;BYDAY=TU,WE,TH,FR,SA,SU", None),
        ("all days apart from Tuesday", "FREQ=WEEKLY;BYDAY=MO,WE,TH,FR,SA,SU", None),
        ("three nights a week, Saturday to Monday", "FREQ=WEEKLY;BYDAY=SA,SU,MO", 3),
        (
            "two trips a day, save on Sundays",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
            None,
        ),
    ],
)
def test_how_often_a_train_runs(text, rule, per_week):
    [mention] = pipeline()(f"The trains, {text}, are full.")._.recurrences
    assert (mention.text, mention.rule, mention.per_week) == (text, rule, per_week)


@pytest.mark.parametrize(
    "text",
    [
        "They run twice a week until March, and daily from April.",
        "They run twice a week and would run daily if enough people came.",
        "They run twice a week at first and return to a daily service by late summer.",
    ],
)
def test_a_pattern_for_a_day_to_come_is_told_from_the_one_that_holds(text):
    assert [mention.later for mention in pipeline()(text)._.recurrences] == [False, True]


def test_how_often_a_train_ran_before_is_not_how_often_it_runs():
    [mention] = pipeline()("Trains run every hour in place of every two hours.")._.recurrences
    assert mention.rule == "FREQ=HOURLY"


@pytest.mark.parametrize(
    "text",
    [
        "It is staffed 24 hours a day.",
        "The Daily Mail reported a fire.",
        "The strike is on Monday and Friday.",
        "It carries 6 million passengers a year and costs $70 a day.",
        "Daily ridership fell.",
        "Coaches will run every ten minutes.",
        "The tunnel holds an additional 20 trains a day.",
        "It has been late almost every day since.",
        "Daily passenger numbers of trains fell.",
        "The board counted 58 derailments, down from 64 a year earlier.",
        "Trains cross the border again after a gap of six years.",
    ],
)
def test_what_tells_no_timetable(text):
    assert pipeline()(text)._.recurrences == []
