"""Pages of web archives into the database, a batch of records in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from crawler.outcomes import EntryOutcome
from crawler.reading import NO_ARTICLE, WALL
from crawler.worker import ParsingFailed, Worker
from railwatch.archive_views import folded
from railwatch.archives import ArchivedPage, ArchiveReader, Batch, Fault, read_batch
from railwatch.imports import Imports
from storage.database import write
from storage.pages import KeptPage, kept_pages, note_page
from storage.seen import save_seen

log = logging.getLogger(__name__)


def store_batch(imports: Imports, path: Path, batch: Batch, *, pages: Path) -> None:
    """Store what a batch of the file's records brought.

    Files in the folder `pages` are our own: their articles are told where their page is kept.
    """
    is_own = path.resolve().parent == pages.resolve()
    with write(imports.run.db):
        for fault in batch.found:
            if isinstance(fault, Fault):
                imports.fail(f"{fault.url or path.name}: {fault.reason}.", url=fault.url)
        found = [page for page in batch.found if isinstance(page, ArchivedPage)]
        # Our own file may hold two states of one article, and each is told where its page is.
        groups = [[page] for page in found] if is_own else [[*folded(imports.run.db, found)]]
        for group in groups:
            for page, outcome in zip(group, store_articles(imports, group), strict=True):
                note_outcome(imports, page, outcome, kept_in=path.name if is_own else None)


def store_articles(imports: Imports, pages: Sequence[ArchivedPage]) -> list[EntryOutcome]:
    """Store the articles of these pages, and their outlets; what became of each page.

    Of an outlet that nobody has declared only articles are noted: no crawl will ask for the rest.
    """
    for page in pages:
        if page.is_declared or page.reading.article:
            imports.note_outlet(page.outlet, is_declared=page.is_declared)
    articles = [(page.reading.article, page.outlet) for page in pages if page.reading.article]
    posts = [
        (post, page.outlet) for page in pages if page.reading.article for post in page.reading.posts
    ]
    saved = iter(imports.save_all(articles + posts, are_archived=True))
    return [next(saved) if page.reading.article else page.reading.outcome for page in pages]


def note_outcome(
    imports: Imports, page: ArchivedPage, outcome: EntryOutcome, *, kept_in: str | None
) -> None:
    """Note what became of a page, and where that of a stored article is kept."""
    reading, article = page.reading, page.reading.article
    if article and kept_in:
        note_page(imports.run.db, article, KeptPage(kept_in, page.offset))
    is_odd = outcome is EntryOutcome.UNREADABLE and reading.reason not in (NO_ARTICLE, WALL)
    if reading.reason and is_odd:
        imports.fail(f"{page.url}: {reading.reason}.", url=page.url)
    elif reading.reason:
        log.debug("%s: %s", page.url, reading.reason)
    if outcome is not EntryOutcome.DUPLICATE and (page.is_declared or article):
        save_seen(
            imports.run.db,
            url=article.url if article else page.url,
            outlet_id=page.outlet.id,
            title=article.title if article else None,
            published_at=article.published_at if article else None,
            seen_at=page.fetched_at,
            outcome=outcome,
        )


def read_again(imports: Imports, reader: ArchiveReader, worker: Worker, *, pages: Path) -> None:
    """Read every stored article again from its kept page; one whose page is lost stays as it is."""
    for file, places in kept_pages(imports.run.db).items():
        path = pages / file
        if not path.exists():
            imports.fail(f"{path} is gone: {len(places)} articles cannot be read again from it.")
            continue
        log.info("reading %d articles again from %s", len(places), path)
        for offset, url in places:
            try:
                batch = worker.ask(read_batch, path, offset, 1, reader)
            except ParsingFailed as error:
                batch = Batch((Fault(str(error), offset, url),), offset)
            store_batch(imports, path, whole(batch, offset, url), pages=pages)


def whole(batch: Batch, offset: int, url: str) -> Batch:
    """The batch, if it holds an article that stands just here; else what is wrong."""
    [*found] = batch.found
    match found:
        case [ArchivedPage(offset=at, reading=reading)] if at == offset and reading.article:
            return batch
        case [Fault(offset=at) as fault] if at == offset:
            reason = fault.reason
        case [ArchivedPage(offset=at, reading=reading)] if at == offset and reading.reason:
            reason = reading.reason
        case _:
            reason = "its kept page is not where it should be"
    return Batch((Fault(reason, offset, url),), batch.end)
