"""The day of an event, by what its article says of it."""

from datetime import UTC, datetime

import pytest

from extractor.reading import read_article
from storage.records import Article, Factuality
from tests.test_extractor_reading import read


@pytest.mark.parametrize(
    "text",
    [
        "Three people were killed when two passenger trains collided in Zagazig, the capital of "
        "Sharqia province, on Saturday evening, Egypt's Health Ministry said on Sunday.",
        "Egypt's Health Ministry said late on Sunday that three people were killed when two "
        "passenger trains collided in Zagazig on Saturday evening.",
    ],
)
def test_an_accident_is_dated_by_its_own_day_not_by_that_of_the_statement(nlp, text):
    day = datetime(2024, 9, 15, 11, tzinfo=UTC)
    article = Article("a", "wire", "Trains", text, fetched_at=day, published_at=day)
    [collision] = read_article(nlp, article, timezone=None)
    assert collision.start == "2024-09-14"


@pytest.mark.parametrize(
    ("text", "type_", "start"),
    [
        (
            "The death toll in Friday's Amtrak derailment near Lodi rose to eight on Sunday after "
            "rescuers found another body.",
            "derailment",
            "2024-12-13",
        ),
        (
            "The Tay Bridge was closed to trains at 6am on Friday for the first time since 2013 "
            "because of high winds, Network Rail said.",
            "closure",
            "2024-12-13T06:00",
        ),
    ],
)
def test_an_event_is_dated_by_the_day_it_is_called_by_not_by_how_rare_it_is(
    nlp, text, type_, start
):
    starts = {report.type.value: report.start for report in read(nlp, text)}
    assert starts[type_] == start


@pytest.mark.parametrize(
    ("text", "type_", "start", "end"),
    [
        (
            "A block train of 55 containers from Xi'an reached the port of Alat near Baku on "
            "Saturday, 11 days after leaving China.",
            "train_movement",
            "2024-12-03",
            "2024-12-14",
        ),
        (
            "High-speed trains between Madrid and Galicia were suspended for a second day on "
            "Sunday as wildfires burned near the tracks. Adif halted traffic between Zamora and "
            "Ourense at 7.50pm on Saturday.",
            "disruption",
            "2024-12-14T19:50+01:00",
            None,
        ),
        (
            "The passengers were moved to a second train, which pulled into Quebec City at "
            "6:40 a.m. on Sunday.",
            "train_movement",
            None,
            "2024-12-15T06:40-05:00",
        ),
        (
            "The first train, T8701, left Nanning at 6:05 p.m. on Saturday with 86 passengers and "
            "reached Gia Lam at 5:30 a.m. on Sunday.",
            "train_movement",
            "2024-12-14T18:05+08:00",
            "2024-12-15T05:30+07:00",
        ),
        (
            "Smoke filled a coach of the Godavari Express at Charlapalli on Saturday. The train, "
            "which had left Visakhapatnam at 5.05 pm on Friday, was halted for 40 minutes.",
            "disruption",
            None,
            None,
        ),
        (
            "A freight train derailed in the Bryansk region after an explosion on the tracks "
            "overnight, the regional governor said on Monday.",
            "derailment",
            "2024-12-16",
            None,
        ),
        (
            "No trains ran between Leeds and York until 7 a.m. because of a signal failure.",
            "disruption",
            "2024-12-16",
            "2024-12-16T07:00+00:00",
        ),
        (
            "An embankment slid away near Wadhurst on the night of December 5. Southeastern has "
            "run no trains between Wadhurst and Robertsbridge since.",
            "service_suspension",
            "2024-12-05",
            None,
        ),
    ],
)
def test_a_start_is_told_by_what_came_before_or_after_it(nlp, text, type_, start, end):
    [report] = [report for report in read(nlp, text) if report.type.value == type_]
    assert (report.start, report.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "The opening of the tram line between Harrow and Kelso, which was originally set for "
        "autumn 2022, is now expected in March 2025, the city said.",
        "The tram line between Harrow and Kelso will open in March 2025, the city said. The "
        "opening had been expected in autumn 2022.",
        "The city says the metro line will open next spring. The opening of the metro line was "
        "first promised for 2022. It is hoped the metro line will open in March 2025, he said.",
    ],
)
def test_what_was_put_off_is_told_once_and_by_its_new_date(nlp, text):
    [opening] = [it for it in read(nlp, text) if it.type.value in ("opening", "service_launch")]
    assert (opening.start, opening.factuality) == ("2025-03", Factuality.PLANNED)


def test_the_year_of_a_picture_is_not_that_of_the_story(nlp):
    text = (
        "File photo of a freight yard beside the Yalu river on April 20, 2021. (Photo: Wire)\n\n"
        "Freight trains between Dandong and Sinuiju run again, the agency reported on Monday. "
        "Train crossings had been on hold since April 29, when China suspended the service."
    )
    [stop] = [it for it in read(nlp, text) if it.type.value == "service_suspension"]
    assert stop.start == "2024-04-29"


def test_an_old_plan_says_nothing_of_what_opened_long_before(nlp):
    text = (
        "The original station at Kintore opened in 1854 and trains called there until 1964. The "
        "new £15m railway station had been due to open earlier this year."
    )
    [first] = [it for it in read(nlp, text) if it.start == "1854"]
    assert first.quantities == ()


def test_an_old_plan_dates_what_has_no_new_date(nlp):
    text = (
        "The metro to the airport will not open this year, the builder said on Monday. "
        "The opening of the metro line had been planned for 20 December."
    )
    openings = [it for it in read(nlp, text) if it.type.value == "opening"]
    assert "2024-12-20" in [it.start for it in openings]


def test_a_service_stopped_when_what_was_before_it_ended(nlp):
    text = (
        "Freight trains crossed the border between Altynkol and Khorgos until October 2008, when "
        "the ministry suspended them."
    )
    [stop] = [it for it in read(nlp, text) if it.type.value == "service_suspension"]
    assert (stop.start, stop.end) == ("2008-10", None)


def test_trains_and_containers_of_one_quarter_are_one_count(nlp):
    text = (
        "Freight trains between Duisburg and Chongqing made 912 trips in the first quarter of "
        "2024, the railway said. In the first quarter of 2024 the freight trains carried 61,000 "
        "containers, up 7 percent from a year earlier."
    )
    [traffic] = [it for it in read(nlp, text) if it.type.value == "traffic_volume"]
    assert {it.role.value: it.value for it in traffic.quantities} == {
        "trains": 912,
        "containers": 61000,
    }


def test_a_record_is_not_dated_by_when_records_began(nlp):
    text = (
        "Rail passengers made 412 million journeys in 2023, the ministry said on Monday. It was "
        "the highest figure of passenger journeys by rail since records began in 1951."
    )
    traffic = [it for it in read(nlp, text) if it.type.value == "traffic_volume"]
    assert {it.start for it in traffic} <= {"2023", None}


def test_traffic_is_not_dated_by_the_months_it_is_only_compared_with(nlp):
    text = (
        "The first freight train of the month will reach Alat on December 18-20. To date 31,000 "
        "containers have gone by rail from China, 12 times more than in the same period last year."
    )
    traffic = [it for it in read(nlp, text) if it.type.value == "traffic_volume"]
    assert [(it.start, it.end) for it in traffic] == [(None, None)]


def test_what_is_planned_does_not_start_when_what_it_replaces_was_built(nlp):
    text = (
        "Metra will replace a bridge on the Union Pacific North line next month. The $14.2 million "
        "project replaces a steel span from 1903. Union Pacific will slide the new span into place."
    )
    plans = [report for report in read(nlp, text) if report.factuality == Factuality.PLANNED]
    assert plans
    assert "1903" not in [report.start for report in plans]
