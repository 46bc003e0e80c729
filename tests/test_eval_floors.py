"""How well the extractor reads does not fall unnoticed.

A floor is lowered on purpose or not at all: `python -m tests.eval --write-floors`.
"""

import json

import pytest

from tests.eval import FLOOR_PARTS, FLOORS, measured_figures


@pytest.fixture(scope="module")
def measured(nlp):
    return measured_figures(nlp)


def test_every_part_has_its_floors():
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert set(floors["event_f1"]) == set(floors["slot_f1"]) == set(FLOOR_PARTS)


@pytest.mark.parametrize("kind", ["event_f1", "slot_f1", "type_f1", "silence"])
def test_figures_stay_above_their_floors(measured, kind):
    floors = json.loads(FLOORS.read_text("utf-8"))[kind]
    below = {
        name: (round(measured[kind].get(name, 0.0), 3), floor)
        for name, floor in floors.items()
        if measured[kind].get(name, 0.0) < floor
    }
    assert not below, f"measured and floor: {below}"


@pytest.mark.parametrize("part", ["example", "swapped"])
def test_the_first_article_comes_out_whole_however_one_of_its_sentences_is_worded(measured, part):
    assert measured["event_f1"][part] >= 0.95
    assert measured["slot_f1"][part] >= 0.90
