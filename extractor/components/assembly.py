"""The last component: one report for each happening that the text speaks of."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.assembly import draft_features, group, join_services, lend_ends
from extractor.components.coreference import load_anaphora
from extractor.linear import load_model
from extractor.reporting import write_report


@Language.factory("assembly", default_config={"least": 0.25, "join": 0.4, "accept": 0.35})
class Assembler:
    """Leaves `doc._.reports`: drafts opened by mentions at least `least` likely and joined by those
    at least `join` likely. Kept are those that a reader would write down with a chance of at least
    `accept`.
    """

    def __init__(
        self, nlp: Language, name: str, *, least: float, join: float, accept: float
    ) -> None:
        self.least = least
        self.join = join
        self.accept = accept
        self.pairs = load_anaphora("en").pairs
        self.links = load_model("links")
        self.drafts = load_model("drafts")

    def __call__(self, doc: Doc) -> Doc:
        drafts = group(doc, doc._.event_mentions, self.links, least=self.least, join=self.join)
        lend_ends(doc, drafts, self.pairs)
        drafts = join_services(drafts)
        rated = [
            (draft, self.drafts.probabilities(draft_features(doc, draft, drafts))["yes"])
            for draft in drafts
        ]
        doc._.reports = [
            write_report(doc, draft, confidence=chance)
            for draft, chance in rated
            if chance >= self.accept
        ]
        return doc
