"""Numbers as news writes them: words, digits, ranges, approximations, sums of money."""

import tomllib

import pytest

from extractor.lexicon import LANGUAGES
from extractor.quantities.numerals import NumeralReader

READER = NumeralReader(tomllib.loads((LANGUAGES / "en" / "quantities.toml").read_text("utf-8")))


def read(text):
    """The numbers of a text as (value, max, qualifier)."""
    return [(number.value, number.max, number.qualifier.value) for number in READER.find(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-three trains", 23),
        ("Two hundred and six people", 206),
        ("1,430 wagons", 1430),
        ("218 000 tonnes", 218000),
        ("4,2 million", 4200000),
        ("12,34,567 pilgrims", 1234567),
        ("half a million riders", 500000),
        ("41 lakh passengers", 4100000),
        ("Rs 1.08 lakh crore", 1080000000000),
        ("$2.1 billion", 2100000000),
        ("SFr700m", 700000000),
        ("£100bn", 100000000000),
        ("1.5m passengers", 1500000),
        ("a 30m wall", 30),
        ("half a dozen coaches", 6),
        ("two and a half hours", 2.5),
        ("a couple of cars", 2),
    ],
)
def test_number_has_its_value(text, value):
    assert [number[0] for number in read(text)] == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nearly 300 people", (300, None, "about")),
        ("more than 170 hurt", (170, None, "at_least")),
        ("more than a dozen hurt", (12, None, "at_least")),
        ("dozens hurt", (24, None, "at_least")),
        ("hundreds hurt", (200, None, "at_least")),
        ("an estimated 1,700 people", (1700, None, "about")),
        ("as many as 40 cars", (40, None, "at_most")),
        ("300 or so people", (300, None, "about")),
        ("between two and seven hours", (2, 7, "exact")),
        ("20-30 wagons", (20, 30, "exact")),
        ("10 to 12 trains", (10, 12, "exact")),
        ("5 to 6 million tonnes", (5000000, 6000000, "exact")),
    ],
)
def test_approximations_and_ranges_are_kept(text, expected):
    assert read(text) == [expected]


def test_a_change_is_no_range():
    assert [number[0] for number in read("cut from four to two trains")] == [4, 2]
    assert [number[0] for number in read("from 12 to 15 injured")] == [12, 15]


@pytest.mark.parametrize(
    "text",
    [
        "the 12:30 train",
        "at 8.10 am",
        "train No. 12626",
        "the 22503 Kanniyakumari-Dibrugarh train",
        "platforms 13 and 14",
        "trains 645/646",
        "a 45-year-old",
        "up 4%",
        "12 per cent",
        "on 14 October",
        "June 7",
        "on 7 and 8 November",
        "no one was hurt",
        "platform 4",
        "coach D3",
        "minus 28 °C",
    ],
)
def test_numbers_of_other_things_are_left_alone(text):
    assert read(text) == []
