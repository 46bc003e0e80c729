"""What the whole extractor makes of a text, as the analysts get it."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.drafts import ENDS
from extractor.output import to_record
from extractor.reading import findings, read_article
from storage.records import Article, EventType, Factuality, OrganisationRole
from tests.eval import GOLD, load_example

DAY = datetime(2024, 12, 16, tzinfo=UTC)
SCHEMA = json.loads((GOLD / "rail_event.schema.json").read_text("utf-8"))


def article(text, published=DAY):
    return Article("https://paper.example/a", "paper", "", text, DAY, published_at=published)


def read(nlp, text):
    return read_article(nlp, article(text), timezone=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A freight train derailed near Chita on Monday.", ("derailment", "actual")),
        ("Two freight trains collided near Perm on Sunday.", ("collision", "actual")),
        ("Workers of Deutsche Bahn went on strike on Monday.", ("strike", "actual")),
        (
            "Passenger trains between Khabarovsk and Pyongyang will resume on June 19, "
            "Russian Railways said.",
            ("service_resumption", "planned"),
        ),
        ("Drivers at Deutsche Bahn will strike on Friday, the union said.", ("strike", "planned")),
        ("Railway workers called off a strike planned for Friday.", ("strike", "denied")),
        (
            "Russian Railways has no plans to suspend trains between Moscow and Beijing.",
            ("service_suspension", "denied"),
        ),
    ],
)
def test_what_happened_is_told_from_what_is_planned_or_denied(nlp, text, expected):
    assert expected in [(r.type.value, r.factuality.value) for r in read(nlp, text)]


def test_the_day_of_a_dateline_is_not_that_of_the_train(nlp):
    day = datetime(2024, 9, 15, 11, tzinfo=UTC)
    text = (
        "EL PASO, Sept. 15 - A freight train with 40 wagons of grain crossed the border to Ciudad "
        "Juarez on Friday."
    )
    article = Article("a", "wire", "Trains", text, fetched_at=day, published_at=day)
    [movement] = read_article(nlp, article, timezone=None)
    assert movement.start == "2024-09-13"


def test_what_has_opened_is_not_planned_for_all_that_it_will_do(nlp):
    text = (
        "The president opened the 14 km metro extension from Namanve to Kampala on Monday. The "
        "extension will link the suburb with the airport. It will carry 40,000 passengers a day, "
        "and trains on the new metro extension will run every ten minutes."
    )
    [opening] = [it for it in read(nlp, text) if it.type == EventType.OPENING]
    assert opening.factuality == Factuality.ACTUAL


def test_an_accident_is_no_denial_for_a_day_that_was_misread(nlp):
    [report] = read(nlp, "A freight train derailed near Chita in the night to next Friday.")
    assert (report.factuality.value, report.start) == ("actual", None)


@pytest.mark.parametrize(
    ("text", "type_", "start"),
    [
        (
            "The opening of the tram line to Porto Salvo has been delayed until 2027 for lack of "
            "trams, the mayor said.",
            "opening",
            "2027",
        ),
        (
            "The night train from Zagreb to Split will not run again before March 3, HŽ said.",
            "service_resumption",
            "2025-03-03",
        ),
        ("The train drivers' strike was postponed to January 20.", "strike", "2025-01-20"),
    ],
)
def test_what_is_put_off_to_a_date_is_planned_for_it(nlp, text, type_, start):
    found = [(r.type, r.factuality, r.start) for r in read(nlp, text)]
    assert (type_, "planned", start) in found


@pytest.mark.parametrize(
    "text",
    [
        "Hungary's MÁV and Austria's ÖBB have signed a contract to run night trains between "
        "Budapest and Graz from March 2 2026.",
        "Amtrak signed a contract with Siemens for 20 trains, which will enter service in May.",
    ],
)
def test_an_agreement_is_not_dated_by_what_it_is_to_bring(nlp, text):
    [agreement] = [r for r in read(nlp, text) if r.type == "agreement"]
    assert (agreement.factuality, agreement.start) == ("actual", None)


@pytest.mark.parametrize(
    ("text", "type_", "count"),
    [
        (
            "A container train from Chengdu reached Łódź on Friday, 13 days after it set out. The "
            "train crossed into Poland at Małaszewicze on December 11 and its boxes were moved "
            "to wagons of European gauge.",
            "train_movement",
            1,
        ),
        (
            "Amtrak will reduce its Chicago–Carbondale train from two round trips a day to one, "
            "the railroad said. The cut takes effect on January 6 and will last until March 31.",
            "service_change",
            1,
        ),
        (
            "A train of 40 containers with Kazakh barley arrived in Tianjin on Saturday. The next "
            "one is being loaded at Kostanay and will depart on December 20.",
            "train_movement",
            2,
        ),
    ],
)
def test_a_sentence_that_goes_on_about_an_event_makes_no_second_one(nlp, text, type_, count):
    assert [r.type for r in read(nlp, text)].count(type_) == count


# Hedges and denials of accidents are rare in what the models learn from, and are often taken for
# the accident itself. The floor may only rise.
HEDGED = [
    ("The train did not derail.", "denied"),
    ("No train derailed, the railway said.", "denied"),
    ("Police denied that the train had derailed.", "denied"),
    ("Reports that a passenger train had derailed were false, the railway said.", "denied"),
    ("A freight train may have derailed near Chita, officials said.", "possible"),
    ("Two wagons of a freight train may have left the tracks near Chita.", "possible"),
]
HEDGED_RIGHT = 6


def test_accidents_that_are_denied_or_doubted_are_not_told_as_facts(nlp):
    wrong = [
        text
        for text, expected in HEDGED
        if any(r.type == "derailment" and r.factuality != expected for r in read(nlp, text))
    ]
    assert len(HEDGED) - len(wrong) >= HEDGED_RIGHT, wrong


def test_two_clocks_give_one_departure_with_its_offset(nlp):
    text = (
        "TASS reported that the train departed Khasan station at 3:30 p.m. local time "
        "(8:30 a.m. Moscow time) on December 16 en route to North Korea's Tumangang station."
    )
    [report] = read(nlp, text)
    record = to_record(report)
    assert record["type"] == "train_movement"
    assert record["start"] == "2024-12-16T15:30+10:00"
    assert (record["origin"], record["destination"]) == ("Khasan station", "Tumangang station")
    assert record["countries"] == ["RU", "KP"]


def test_the_first_article_is_read_with_the_clock_of_its_border_station(nlp):
    [one] = load_example()
    records = [to_record(r) for r in read_article(nlp, one.article, timezone=None)]
    starts = {r["start"] for r in records if r["type"] == "train_movement"}
    assert starts & {"2024-12-16T15:30+10:00", "2024-12-16T15:00+10:00"}


def test_records_keep_to_the_published_schema(devset):
    for one, reports in devset:
        record = {"id": one.url, "events": [to_record(report) for report in reports]}
        jsonschema.validate(record, SCHEMA, jsonschema.Draft202012Validator)


def test_every_event_leads_back_to_its_sentences(nlp, devset):
    told = 0
    for one, reports in devset:
        sentences = {
            sentence.text.strip()
            for sentence in nlp.get_pipe("sentences")(nlp.make_doc(one.text)).sents
        }
        for report in reports:
            quotes = [one.text[span.start : span.end] for span in report.evidence]
            assert quotes
            assert set(quotes) <= sentences
            told += len(quotes)
    assert told > 100


def test_every_figure_leads_back_to_its_words_in_a_sentence_shown_as_evidence(devset):
    figures = [(one, r, q) for one, reports in devset for r in reports for q in r.quantities]
    assert len(figures) > 50
    for one, report, quantity in figures:
        assert one.text[quantity.start : quantity.end] == quantity.text != ""
        assert any(e.start <= quantity.start < e.end for e in report.evidence)


def test_every_time_leads_back_to_its_words(devset):
    timed = [(one, report) for one, reports in devset for report in reports if report.start]
    assert len(timed) > 100
    assert all(report.time_words for _, report in timed)
    words = [one.text[it.start : it.end] for one, report in timed for it in report.time_words]
    assert all(said and said == said.strip() for said in words)


def test_names_figures_and_times_of_a_text_are_found_also_where_no_event_goes_by_them(nlp):
    text = "Two trains left Khasan on Monday. In Omsk, Russian Railways had none, it said there."
    [found] = findings(nlp, [(article(text), None)])
    words = {kind: {text[it.start : it.end] for it in its} for kind, its in found.mentions.items()}
    assert words["place"] == {"Khasan", "Omsk"}
    assert "Russian Railways" in words["organisation"]
    assert words["time"] == {"on Monday"} or words["time"] == {"Monday"}


def test_what_lies_ahead_of_its_article_is_not_told_as_happened(devset):
    ahead = [
        report.factuality
        for one, reports in devset
        for report in reports
        if len(report.start or "") >= 10 and report.start[:10] > f"{one.published_at:%Y-%m-%d}"
    ]
    assert len(ahead) > 10
    assert Factuality.ACTUAL not in ahead


def test_two_accidents_of_one_kind_on_two_days_are_two(nlp):
    text = (
        "Two passenger trains collided near Pezinok on the night of November 9, injuring 40 "
        "people. Four weeks before, on October 13, two trains had collided at Jablonov, where 91 "
        "people were injured."
    )
    collisions = [report for report in read(nlp, text) if report.type == EventType.COLLISION]
    assert [report.start for report in collisions] == ["2024-11-09", "2024-10-13"]


def test_one_change_of_trains_in_one_sentence_is_told_by_one_name(nlp):
    text = (
        "From December 20, Central Japan Railway will put on two additional Nozomi trains from "
        "Tokyo to Shin-Osaka every Saturday."
    )
    assert [report.type.value for report in read(nlp, text)] == ["service_change"]


@pytest.mark.parametrize("hour", [3, 13, 23])
def test_monday_has_begun_where_it_happened_though_not_yet_where_it_is_printed(nlp, hour):
    text = "A freight train derailed near Vladivostok on Monday, Russian Railways said."
    moment = datetime(2024, 12, 16, hour, tzinfo=UTC)
    [derailment] = read_article(nlp, article(text, moment), timezone="America/Los_Angeles")
    assert derailment.start == "2024-12-16"


def test_two_services_that_share_one_end_and_start_on_two_days_are_two_events(nlp):
    text = (
        "Direct passenger trains between Pyongyang and Moscow will resume on June 17, Russian "
        "Railways said. Trains between Pyongyang and Khabarovsk will resume on June 19."
    )
    day = datetime(2025, 6, 10, 9, tzinfo=UTC)
    ends = {
        (report.start, *(place.name for place in report.places))
        for report in read_article(
            nlp,
            Article("a", "wire", "Trains", text, fetched_at=day, published_at=day),
            timezone=None,
        )
    }
    assert ends == {
        ("2025-06-17", "Pyongyang", "Moscow"),
        ("2025-06-19", "Pyongyang", "Khabarovsk"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Trains on the Hamburg-Copenhagen and Berlin-Warsaw routes resumed on Monday, Deutsche "
        "Bahn said. Trains to Warsaw will be full.",
        "Trains on the Glasgow-Oban and Edinburgh-Mallaig routes resumed on Monday after a "
        "landslip, ScotRail said. The trains to Mallaig are full.",
        "Night trains from Paris to Berlin and from Brussels to Vienna ended on Monday, ÖBB said. "
        "The last train to Vienna left Monday night.",
    ],
)
def test_the_ends_of_a_service_are_never_one_of_each_of_two_pairs(nlp, text):
    pairs = (
        {"Hamburg", "Copenhagen"},
        {"Berlin", "Warsaw"},
        {"Glasgow", "Oban"},
        {"Edinburgh", "Mallaig"},
        {"Paris", "Berlin"},
        {"Brussels", "Vienna"},
    )
    told = [
        {place.name for place in report.places if place.role in ENDS} for report in read(nlp, text)
    ]
    assert any(len(ends) == 2 for ends in told)
    assert all(any(ends <= pair for pair in pairs) for ends in told)


def test_a_train_does_not_run_between_the_towns_of_a_dateline(nlp):
    text = (
        "OSLO/BERGEN, Dec 16 (Wire) -- A freight train crossed the bridge at Svinesund on Monday. "
        "The train returned in the evening."
    )
    ends = {place.name for report in read(nlp, text) for place in report.places}
    assert ends.isdisjoint({"OSLO", "BERGEN"})


def test_a_body_named_in_full_and_in_short_is_one_operator(nlp):
    text = (
        "The Orissa Railway Corporation (ORC) restored the train service between Abuja and Kaduna "
        "on Monday. The service of the ORC had been suspended since March."
    )
    bodies = [
        body.name
        for report in read(nlp, text)
        for body in report.organisations
        if body.role == OrganisationRole.OPERATOR
    ]
    assert set(bodies) == {"Orissa Railway Corporation"}


def test_a_short_name_stays_where_the_text_does_not_say_what_it_stands_for(nlp):
    text = (
        "The Orissa Railway Corporation spoke. The service of the ORC between Abuja and Kaduna had "
        "been suspended since March."
    )
    named = {body.name for report in read(nlp, text) for body in report.organisations}
    assert "Orissa Railway Corporation" not in named


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "A 60 km railway line from the Polish border town of Terespol in Lublin province to "
            "the Belarusian city of Kobryn will be built by 2027, the ministry said.",
            ("Terespol", "Kobryn"),
        ),
        (
            "Passengers can travel again from Sunday on the railway line linking Medyka in eastern "
            "Poland and the Ukrainian border town of Mostyska.",
            ("Medyka", "Mostyska"),
        ),
        (
            "In March the two countries resumed trains linking the North's Sinuiju Station and "
            "China's Dandong Station.",
            ("Sinuiju Station", "Dandong Station"),
        ),
    ],
)
def test_ends_are_found_behind_what_they_are_and_where_they_lie(nlp, text, ends):
    report = max(read(nlp, text), key=lambda it: it.confidence)
    told = {place.role: place.name for place in report.places}
    assert tuple(told.get(role) for role in ENDS) == ends


def test_what_runs_again_from_a_day_on_did_not_stop_on_that_day(nlp):
    text = (
        "On Monday the Khasan–Tumangang passenger train between Russia and North Korea resumed "
        "after a stop of nearly four years."
    )
    starts = {report.type.value: report.start for report in read(nlp, text)}
    assert starts["service_resumption"] == "2024-12-16"
    assert starts.get("service_suspension") is None


def test_reading_again_or_in_other_company_gives_the_same(nlp, devset):
    some = devset[:6]
    alone = [read_article(nlp, one, timezone=None) for one, _ in reversed(some)]
    assert alone == [reports for _, reports in reversed(some)]


WORDS = st.sampled_from(
    ["train", "derailed", "Khasan", "a.m.", "3", "the line", "said", "Monday", "(", "km", "\n\n"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.lists(st.one_of(WORDS, st.text(max_size=30)), max_size=25).map(" ".join),
    published=st.none() | st.datetimes(timezones=st.timezones() | st.just(UTC)),
)
def test_any_text_of_any_date_gives_valid_records_or_none(nlp, text, published):
    one = article(f"The train derailed. {text}", published)
    events = [to_record(report) for report in read_article(nlp, one, timezone="Asia/Seoul")]
    jsonschema.validate({"id": "any", "events": events}, SCHEMA, jsonschema.Draft202012Validator)
