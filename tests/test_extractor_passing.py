"""News of other things that tells of a train in one sentence, or only seems to."""

from datetime import UTC, datetime

import pytest

from extractor.reading import read_article
from storage.records import Article

DAY = datetime(2025, 11, 18, tzinfo=UTC)
STORM = (
    "Storm Berit leaves 40,000 homes in the dark",
    "Storm Berit left 40,000 homes without power on Tuesday and brought down trees in the west.\n\n"
    "Schools in three counties were closed and the ferry to the islands did not sail.\n\n"
    "{}\n\n"
    "The weather office lifted its red warning at noon, but said that more rain was on its way.\n\n"
    "Two people were taken to hospital after a wall fell on a bus stop, police said.",
)
BRIEFS = (
    "News in brief",
    "The central bank left its main rate unchanged at 4 per cent, as analysts had expected.\n\n"
    "A former minister was cleared of fraud by the appeals court after a trial of eleven weeks.\n\n"
    "{}\n\n"
    "Farmers drove some 200 tractors into the capital to protest against imports of grain.\n\n"
    "Prosecutors dropped the case against a singer who had not paid his taxes.\n\n"
    "Fishermen found a mine from the last war in the bay; navy divers blew it up.",
)


def told(nlp, frame, sentence):
    title, text = frame
    article = Article("a", "paper", title, text.format(sentence), DAY, published_at=DAY)
    return [report.type.value for report in read_article(nlp, article, timezone=None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trams in the city stopped running shortly after six.",
        "Rail services between Cork and Mallow were also cancelled.",
        "Airlines cancelled 120 flights, while the state railway called off dozens of trains.",
        "The storm also forced the cancellation of more than 300 trains and 80 flights.",
        "Fallen trees blocked roads and railway lines in several counties.",
        "The underground was shut for three hours because of flooding.",
        "BART riders faced delays of up to an hour.",
        "Services on the Elizabeth line were suspended after a tree hit the overhead wires.",
        "Snow also brought rail traffic in Bavaria to a halt.",
        "The outage halted trains throughout the country and shut two airports.",
        "Metros and trains came to a standstill.",
        "Heavy rain shut down part of the subway system and flooded cellars.",
        "In Porto, lifts got stuck and the subway stopped.",
        "The governor suspended rail transport, flights and ferries until dawn.",
        "Train services between the airport in the south and the capital are to be suspended.",
    ],
)
def test_trains_that_did_not_run_are_found_in_news_of_a_storm(nlp, sentence):
    assert set(told(nlp, STORM, sentence)) & {"disruption", "service_suspension"}


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("London Underground drivers voted by a large majority for strikes in December.", "strike"),
        ("A general strike in Belgium on Wednesday will hit trains and hospitals.", "strike"),
        ("Ho Chi Minh City got its second metro line.", "opening"),
        ("Two trains collided head-on in Egypt, killing at least eleven people.", "collision"),
        (
            "The funicular in Naples will stay shut for ten months while its cables are replaced.",
            "closure",
        ),
        (
            "Prosecutors in Athens charged two former managers of the railway over the crash.",
            "investigation",
        ),
        ("Three people were stabbed aboard a train in Germany.", "attack"),
    ],
)
def test_the_one_train_among_news_in_brief_is_found_and_nothing_else(nlp, sentence, type_):
    assert told(nlp, BRIEFS, sentence) == [type_]


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (BRIEFS, "An underground concert in the old mine was cancelled; the tram was full."),
        (BRIEFS, "The underground newspaper was closed by the censors in 1982."),
        (BRIEFS, "The actor plays an assassin on a night train in his latest film."),
        (BRIEFS, "A man dressed as a tram driver walked into a bank and left with 2,300 euros."),
        (BRIEFS, "Production of drive trains came to a halt at a plant in Ohio."),
        (BRIEFS, "The museum opposite the metro station will stay shut for two years."),
        (BRIEFS, "The flat lies within a short walk of a metro stop."),
        (BRIEFS, "A gunman who held up a petrol station was caught near the railway station."),
        (STORM, "Bus services were suspended; the express bus to the airport was cancelled."),
        (STORM, "Power lines were blown down and a line of cars was stuck for hours."),
    ],
)
def test_other_news_that_names_a_train_tells_no_rail_event(nlp, frame, sentence):
    assert told(nlp, frame, sentence) == []


def test_a_general_strike_is_told_where_the_text_names_trains(nlp):
    text = "A general strike against the pension law closed schools and hospitals on Tuesday.\n\n{}"
    frame = ("Unions fill the streets", text)
    assert told(nlp, frame, "No trams ran before nine.")[:1] == ["strike"]
    assert told(nlp, frame, "No ferries ran before nine.") == []
