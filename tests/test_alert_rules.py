"""Which events an alert tells, and when again; mistakes in its rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from railwatch.config_fields import ConfigError
from storage.merge import merge_events
from tests.storage_samples import KHASAN, NOW, PATNA, TUMANGANG, quantity, report, rows, tell
from tests.test_alerts import alerts_of, told


@pytest.mark.parametrize(
    "smtp",
    [
        {"host": "a", "port": 99_999},
        {"host": "mail..example.org"},
        {"host": "mail example"},
        {"host": "mail.example.org", "user": "me"},  # would send its password in clear
    ],
)
def test_mail_server_that_cannot_be_is_a_mistake(smtp):
    with pytest.raises(ConfigError, match=r"\[smtp\]"):
        alerts_of(Path("railwatch.toml"), smtp=smtp | {"sender": "me@example.org"})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, ["derailment", "service_resumption"]),
        ({"types": ["derailment", "strike"]}, ["derailment"]),
        ({"places": ["두만강", "Nowhere"]}, ["service_resumption"]),
        ({"countries": ["India", "FR"]}, ["derailment"]),
        ({"factuality": ["planned"]}, []),
        ({"figures": {"killed": 3}}, ["derailment"]),
        ({"figures": {"killed": 3.5}}, []),
        ({"min_stories": 2}, []),
        ({"since": NOW.date()}, []),
        ({"since": NOW.replace(day=16).date(), "countries": ["KP"]}, ["service_resumption"]),
    ],
)
def test_rule_tells_of_the_events_it_names(news, tmp_path, rule, expected):
    told(news, alerts_of(tmp_path / "t", one={**rule, "file": "told.jsonl"}))
    file = tmp_path / "told.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    assert [json.loads(line)["event"]["type"] for line in lines] == expected


def test_changed_event_is_told_again_where_the_rule_names_the_change(news, tmp_path):
    crash = {"types": ["derailment"], "factuality": ["actual"]}
    alerts = alerts_of(
        tmp_path / "t",
        toll={**crash, "again": ["killed", "factuality"], "file": "toll.jsonl"},
        once={**crash, "file": "once.jsonl"},
        start={**crash, "again": ["start"], "file": "start.jsonl"},
    )
    told(news, alerts)
    more = report(
        "derailment", start="2024-11-02", locations=[PATNA], quantities=[quantity("killed", 5)]
    )
    tell(news, "union-news", more, published="2024-11-03 10:00")
    merge_events(news, now=NOW)
    told(news, alerts)
    told(news, alerts)
    said = {
        path.stem: [json.loads(line) for line in path.read_text().splitlines()]
        for path in tmp_path.glob("*.jsonl")
    }
    assert {name: len(lines) for name, lines in said.items()} == {"toll": 2, "once": 1, "start": 1}
    assert said["toll"][1]["reason"] == "changed"
    assert said["toll"][1]["changes"] == [{"field": "killed", "old": "3.0", "new": "5.0"}]


def test_what_a_new_extractor_reads_otherwise_is_no_news(news, tmp_path):
    alerts = alerts_of(tmp_path / "t", toll={"again": ["killed"], "file": "toll.jsonl"})
    told(news, alerts)
    again = report("derailment", start="2024-11-02", locations=[PATNA])
    tell(news, "patna-post", again, published="2024-11-02 10:00", read_by="2")
    merge_events(news, now=NOW)
    told(news, alerts)
    assert len((tmp_path / "toll.jsonl").read_text().splitlines()) == 2


def test_event_that_an_earlier_report_renames_is_not_told_twice(news, tmp_path):
    alerts = alerts_of(tmp_path / "t", desk={"file": "told.jsonl"})
    told(news, alerts)
    earlier = report(start="2024-12-16", origin=KHASAN, destination=TUMANGANG)
    tell(news, "union-news", earlier, published="2024-12-15 10:00")
    merge_events(news, now=NOW)
    assert rows(news, "event_redirects")
    told(news, alerts)
    assert len((tmp_path / "told.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "name one target"),
        ({"file": "a", "email": "me@example.org"}, "[smtp]"),
        ({"file": "a", "command": ["b"]}, "name one target"),
        ({"file": "a", "typs": ["fire"]}, "did you mean 'types'?"),
        ({"file": "a", "types": ["derailmant"]}, "did you mean 'derailment'?"),
        ({"file": "a", "types": "fire"}, "types must be a list of words in quotes"),
        ({"file": "a", "again": ["kiled"]}, "did you mean 'killed'?"),
        ({"file": "a", "figures": {"killed": "many"}}, "figures must be numbers"),
        ({"file": "a", "figures": {"dead": 1}}, "figures has no 'dead'"),
        ({"file": "a", "min_stories": True}, "min_stories must be a number"),
        ({"file": "a", "min_stories": 2**63}, "min_stories must be a number"),
        ({"file": "a", "figures": {"killed": 1e30}}, "figures.killed must be a number"),
        ({"file": "a\0b"}, "no path or program can have"),
        ({"command": ["a", "\0"]}, "no path or program can have"),
        ({"email": "me@example."}, "is not an e-mail address"),
        ({"email": "me@[127"}, "is not an e-mail address"),
        ({"webhook": "hooks.example.org"}, "webhook must be an http address"),
        ({"webhook": "http://"}, "webhook must be an http address"),
        ({"webhook": "http://a b.example/"}, "webhook must be an http address"),
        ({"webhook": "http://[::1/"}, "webhook must be an http address"),
        ({"command": [" "]}, "command holds a blank word"),
        ({"file": "told.jsonl", "places": ["Khasan", ""]}, "places holds a blank word"),
        ({"webhook": "https://a.example/", "secret": "x"}, "did you mean 'secret_env'?"),
        ({"webhook": "https://a.example/", "secret_env": "A", "secret_file": "b"}, "not both"),
    ],
)
def test_mistake_in_an_alert_is_told_with_its_name(table, said):
    with pytest.raises(ConfigError) as mistake:
        alerts_of(Path("railwatch.toml"), border=table)
    assert said in str(mistake.value)
    assert "railwatch.toml: [alerts.border]" in str(mistake.value)
