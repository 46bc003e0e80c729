"""The gate lets rail news of every language through, and turns away what only sounds like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.relevance import is_rail

GOLD = Path(__file__).parent / "gold"


def gold_articles():
    for part in ("devset", "trainset"):
        events = {}
        for line in (GOLD / part / "gold.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            events[record["id"]] = record["events"]
        for line in (GOLD / part / "articles.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            yield record, events[record["id"]]


def test_no_gold_article_with_an_event_is_turned_away():
    telling = [
        article
        for article, events in gold_articles()
        if any(not event.get("optional") for event in events)
    ]
    missed = [it["id"] for it in telling if not is_rail(it["title"] or "", it["text"])]
    assert len(telling) > 240
    assert missed == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Two hurt", "A freight train left the rails near the harbour."),
        ("No trains until noon", ""),
        ("Two countries", "The first regular train in four years left on Monday with two aboard."),
        ("One hurt", "A train collided with a lorry on Monday."),
        ("Storm day", "Schools are shut. No trains will run before Monday."),
        ("Поезд сошёл с рельсов", "Пострадавших нет."),
        ("Движение восстановлено", "Железнодорожное сообщение с КНДР возобновлено."),
        ("북러 열차 재개", "하산역에서 두만강역으로 출발했다."),
        ("绥芬河口岸", "国际旅客列车恢复开行。"),
        ("台鐵列車出軌", "無人受傷。"),
        ("東海道線", "踏切で電車がトラックと衝突した。"),
        (
            "Rail crash",
            "A train carrying supporters to the playoff derailed. The passengers walked along the "
            "track, their head coach said; the line is closed and trains are diverted.",
        ),
        ("Walkout", "London Underground staff walked out at noon over rosters."),
        ("Day of mourning", "A funicular crashed in the old town and killed three people."),
        ("No way home", "The Central line was shut, and so was the Channel Tunnel."),
        ("Storm", "Trees were blown down. BART riders waited at the station for hours."),
        ("Annual figures", "Transnet moved less than planned. SuperVia carried more people."),
        ("On the coast", "ONCF may shut the halt for a day. Schools stay closed."),
        ("Trails and tanks", "The underground station was shut; the underground tanks leaked."),
        ("In short", "Prices rose. A fire on a suburban train hurt nine. The king is well."),
        (
            "Ride on",
            "The Red Line will be shut from Saturday while the MBTA works; shuttle buses run.",
        ),
        ("Weekend", "TfL said the Northern line would close between Moorgate and Kennington."),
        ("Outage", "A fire in a data center stopped all trains on the network, the railway said."),
        ("Two stabbed at BART station", "The suspect fled, officers said."),
    ],
)
def test_rail_news_passes_in_every_language(title, text):
    assert is_rail(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Train announce a new record",
            "The band Train will tour with their singer.",
        ),
        ("Free places to train as carers", "The training course teaches trainees to drive."),
        ("Man held", "He was taken to the police station after leaving a petrol station."),
        ("Coalition talks derailed", "The row over pensions derailed talks late on Friday."),
        ("Model railway club's big show", "Model trains ran on forty metres of track."),
        ("Trail reopens", "Hikers may use the handrail again; the guardrail was mended."),
        ("Bus drivers walk out", "Passengers were stranded; the union said the strike goes on."),
        (
            "The Railway reopens",
            "The landlady of the popular pub serves real ale again, and a Sunday roast; the "
            "Railway Tavern has a new platform for darts.",
        ),
        (
            "Last Stop",
            "The thriller, directed by a newcomer, is set on a night train; the sequel is planned.",
        ),
        ("Fire on the N1", "The blaze began at the underground tanks of a service station."),
        ("New tests", "A test tube broke at the power station while the service was suspended."),
        ("Space station", "A cargo ship docked at the space station."),
        ("Курс валют", "Банк повысил ставку."),
        ("주가 상승", "코스피가 올랐다."),
        ("股市", "股价上涨。"),
        (
            "Night Express derailed",
            "The Express came off the rails in the third innings. Their head coach said that the "
            "train to the playoff had left the station.",
        ),
        (
            "Back on track",
            "The start-up's language model is training again. Its service was suspended on the "
            "main line of a data center: the train left the station.",
        ),
        ("Club reopens", "The O-gauge trains run again: a hobbyist put back the locomotives."),
        ("", ""),
    ],
)
def test_what_only_sounds_like_rail_is_turned_away(title, text):
    assert not is_rail(title, text)
