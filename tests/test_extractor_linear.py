"""The models' arithmetic: the same features give the same figures, to the last bit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.linear import crossed, load_model


@given(st.data())
def test_the_order_of_features_changes_no_bit_of_a_probability(data: st.DataObject) -> None:
    model = load_model("event_mentions")
    names = data.draw(st.lists(st.sampled_from(sorted(model.columns)), unique=True, max_size=60))
    values = {name: data.draw(st.floats(-5, 5)) for name in names}
    shuffled = {name: values[name] for name in data.draw(st.permutations(names))}
    assert model.probabilities(values) == model.probabilities(shuffled)


def test_bags_rated_together_get_what_each_gets_alone() -> None:
    model = load_model("fillers")
    bags = [
        ({"bias": 1.0, "odds": 0.4, "told:1": 1.0}, ("start", "start:derailment")),
        ({}, ()),
        ({"never seen": 2.0, "bias": 1.0}, ("origin",)),
    ]
    assert model.rate(bags) == [model.probabilities(*bag) for bag in bags]
    assert model.rate([]) == []


def test_a_feature_joined_with_the_type_weighs_as_it_was_trained() -> None:
    model, keys = load_model("fillers"), ("start", "start:derailment")
    values = {"bias": 1.0, "odds": 0.4, "told:1": 1.0, "never seen": 2.0}
    named = model.probabilities(crossed(values, keys))
    assert model.probabilities(values, keys) == pytest.approx(named)
    assert named != model.probabilities(values)
