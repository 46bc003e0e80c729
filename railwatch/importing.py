"""Articles from files, stored as if they had been crawled."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.language import text_language
from crawler.outcomes import EntryOutcome
from crawler.page_text import MAX_CHARACTERS
from crawler.reading import languages_read, read_article
from crawler.titles import MAX_LENGTH
from crawler.worker import shared_worker
from railwatch.app import now
from railwatch.archive_store import store_batch
from railwatch.archives import ArchiveReader
from railwatch.document import Document, Unreadable
from railwatch.documents import Reader, is_archive
from railwatch.imports import Imports
from railwatch.outlet_book import unknown_outlet
from storage.records import Article
from storage.relevance import is_rail
from storage.seen import save_seen
from storage.urls import is_web

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Importer:
    """Stores what files hold. `pages` is the folder of our own archives."""

    imports: Imports
    keep_all: bool
    pages: Path

    def import_files(self, files: Iterable[Path], reader: Reader) -> None:
        """Store the articles in these files; what cannot be read is told, and the rest goes on."""
        for path in files:
            log.info("importing %s", path)
            if is_archive(path):
                self.import_archive(path, ArchiveReader(reader.outlets, self.keep_all))
            else:
                self.import_documents(path, reader)

    def import_archive(self, path: Path, reader: ArchiveReader) -> None:
        """Store the articles of a WARC file."""
        try:
            for batch in reader.batches(path, shared_worker()):
                store_batch(self.imports, path, batch, pages=self.pages)
        except OSError as error:
            self.imports.fail(f"{path}: {error.strerror}.")

    def import_documents(self, path: Path, reader: Reader) -> None:
        """Store the articles of any other file."""
        for item in reader.read(path):
            try:
                if isinstance(item, Unreadable):
                    raise item
                self.store(item)
            except (Unreadable, ValueError) as error:
                self.imports.fail(str(error))

    def store(self, document: Document) -> None:
        """Store one article, or note why not. Raises ValueError for one without a web address.

        Title and text end where those of a crawled page would.
        """
        article = document.article
        if not is_web(article.url):
            raise ValueError(f"{document.id}: has no web address, which an article is known by.")
        spec = document.outlet or unknown_outlet(name=document.outlet_name, url=article.url)
        self.imports.note_outlet(spec, is_declared=document.outlet is not None)
        article = replace(
            article,
            outlet_id=spec.id,
            title=article.title[:MAX_LENGTH],
            text=article.text[:MAX_CHARACTERS],
            language=article.language or text_language(article.text),
        )
        outcome = self.refusal(article)
        if outcome is None:
            reading = read_article(article, now=now())
            if reading.reason:
                log.warning("%s: %s", article.url, reading.reason)
            outcome = self.imports.save(article, spec)
        save_seen(
            self.imports.run.db,
            url=article.url,
            outlet_id=spec.id,
            title=article.title,
            published_at=article.published_at,
            seen_at=now(),
            outcome=outcome.value,
        )

    def refusal(self, article: Article) -> EntryOutcome | None:
        """Why an article is not for us: the same gates that a crawl has."""
        if article.language is not None and article.language not in languages_read():
            return EntryOutcome.UNREAD_LANGUAGE
        if not self.keep_all and not is_rail(article.title, article.text):
            return EntryOutcome.NOT_RAIL
        return None
