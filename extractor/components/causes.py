"""Why an event happened, in its sentence's words: "because of heavy rain", "after a landslide"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.event_mention import EventMention
from extractor.lexicon import LANGUAGES
from extractor.syntax import distance

LONGEST = 9  # words
SURE = 20  # cues up to here tell a cause by themselves; behind them they must hang on the event


@dataclass(frozen=True, slots=True)
class CauseCues:
    """Patterns that lead to a cause, the surest first; words that end one; words left out first."""

    patterns: tuple[re.Pattern[str], ...]
    stops: frozenset[str]
    lead: frozenset[str]


@cache
def cause_cues(language: str) -> CauseCues:
    """The words around causes in a language."""
    data = tomllib.loads((LANGUAGES / language / "causes.toml").read_text("utf-8"))
    patterns = tuple(re.compile(rf"\b{re.escape(cue)}\b", re.I) for cue in data["before"])
    return CauseCues(patterns, frozenset(data["stop"]), frozenset(data["lead"]))


def phrase_from(doc: Doc, start: Token, end: int, cues: CauseCues) -> str | None:
    """The words from a token on, up to a word that ends the phrase."""
    words: list[Token] = []
    for token in doc[start.i : min(end, start.i + LONGEST)]:
        if words and token.lower_ in cues.stops:
            break
        words.append(token)
    while words and words[0].lower_ in cues.lead:
        words.pop(0)
    if not words or not any(token.pos_ in ("NOUN", "PROPN", "VERB") for token in words):
        return None
    if all(token.ent_type_ in ("DATE", "TIME", "CARDINAL") for token in words):
        return None
    return doc[words[0].i : words[-1].i + 1].text.strip(" \n\"'“”‘’")


def find_cause(doc: Doc, mention: EventMention, language: str) -> str | None:
    """The cause that the mention's sentence gives for it, or None."""
    sentence, head = doc[mention.start : mention.end], doc[mention.head]
    cues = cause_cues(language)
    for rank, pattern in enumerate(cues.patterns):
        for found in pattern.finditer(sentence.text):
            at = sentence.start_char + found.end()
            first = next((t for t in sentence if t.idx >= at and not t.is_space), None)
            cue = doc.char_span(at - len(found.group()), at, alignment_mode="expand")
            if first is None or cue is None:
                continue
            if rank >= SURE and distance(cue[0], head) > 2:
                continue
            if phrase := phrase_from(doc, first, mention.end, cues):
                return phrase
    return None


@Language.factory("causes", requires=["token.dep"], default_config={"language": "en"})
class CauseFinder:
    """Sets `cause` on each of `doc._.event_mentions`."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        for mention in doc._.event_mentions:
            mention.cause = find_cause(doc, mention, self.language)
        return doc
