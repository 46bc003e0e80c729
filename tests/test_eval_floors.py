"""How well the extractor reads does not fall unnoticed.

A floor is lowered on purpose or not at all: `python -m tests.eval --write-floors`.
"""

import json
from hashlib import sha256

import pytest

from extractor.network.sentence_network import load_network
from extractor.output import to_record
from tests.eval import FLOOR_PARTS, FLOORS, load_part, measured_figures


@pytest.fixture(scope="module")
def measured(nlp, devset):
    network = load_network()
    known = {
        gold.id: [to_record(report) for report in reports]
        for gold, (_, reports) in zip(load_part("devset"), devset, strict=True)
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "run", remembered(network.run))
        return measured_figures(nlp, devset=known)


def remembered(run):
    """The network, which reads once what texts share: those of `swapped` differ in a sentence."""
    found = {}

    def recall(rows):
        key = sha256(rows.tobytes()).digest()
        if key not in found:
            found[key] = run(rows)
        return found[key]

    return recall


def test_every_part_has_its_floors():
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert set(floors["event_f1"]) == set(floors["slot_f1"]) == set(FLOOR_PARTS)


@pytest.mark.parametrize("kind", ["event_f1", "slot_f1", "type_f1", "value_f1", "silence"])
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
