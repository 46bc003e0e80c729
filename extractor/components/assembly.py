"""The last component: one report for each happening that the text speaks of."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.assembly import Draft, group
from extractor.linear import load_model
from extractor.reporting import write_report
from storage.records import EventType


@Language.factory("assembly", default_config={"least": 0.45})
class Assembler:
    """Leaves `doc._.reports`; an event needs a sentence that states it with at least `least`."""

    def __init__(self, nlp: Language, name: str, *, least: float) -> None:
        self.least = dict.fromkeys(EventType, least)
        self.links = load_model("links")

    def __call__(self, doc: Doc) -> Doc:
        drafts = group(doc, doc._.event_mentions, self.links, least=self.least)
        doc._.reports = [write_report(doc, d, confidence=self.confidence(d)) for d in drafts]
        return doc

    def confidence(self, draft: Draft) -> float:
        """How likely the report is right."""
        return draft.probability
