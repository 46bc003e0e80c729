"""The models' arithmetic: the same features give the same figures, to the last bit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.linear import load_model


@given(st.data())
def test_the_order_of_features_changes_no_bit_of_a_probability(data: st.DataObject) -> None:
    model = load_model("event_mentions")
    names = data.draw(st.lists(st.sampled_from(sorted(model.columns)), unique=True, max_size=60))
    values = {name: data.draw(st.floats(-5, 5)) for name in names}
    shuffled = {name: values[name] for name in data.draw(st.permutations(names))}
    assert model.probabilities(values) == model.probabilities(shuffled)
