"""Words like "the line" or "there" that may stand for a place, and those that do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.lexicon import load_discourse, load_lexicon
from extractor.places.routes import Pair, pairs_between

# "killed on the spot"
IDLE = re.compile(rf"\b{load_discourse('en')['idle_spot']}$", re.IGNORECASE)


def is_of_person(doc: Doc, found: re.Match[str]) -> bool:
    """Whether the words only begin what somebody is: "the track | worker"."""
    span = doc.char_span(*found.span(), alignment_mode="expand")
    classes = load_lexicon("en").classes
    beside = doc[span.end].lemma_.lower() if span and span.end < len(doc) else ""
    return beside in classes["person"] | classes["staff"]


def is_idle(doc: Doc, found: re.Match[str]) -> bool:
    """Whether the words tell no place: "there were delays", "was killed on the spot"."""
    span = doc.char_span(*found.span(), alignment_mode="expand")
    if span is None:
        return False
    low, high = found.span()
    return span[0].tag_ == "EX" or IDLE.search(text_of(doc), low - 5, high) is not None


def is_compound(doc: Doc, found: re.Match[str]) -> bool:
    """Whether the words only begin a longer name: "the border | station"."""
    span = doc.char_span(*found.span(), alignment_mode="expand")
    return span is not None and span.end < len(doc) and doc[span.end].pos_ in ("NOUN", "PROPN")


def pair_ahead(doc: Doc, found: re.Match[str], pairs: Sequence[Pair]) -> bool:
    """Whether the sentence goes on to tell ends: "it delayed trains between A and B"."""
    here = doc.char_span(*found.span(), alignment_mode="expand")
    return bool(here and pairs_between(pairs, found.start(), here.sent.end_char))
