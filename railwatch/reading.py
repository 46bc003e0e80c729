"""Run the extractor over articles so that one bad article does not stop the rest."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.records import Article, Mentions, Report

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.reading import Findings

log = logging.getLogger(__name__)

# A batch of 16 is as fast as larger ones and keeps the memory small.
BATCH = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one article: its reports and what it names, or why it could not be read."""

    id: str
    article: Article
    reports: Sequence[Report] = ()
    mentions: Mentions = field(default_factory=dict)
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An article to be read. `timezone` is its outlet's IANA zone, where that is known."""

    id: str
    article: Article
    timezone: str | None = None


def batches(articles: Iterable[Unread]) -> Iterator[list[Unread]]:
    """The articles in order, so many at a time as are best read at once."""
    rest = iter(articles)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def readings(nlp: Language, articles: Iterable[Unread]) -> Iterator[Reading]:
    """Read the articles in order, in batches."""
    for batch in batches(articles):
        yield from read_batch(nlp, batch)


def read_batch(nlp: Language, batch: Sequence[Unread]) -> list[Reading]:
    """Read a batch at once; where that fails, article by article, to find the one at fault."""
    from extractor.reading import findings

    try:
        found = list(findings(nlp, [(unread.article, unread.timezone) for unread in batch]))
    except Exception as error:  # whatever a text sets off, the other articles are read
        log.debug("a batch failed", exc_info=error)
        return [read_one(nlp, unread) for unread in batch]
    return [reading_of(unread, one) for unread, one in zip(batch, found, strict=True)]


def reading_of(unread: Unread, found: Findings) -> Reading:
    """What was found in an article, as what came of it."""
    return Reading(unread.id, unread.article, found.reports, found.mentions)


def read_one(nlp: Language, unread: Unread) -> Reading:
    """Read one article, keeping what went wrong."""
    from extractor.reading import findings

    try:
        [found] = findings(nlp, [(unread.article, unread.timezone)])
    except Exception as error:  # named in the result: the caller tells and goes on
        return Reading(unread.id, unread.article, error=error)
    return reading_of(unread, found)
