"""Hard pairs of reports, one happening or two: `pairs/happenings.jsonl` says which.

They are made up on real places: the same line next week, two stations of one city, one train number
on two dates; and one happening by city and station, on two clocks, in two languages.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from storage.database import open_database
from storage.merge import merge_events
from storage.merge.candidates import candidates
from storage.merge.clusters import Scores, clusters
from storage.merge.reading import FactsStore
from storage.records import Organisation, Place
from tests.storage_samples import NOW, quantity, report, tell

FOLDER = Path(__file__).parent / "pairs"
PAIRS = [json.loads(line) for line in (FOLDER / "happenings.jsonl").read_text("utf-8").splitlines()]
PLACES = {
    key: Place(key, **known | {"aliases": tuple(known["aliases"])})
    for key, known in json.loads((FOLDER / "places.json").read_text("utf-8")).items()
}


def place(key):
    """A gazetteer entry, or behind `?` a mere name."""
    return key.removeprefix("?") if key.startswith("?") else PLACES[key]


def to_report(told):
    ends = {role: place(told[role]) for role in ("origin", "destination") if role in told}
    operators = [Organisation(f"o-{name}", name, "operator") for name in told.get("operators", [])]
    made = report(
        told["type"],
        told.get("factuality", "actual"),
        start=told.get("start"),
        end=told.get("end"),
        locations=[place(key) for key in told.get("locations", [])],
        quantities=[quantity(role, value) for role, value in told.get("figures", {}).items()],
        number=told.get("number"),
        cause=told.get("cause"),
        operators=operators,
        **ends,
    )
    return replace(made, timezone=told.get("timezone"), countries=tuple(told["countries"]))


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Each pair with its two reports as the merge reads them, and whether one finds the other."""
    db = open_database(tmp_path_factory.mktemp("pairs") / "pairs.db")
    found = []
    for pair in PAIRS:
        sides = []
        for side in ("a", "b"):
            told = pair[side]
            article = {"published": told["told"], "path": f"{pair['id']}-{side}"}
            sides.append(tell(db, f"outlet-{side}", to_report(told), **article))
        found.append((pair, sides))
    merge_events(db, now=NOW)
    report_of = dict(db.execute("SELECT article_id, id FROM reports"))
    read = []
    for pair, articles in found:
        one, other = (report_of[article] for article in articles)
        facts = FactsStore(db).load([one, other])
        read.append((pair, facts, other in candidates(db, one)))
    db.close()
    return read


def test_there_are_forty_pairs_each_way():
    assert min(Counter(pair["same"] for pair in PAIRS).values()) >= 40


def test_hard_pairs_of_one_happening_are_joined_and_those_of_two_are_not(pairs):
    wrong = [
        (pair["id"], pair["what"])
        for pair, facts, is_found in pairs
        if (is_found and len(clusters(facts, Scores())) == 1) != pair["same"]
    ]
    assert wrong == []
