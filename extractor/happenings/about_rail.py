"""Whether what an article is taken to tell speaks of railways at all.

A strike at a radio, a trail on an old line or talks that "derailed" may read like rail events; a
text that tells of them alone has no word of trains where it tells them. Rail news in turn may
tell in passing of an accident on a road, or of a strike of bus drivers; and news in brief tell of
one train among ten other things.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from extractor.drafts import ACCIDENTS
from extractor.extensions import text_of
from extractor.happenings.passing import RailParts, names_rail
from extractor.lexicon import discourse_words
from storage.records import EventType, OrganisationRole, Report

NEAR_RAIL = discourse_words("en", "near_rail")
ELSEWHERE = discourse_words("en", "elsewhere")
GENERAL_STRIKE = discourse_words("en", "general_strike")
ANYWHERE = ACCIDENTS | {EventType.STRIKE}  # they befall others than railways too


def about_rail(doc: Doc, reports: Sequence[Report]) -> list[Report]:
    """The reports that speak of railways; none where neither headline nor any of them does."""
    own = [(report, words_of(doc, report)) for report in reports]
    of_rail = [is_of_rail(*row) or is_general(doc, *row) for row in own]
    parts: RailParts = doc._.rail_parts
    if not parts.headline and not any(of_rail):
        return []
    return [
        report
        for (report, words), sure in zip(own, of_rail, strict=True)
        if sure or (not strays(report, words) and is_beside(parts, report))
    ]


def words_of(doc: Doc, report: Report) -> str:
    """The sentences that a report rests on; the surest alone if that is of other ways to travel."""
    text = text_of(doc)
    sentences = [text[part.start : part.end] for part in report.evidence]
    return sentences[0] if strays(report, sentences[0]) else " ".join(sentences)


def is_of_rail(report: Report, words: str) -> bool:
    """Whether a report names who runs the trains, or its sentences name railways."""
    named = any(body.role == OrganisationRole.OPERATOR for body in report.organisations)
    return named or names_rail(words)


def is_general(doc: Doc, report: Report, words: str) -> bool:
    """Whether a report is of a strike of everybody in a text that names railways too."""
    general = report.type == EventType.STRIKE and GENERAL_STRIKE.search(words) is not None
    return general and bool(doc._.rail_parts.of_rail)


def strays(report: Report, words: str) -> bool:
    """Whether a report without a word of railways is of another way to travel."""
    near = NEAR_RAIL.search(words) is not None
    return report.type in ANYWHERE and not near and ELSEWHERE.search(words) is not None


def is_beside(parts: RailParts, report: Report) -> bool:
    """Whether rail news stands before and behind a report, or next to it; so in all rail news.

    An inquiry is never told before what it looks into.
    """
    if parts.headline or not parts.in_passing():
        return True
    own = parts.number(min(part.start for part in report.evidence))
    before = min((own - number for number in parts.of_rail if number <= own), default=None)
    behind = min((number - own for number in parts.of_rail if number >= own), default=None)
    if before is None:
        return behind == 1 and report.type != EventType.INVESTIGATION
    return before <= 1 or behind is not None
