"""Reads articles: from `Article` to its `Report`s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from spacy.language import Language
from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.mentions import (
    Anchor,
    OrganisationSpan,
    PlaceSpan,
    QuantityMention,
    TimeMention,
)
from storage.records import Article, Evidence, Mentions, Report
from storage.relevance import is_rail

YEARS = range(1800, 9000)  # of articles
LONGEST = 100_000  # characters; what lies behind is not read, the parse would take minutes
AS_MEANT = str.maketrans({"\u201a": ","})  # a low quotation mark that some papers print for a comma


@dataclass(frozen=True, slots=True)
class Findings:
    """What an article says: its reports, and where its text names what, also beside them."""

    reports: list[Report] = field(default_factory=list)
    mentions: Mentions = field(default_factory=dict)


def anchor_of(article: Article, timezone: str | None) -> Anchor | None:
    """The moment that relative times count from, in the outlet's zone.

    A publication time at midnight sharp is one of which only the day is known; its date is taken
    as it stands in its own offset. Beyond the years of railways it is none.
    """
    published = article.published_at
    if published is None or published.year not in YEARS:
        return None
    if published.time() == time(0):
        return Anchor(published, day_only=True)
    return Anchor(published.astimezone(ZoneInfo(timezone)) if timezone else published)


def prepare(nlp: Language, article: Article, timezone: str | None) -> Doc:
    """The article's text as a Doc that holds what the components need to know of it."""
    doc = nlp.make_doc(article.text[:LONGEST].translate(AS_MEANT))
    doc._.anchor = anchor_of(article, timezone)
    doc._.title = article.title
    doc._.timezone = timezone
    return doc


def mentions_of(doc: Doc) -> Mentions:
    """Where a read text has figures and times, and names places and organisations.

    What only points back at one, such as "there" or "the company", is no name.
    """
    found: dict[str, Iterable[PlaceSpan | OrganisationSpan | QuantityMention | TimeMention]] = {
        "place": [one for one in doc._.places if is_name(doc, one)],
        "organisation": [one for one in doc._.organisations if is_name(doc, one)],
        "figure": doc._.quantities,
        "time": doc._.times,
    }
    return {kind: [Evidence(it.start, it.end) for it in its] for kind, its in found.items()}


def is_name(doc: Doc, mention: PlaceSpan | OrganisationSpan) -> bool:
    """Whether its words are written as a name is."""
    return not text_of(doc)[mention.start : mention.end].islower()


def findings(
    nlp: Language, articles: Iterable[tuple[Article, str | None]], *, batch_size: int = 8
) -> Iterator[Findings]:
    """What each article says, given with its outlet's IANA zone, in order.

    Articles that have nothing to do with rail pass by the parser and give none.
    """
    rows = [(article, zone, is_rail(article.title, article.text)) for article, zone in articles]
    docs = nlp.pipe(
        (prepare(nlp, article, zone) for article, zone, rail in rows if rail), batch_size=batch_size
    )
    for *_, rail in rows:
        yield findings_of(next(docs)) if rail else Findings()


def findings_of(doc: Doc) -> Findings:
    """What a text says that the whole pipeline has read."""
    return Findings(doc._.reports, mentions_of(doc))


def read_articles(
    nlp: Language, articles: Iterable[tuple[Article, str | None]], *, batch_size: int = 8
) -> Iterator[list[Report]]:
    """The reports of each article alone."""
    for found in findings(nlp, articles, batch_size=batch_size):
        yield found.reports


def read_article(nlp: Language, article: Article, *, timezone: str | None) -> list[Report]:
    """The reports of one article; `timezone` is the outlet's IANA zone."""
    return next(read_articles(nlp, [(article, timezone)]))
