"""The sentence network: what is trained and what reads are the same, and it knows its sentence."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extractor.components import encoder
from extractor.network.sentence_network import (
    MOST,
    PARTS,
    WINDOW,
    SentenceNetwork,
    find_parts,
    load_network,
    pieces_within,
    same_happening,
    windows,
)
from extractor.network.transformer import read_weights
from extractor.network.wordpieces import cut
from extractor.pipeline import build_nlp


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.lists(st.text(max_size=300), max_size=40))
def test_every_sentence_of_any_article_stands_in_one_window(
    title: str, sentences: list[str]
) -> None:
    found = windows(title, sentences)
    assert [len(cut(one).numbers[:120]) for one in sentences] == [
        len(pieces.numbers) for window in found for pieces in window.sentences
    ]
    for window in found:
        assert len(window.numbers) == len(window.kinds) <= WINDOW
        assert len(window.marks) == len(window.sentences) <= MOST


def test_training_and_reading_agree() -> None:
    # In a process of its own: JAX starts threads, and other tests fork.
    code = "import tests.network_checks as checks; checks.main()"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_the_network_tells_where_a_train_comes_from_and_goes_to(nlp: Language) -> None:
    doc = nlp("The express from Lviv to Przemysl left at 9 a.m. with 300 passengers on board.")
    [encoding] = doc._.encodings.values()
    assert encoding.events()["train_movement"] > 0 > encoding.events()["strike"]
    at = doc.text.index("Lviv")
    scores = encoding.parts("train_movement", at, at + 4)
    assert set(scores) == set(PARTS)
    assert scores["location"] < max(scores["origin"], scores["destination"])
    fresh = replace(encoding, known={})
    find_parts([(fresh, "train_movement", at, at + 4), (fresh, "strike", 0, len(doc.text))])
    assert fresh.parts("train_movement", at, at + 4) == pytest.approx(scores, abs=1e-5)


@pytest.mark.parametrize(
    ("kind", "first", "again", "other"),
    [
        (
            "derailment",
            "A freight train derailed near Katpadi on Monday, blocking both tracks.",
            "Nobody was hurt in the derailment, the railway said.",
            "In another accident last year a train jumped the tracks near Ongole, killing 14.",
        ),
        (
            "strike",
            "Train drivers at Northern will walk out on Friday in a dispute over pay.",
            "The strike on Friday will halt most services, the operator said.",
            "A further walkout is planned for 12 May.",
        ),
    ],
)
def test_a_sentence_that_goes_on_about_an_event_is_likelier_of_it_than_one_of_another(
    nlp: Language, kind: str, first: str, again: str, other: str
) -> None:
    told, same, apart = nlp(f"{first} {again} {other}")._.encodings.values()
    assert same_happening(kind, [told], same) > same_happening(kind, [told], apart) + 1
    assert same_happening(kind, [told], same) > same_happening(kind, [told, same], apart) + 1


def test_weights_other_than_the_reviewed_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"something else")
    with pytest.raises(ValueError, match="not the file that was reviewed"):
        read_weights(tmp_path / "model.onnx")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_word_pieces_lie_in_the_text(text: str) -> None:
    pieces = cut(text)
    assert len(pieces.numbers) == len(pieces.offsets)
    assert all(0 <= a <= b <= len(text) for a, b in pieces.offsets)


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_is_told_by_the_pieces_that_share_characters_with_it(
    text: str, start: int, end: int
) -> None:
    offsets = cut(text).offsets
    shared = [index for index, (a, b) in enumerate(offsets) if a < end and b > start]
    assert list(pieces_within(offsets, start, end)) == shared


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_sentence_and_headline_can_be_read(sentence: str, title: str) -> None:
    [encoding] = load_network().encode(windows(title, [sentence]), [7])
    assert np.isfinite(list(encoding.events().values())).all()
    assert all(7 <= a <= b <= 7 + len(sentence) for a, b in encoding.offsets)


def test_texts_that_are_read_ahead_come_out_in_order_and_a_fault_in_its_turn(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = encoder.encode

    def encode(doc: Doc, network: SentenceNetwork) -> None:
        if doc.text == "Broken.":
            raise ValueError("broken")
        read(doc, network)

    monkeypatch.setattr(encoder, "encode", encode)
    parsed = build_nlp(until="triggers")
    texts = [f"Train {number} left Perm." for number in range(20)]
    stream = encoder.Encoder(nlp, "").pipe(parsed.pipe([*texts, "Broken."]), batch_size=8)
    for text in texts:
        doc = next(stream)
        assert doc.text == text
        assert doc._.encodings
    with pytest.raises(ValueError, match="broken"):
        next(stream)


def test_reading_ahead_ends_when_nobody_wants_the_rest(nlp: Language) -> None:
    before = threading.active_count()
    stream = nlp.pipe(f"Train {number} left Perm." for number in range(40))
    assert next(stream).text == "Train 0 left Perm."
    stream.close()
    del stream
    assert threading.active_count() == before
