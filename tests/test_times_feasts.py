"""Feasts in English news: on their day, around it, or only telling about when."""

import pytest

from tests.test_times_english import read


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("It derailed on Thanksgiving.", "2025-11-28", ["2025-11-27"]),
        ("Trains will run on Thanksgiving.", "2025-10-20", ["2025-11-27"]),
        ("It hit a truck on Memorial Day.", "2025-05-27", ["2025-05-26"]),
        ("It hit a truck on Veterans Day in Cambridge.", "2025-11-12", ["2025-11-11"]),
        ("He was killed on the Fourth of July.", "2025-07-07", ["2025-07-04"]),
        ("It opened on New Year’s Day of 2004.", "2025-06-01", ["2004-01-01"]),
        ("It left on Christmas Day at 9 am.", "2025-12-27", ["2025-12-25T09:00"]),
        ("It resumes on Christmas Eve, December 24.", "2025-12-01", ["2025-12-24"]),
        # Those that the moon sets.
        ("Trains will be back on Lunar New Year's Day.", "2025-01-28", ["2025-01-29"]),
        ("It hit a rock on Monday, a day before Lunar New Year.", "2026-02-16", ["2026-02-16"]),
        ("It opened on the eve of Chinese New Year.", "2025-02-01", ["2025-01-28"]),
        ("It will run on Diwali.", "2025-10-13", ["2025-10-20"]),
        # What is only about when, or no day at all.
        ("It will open before Christmas.", "2025-11-01", ["2025-12"]),
        ("It was shut before the New Year.", "2025-03-01", ["2024-12"]),
        ("Special trains will clear the Diwali rush.", "2025-10-13", []),
        ("Days before New Year's Eve it stopped. It ran at 3pm.", "2025-12-29",
         [None, "2025-12-29T15:00"]),
    ],
)  # fmt: skip
def test_feasts_stand_on_their_day(text, published, expected):
    assert [time.value for time in read(text, f"{published}T18:00+00:00")] == expected


@pytest.mark.parametrize(
    ("text", "published", "first", "last"),
    [
        ("It will be shut over the Labor Day weekend.", "2025-08-20", "2025-08-30", "2025-09-01"),
        ("It closes from Good Friday to Easter Monday next year.", "2025-12-09", "2026-04-03",
         "2026-04-06"),
        ("Works last from Boxing Day to New Year's Day.", "2025-12-10", "2025-12-26", "2026-01-01"),
    ],
)  # fmt: skip
def test_stretches_between_feasts(text, published, first, last):
    [time] = read(text, f"{published}T18:00+00:00")
    assert (time.value, time.until) == (first, last)
