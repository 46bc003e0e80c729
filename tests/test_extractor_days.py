"""The day of an event, by what its article says of it."""

from datetime import UTC, datetime

import pytest

from extractor.reading import prepare, read_article
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
            "2024-12-13T06:00+00:00",
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
            "2024-12-14",
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
            "A signal failure at York held up trains on Monday. Northern had cancelled 14 trains "
            "by noon.",
            "disruption",
            "2024-12-16",
            None,
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
        "No train had crossed the river since April 29, when China suspended the service."
    )
    [stop] = [it for it in read(nlp, text) if it.type.value == "service_suspension"]
    assert stop.start == "2024-04-29"


def test_an_old_plan_says_nothing_of_what_opened_long_before(nlp):
    text = (
        "The original station at Kintore opened in 1854 and trains called there until 1964. Its "
        "£20m successor, a new railway station, had been due to open in May this year."
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
        "containers have gone by rail from China, a fifth more than in the same period of 2023."
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


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "Staff of SNCB will strike from 22:00 on Friday 20 December until 22:00 on Sunday 22 "
            "December, the unions said.",
            "2024-12-20T22:00+01:00",
            "2024-12-22T22:00+01:00",
        ),
        (
            "Signallers at Network Rail will walk out from 5pm on Thursday, December 19.",
            "2024-12-19T17:00+00:00",
            None,
        ),
        ("Amtrak staff will go on strike at 10pm on Friday.", "2024-12-20T22:00", None),
    ],
)
def test_a_strike_has_the_clock_of_its_country_where_that_has_but_one(nlp, text, start, end):
    [strike] = read(nlp, text)
    assert (strike.start, strike.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "The strike by the guards' union, which began early Saturday, will affect most "
            "trains of Deutsche Bahn until 6 p.m. this Thursday.",
            "2024-12-14",
            "2024-12-19T18:00+01:00",
        ),
        (
            "Drivers of the state railway walked out on Sunday afternoon. Services will be "
            "disrupted by the strike until Wednesday.",
            "2024-12-15",
            "2024-12-18",
        ),
    ],
)
def test_a_strike_has_the_day_on_which_it_began_and_lasts_until_it_is_told_to(
    nlp, text, start, end
):
    [strike] = [one for one in read(nlp, text) if one.type.value == "strike"]
    assert (strike.start, strike.end, strike.factuality) == (start, end, Factuality.ACTUAL)


def test_two_strikes_of_two_unions_or_of_one_sentence_are_two(nlp):
    text = (
        "The union OVS will strike at SNCB from 22:00 on Friday 27 December until 22:00 on Sunday "
        "29 December. The union ASTB will strike at SNCB from 22:00 on Tuesday 31 December until "
        "22:00 on Friday 3 January."
    )
    assert [(one.start[:10], one.end[:10]) for one in read(nlp, text)] == [
        ("2024-12-27", "2024-12-29"),
        ("2024-12-31", "2025-01-03"),
    ]
    text = "Guards at the state railway held a two-day strike in March and a longer strike in May."
    assert [one.start for one in read(nlp, text)] == ["2024-03", "2024-05"]


def test_a_strike_that_had_been_due_is_none(nlp):
    [strike] = read(nlp, "Guards at the state railway had been due to walk out on Friday.")
    assert (strike.start, strike.factuality) == ("2024-12-20", Factuality.DENIED)


def test_a_weekday_behind_the_dates_of_a_closure_is_one_of_them(nlp):
    text = (
        "The railway will close the line between London and Peterborough from Saturday evening, "
        "25 January, to Monday morning, 27 January. On Sunday no trains will run south of St Neots."
    )
    day = datetime(2024, 12, 16, 9, tzinfo=UTC)
    doc = nlp(prepare(nlp, Article("a", "wire", "Trains", text, day, published_at=day), None))
    assert ("Sunday", "2025-01-26") in [(time.text, time.value) for time in doc._.times]
    text = text.replace("no trains will run south of St Neots", "drivers will walk out over pay")
    days = {report.start[:10] for report in read(nlp, text) if report.start}
    assert days == {"2025-01-25", "2025-01-26"}


def test_what_an_article_comes_a_day_after_was_the_day_before(nlp):
    text = (
        "Six trains were cancelled in Mumbai on Monday, the railway said. This comes a day after a "
        "goods train derailed near Badlapur."
    )
    [derailment] = [one for one in read(nlp, text) if one.type.value == "derailment"]
    assert derailment.start == "2024-12-15"


@pytest.mark.parametrize(
    "text",
    [
        "The drivers' union on Sunday announced a railway strike for 36 hours from Wednesday.",
        "The union served notice on Friday of a 48-hour rail strike from Wednesday.",
    ],
)
def test_a_strike_announced_from_a_day_on_is_still_to_come(nlp, text):
    [strike] = read(nlp, text)
    assert (strike.start, strike.factuality) == ("2024-12-18", Factuality.PLANNED)


def test_a_service_that_has_been_restored_is_not_to_come_with_the_weekend_told_beside(nlp):
    text = (
        "Although service on the railway has been restored, travellers who set out for the "
        "weekend still complain."
    )
    [back] = read(nlp, text)
    assert (back.start, back.factuality) == (None, Factuality.ACTUAL)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            "The union EVG has called a “warning strike” at Deutsche Bahn, which is to last six "
            "hours, on Friday.",
            "2024-12-20",
        ),
        (
            "Rail travellers will be left stranded on Saturday due to a strike by two unions, the "
            "state railway said on Sunday.",
            "2024-12-21",
        ),
        ("On Tuesday 31 the strike will reach the railways of the north.", "2024-12-31"),
    ],
)
def test_a_planned_strike_is_not_of_the_weekday_before(nlp, text, start):
    [strike] = [one for one in read(nlp, text) if one.type.value == "strike"]
    assert (strike.start, strike.factuality) == (start, Factuality.PLANNED)


def test_a_strike_with_no_end_in_sight_goes_on(nlp):
    text = "The guards had been striking at the state railway since last Monday over pay."
    [strike] = read(nlp, text)
    assert (strike.start, strike.factuality) == ("2024-12-09", Factuality.ACTUAL)


def test_a_date_behind_a_dash_is_that_of_its_weekday_no_stretch(nlp):
    text = "Guards of the state railway have added a strike on Monday - January 6 - to the others."
    [strike] = read(nlp, text)
    assert (strike.start, strike.end) == ("2025-01-06", None)


def test_an_inquiry_is_not_of_the_day_of_the_crash_it_looks_into(nlp):
    text = "The board today released its report on the December 3rd crash of two trains at Bar."
    rows = {report.type.value: report.start for report in read(nlp, text)}
    assert rows == {"investigation": "2024-12-16", "collision": "2024-12-03"}


def test_a_derailment_has_the_day_behind_it_where_another_stands_before_what_came_of_it(nlp):
    text = (
        "The railway cancelled 18 trains on Sunday due to the derailment of a passenger train "
        "between Bar and Sutomore on Saturday evening."
    )
    rows = {report.type.value: report.start for report in read(nlp, text)}
    assert rows == {"disruption": "2024-12-15", "derailment": "2024-12-14"}


def test_what_happened_for_the_second_time_this_year_is_of_its_day(nlp):
    text = "Rail service was suspended Sunday for the second time this year near San Clemente."
    [stop] = read(nlp, text)
    assert stop.start == "2024-12-15"
    text = "Trains between Perm and Kazan ran for the first time in 2022."
    assert [one.start for one in read(nlp, text)] == ["2022"]
