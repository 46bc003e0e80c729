"""The last component: one report for each happening that the text speaks of."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.components.coreference import load_anaphora
from extractor.event_mention import LEAST
from extractor.happenings.about_rail import about_rail
from extractor.happenings.doubles import is_double, repeats_inquiry
from extractor.happenings.joining import JOIN, draft_features, drafts_of
from extractor.linear import load_model
from extractor.slots.aftermath import with_day_of_accident
from extractor.slots.casualties import with_first
from extractor.slots.fillers import rate
from extractor.slots.reporting import settled, write_report
from extractor.slots.sharing import load_shares, with_shared
from storage.records import EventType


@Language.factory("assembly", default_config={"least": LEAST, "join": JOIN, "accept": 0.45})
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
        self.anaphors = load_anaphora("en").ends
        self.links = load_model("links")
        self.drafts = load_model("drafts")
        self.fillers = load_model("fillers")
        self.shares = load_shares()

    def __call__(self, doc: Doc) -> Doc:
        drafts = drafts_of(doc, self.links, self.anaphors, least=self.least, join=self.join)
        chances = self.drafts.rate([draft_features(doc, draft, drafts) for draft in drafts])
        rated = [
            (draft, max(own["yes"], *(mention.least for mention in draft.mentions)))
            for draft, own in zip(drafts, chances, strict=True)
        ]
        values = rate(doc, drafts, self.fillers)
        told = [
            (draft, own, chance)
            for (draft, chance), own in zip(rated, values, strict=True)
            if chance >= self.accept and not is_double(draft, chance, rated)
        ]
        inquiries = [draft for draft, *_ in told if draft.type == EventType.INVESTIGATION]
        told = [row for row in told if not repeats_inquiry(row[0], inquiries)]
        told = with_first(doc, with_shared(told, self.shares))
        reports = [
            write_report(doc, draft, own, confidence=chance)
            for draft, own, chance in with_day_of_accident(doc, told)
        ]
        doc._.reports = settled(about_rail(doc, reports))
        return doc
