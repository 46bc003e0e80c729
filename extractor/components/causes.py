"""Why an event happened, in its sentence's words: "because of heavy rain", "after a landslide"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.causes.search import find_cause


@Language.factory("causes", requires=["token.dep"], default_config={"language": "en"})
class CauseFinder:
    """Sets `cause` and `cause_said` on each of `doc._.event_mentions`."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        for mention in doc._.event_mentions:
            mention.cause, mention.cause_said = find_cause(doc, mention, self.language)
        return doc
