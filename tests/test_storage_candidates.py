"""Reports that score as one event are found by the index, whatever clock and spelling they use."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.database import open_database
from storage.merge.candidates import candidates, save_keys
from storage.merge.compare import likeness
from storage.merge.reading import FactsStore
from storage.merge.weights import LINK
from tests.storage_samples import KHASAN, MOSCOW, RUSSIA, TUMANGANG, report, tell, utc

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def store(tmp_path):
    """A database for all examples; what it holds need not outlive a crash."""
    db = open_database(tmp_path / "pairs.db")
    db.conn.execute("PRAGMA synchronous = OFF")
    yield db
    db.close()


def compared(db, one, other, days):
    """The points of two reports, and whether one finds the other."""
    db.conn.execute("DELETE FROM reports")
    for outlet_id, told, day in zip(("first-post", "second-post"), (one, other), days, strict=True):
        tell(db, outlet_id, told, published=day)
    mine, theirs = FactsStore(db).load(row[0] for row in db.execute("SELECT id FROM reports"))
    for facts in (mine, theirs):
        save_keys(db, facts)
    found = {name: candidates(db, name) for name in (mine.id, theirs.id)}
    assert (theirs.id in found[mine.id]) == (mine.id in found[theirs.id])
    return likeness(mine, theirs), theirs.id in found[mine.id]


OFFSETS = st.integers(-48, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
MINUTES = st.integers(0, 4 * 24 * 60).map(
    lambda at: utc("2024-02-27 00:00") + timedelta(minutes=at)
)


@EXAMPLES
@given(MINUTES, OFFSETS, OFFSETS, st.integers(-90, 90))
def test_one_departure_is_found_on_any_two_clocks(store, moment, mine, theirs, minutes):
    starts = moment.astimezone(mine), (moment + timedelta(minutes=minutes)).astimezone(theirs)
    one, other = (
        report("train_movement", start=start.isoformat(timespec="minutes"), origin=MOSCOW)
        for start in starts
    )
    points, is_found = compared(store, one, other, ["2024-03-03 10:00", "2024-03-04 10:00"])
    assert points >= LINK
    assert is_found


LETTERS = st.sampled_from("abcdefghiklmnoprstuvyz")
NAMES = st.text(LETTERS, min_size=9, max_size=16).map(str.title)


@EXAMPLES
@given(NAMES, st.integers(0, 8), LETTERS)
def test_one_place_is_found_by_any_spelling_that_counts_as_its_name(store, name, at, letter):
    other = name[:at] + letter + name[at + 1 :]
    told = [report("derailment", start="2024-03-01", locations=[it]) for it in (name, other)]
    points, is_found = compared(store, *told, ["2024-03-01 10:00", "2024-03-01 12:00"])
    assert points >= LINK
    assert is_found


KNOWN = st.sampled_from([KHASAN, "Khasan station", "Hasan"])
OTHERS = st.sampled_from([None, KHASAN, TUMANGANG, RUSSIA, "Hasan"])
TIMES = st.sampled_from(
    [None, "2024-03", "2024-02-28", "2024-03-01", "2024-03-09", "2024-02-29T23:30+10:00"]
)
TOLD = st.sampled_from(["2024-02-28 10:00", "2024-03-02 10:00", "2024-03-08 10:00"])


@st.composite
def at_khasan(draw):
    """A train or a line of Khasan, by whatever a text may give of it."""
    ends = [draw(KNOWN), draw(OTHERS), draw(OTHERS)]
    origin, destination, location = draw(st.permutations(ends))
    return report(
        draw(st.sampled_from(["train_movement", "service_resumption", "service_suspension"])),
        start=draw(TIMES),
        end=draw(TIMES),
        origin=origin,
        destination=destination,
        locations=[location] if location else [],
    )


ARRIVED = report("train_movement", end="2024-02-28", origin=KHASAN)
MISDATED = report("train_movement", start="2024-03", end="2024-02-28", origin=KHASAN)


@EXAMPLES
@given(at_khasan(), at_khasan(), TOLD, TOLD)
@example(ARRIVED, MISDATED, "2024-02-28 10:00", "2024-02-28 10:00")
def test_no_pair_that_would_be_joined_is_overlooked(store, one, other, day, another):
    points, is_found = compared(store, one, other, [day, another])
    assert is_found or points < LINK
