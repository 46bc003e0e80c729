"""Finds the words that evoke a rail event: the patterns of `languages/<code>/triggers.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

import extractor.extensions  # noqa: F401  (registers doc._.triggers)
from extractor.event_mention import Trigger
from extractor.happenings.passing import rail_parts
from extractor.lexicon import Lexicon, Pattern, all_forms, find_patterns, load_lexicon

WINDOW = 6  # tokens on either side in which a word that a pattern is about may stand
TIED = 60  # tokens looked at that the parse ties to it; a root's subtree may be a whole text


def classes_near(head: Token, sentence: Span, classes: Sequence[set[str]]) -> set[str]:
    """Classes of the words within the window around the token, inside its sentence."""
    start = max(sentence.start, head.i - WINDOW)
    return set().union(*classes[start : min(sentence.end, head.i + WINDOW + 1)])


def classes_tied(head: Token, classes: Sequence[set[str]]) -> set[str]:
    """Classes of the words that the parse ties to the token: its subtree, its head and siblings."""
    tied = chain([head.head], head.head.children, head.subtree)
    return set().union(*(classes[token.i] for token in islice(tied, TIED)))


def how_about(pattern: Pattern, head: Token, sentence: Span, classes: Sequence[set[str]]) -> str:
    """How the classes that the pattern asks for are met around its head."""
    if not pattern.about:
        return "free"
    near = pattern.about & classes_near(head, sentence, classes)
    if not near:
        return "absent"
    return "argument" if near & classes_tied(head, classes) else "near"


def sentence_triggers(
    sentence: Span,
    lexicon: Lexicon,
    keys: Sequence[frozenset[str]],
    classes: Sequence[set[str]],
) -> Iterator[Trigger]:
    """The triggers of one sentence.

    `keys` and `classes` hold the forms and the classes of each token of the document.
    """
    doc, own = sentence.doc, keys[sentence.start : sentence.end]
    words = {token.lower_ for token in sentence}
    passing = doc._.rail_parts.in_passing()
    for pattern, first, head, last in find_patterns(lexicon, own, sentence.start):
        if pattern.passing and not passing:
            continue
        barred = not words.isdisjoint(pattern.unless)
        about = "barred" if barred else how_about(pattern, doc[head], sentence, classes)
        least = 0.0 if about in ("barred", "absent") else pattern.least
        yield Trigger(pattern.type, pattern.text, pattern.level, first, head, last, about, least)


@Language.factory(
    "triggers", requires=["token.dep", "doc.sents"], default_config={"language": "en"}
)
class TriggerFinder:
    """Leaves the triggers of the whole text on `doc._.triggers`, in order.

    Where the text speaks of railways is left on `doc._.rail_parts`.
    """

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.lexicon = load_lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        doc._.rail_parts = rail_parts(doc)
        keys = all_forms(doc)
        classes = [self.lexicon.classes_of(own) for own in keys]
        doc._.triggers = [
            trigger
            for sent in doc.sents
            for trigger in sentence_triggers(sent, self.lexicon, keys, classes)
        ]
        return doc
