"""Articles from files, stored as if they had been crawled."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from crawler.language import text_language
from crawler.outcomes import EntryOutcome
from crawler.outlets import OutletSpec
from crawler.reading import languages_read, read_article
from railwatch.app import now
from railwatch.documents import Document, Reader, Unreadable
from railwatch.outlet_book import unknown_outlet
from railwatch.runs import Run
from storage.articles import Outcome, save_article
from storage.outlets import save_outlet
from storage.records import Article
from storage.relevance import is_rail
from storage.runs import save_failure
from storage.seen import save_seen

log = logging.getLogger(__name__)

OUTCOMES = {
    Outcome.NEW: EntryOutcome.STORED,
    Outcome.CHANGED: EntryOutcome.CHANGED,
    Outcome.UNCHANGED: EntryOutcome.UNCHANGED,
}


class Importer:
    """Stores documents; knows which outlets of this import are already noted."""

    def __init__(self, run: Run, *, keep_all: bool) -> None:
        self.run = run
        self.keep_all = keep_all
        self.noted: set[str] = set()

    def import_files(self, files: Iterable[Path], reader: Reader) -> None:
        """Store the articles in these files; what cannot be read is told, and the rest goes on."""
        for item in read_all(files, reader):
            try:
                if isinstance(item, Unreadable):
                    raise item
                self.store(item)
            except (Unreadable, ValueError) as error:
                self.note_failure(str(error))

    def store(self, document: Document) -> None:
        """Store one article, or note why not. Raises ValueError for one without a web address."""
        article = document.article
        if not article.url.startswith(("http://", "https://")):
            raise ValueError(f"{document.id}: has no web address, which an article is known by.")
        spec = document.outlet or unknown_outlet(name=document.outlet_name, url=article.url)
        self.note_outlet(spec, known=document.outlet is not None)
        article = replace(
            article,
            outlet_id=spec.id,
            language=article.language or text_language(article.text),
        )
        outcome = self.refusal(article) or self.save(article, spec)
        save_seen(
            self.run.db,
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

    def save(self, article: Article, spec: OutletSpec) -> EntryOutcome:
        reading = read_article(article, now=now())
        if reading.reason:
            log.warning("%s: %s", article.url, reading.reason)
        outcome = save_article(self.run.db, article, store_text=spec.store_text)
        self.run.articles_new += outcome is Outcome.NEW
        self.run.articles_changed += outcome is Outcome.CHANGED
        return OUTCOMES[outcome]

    def note_outlet(self, spec: OutletSpec, *, known: bool) -> None:
        """Store the outlet once, and tell of one that nobody has declared."""
        if spec.id in self.noted:
            return
        self.noted.add(spec.id)
        save_outlet(self.run.db, spec.to_outlet())
        if not known:
            log.warning("outlet %r has no [[outlet]] table: its times count as UTC", spec.name)

    def note_failure(self, reason: str) -> None:
        log.warning("%s", reason)
        self.run.failures += 1
        save_failure(
            self.run.db,
            run_id=self.run.id,
            stage="import",
            outlet_id=None,
            url=None,
            reason=reason,
            now=now(),
        )


def read_all(files: Iterable[Path], reader: Reader) -> Iterator[Document | Unreadable]:
    """The documents of all files."""
    for path in files:
        log.info("importing %s", path)
        yield from reader.read(path)
