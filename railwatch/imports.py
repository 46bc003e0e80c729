"""What an import has stored so far, and what failed in it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from crawler.outcomes import EntryOutcome
from crawler.outlets import OutletSpec
from railwatch.app import now
from railwatch.runs import Run
from storage.articles import Outcome, save_articles
from storage.outlets import save_outlet
from storage.records import Article

log = logging.getLogger(__name__)

OUTCOMES = {
    Outcome.NEW: EntryOutcome.STORED,
    Outcome.CHANGED: EntryOutcome.CHANGED,
    Outcome.UNCHANGED: EntryOutcome.UNCHANGED,
}


class Imports:
    """The books of one import; knows which outlets it has noted already."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.noted: set[str] = set()

    def save(self, article: Article, spec: OutletSpec) -> EntryOutcome:
        """Store the article of a noted outlet. Raises ValueError for one without a web address."""
        [outcome] = self.save_all([(article, spec)])
        return outcome

    def save_all(
        self, articles: Sequence[tuple[Article, OutletSpec]], *, are_archived: bool = False
    ) -> list[EntryOutcome]:
        """Store articles of noted outlets at once. Raises ValueError as `save`, storing none."""
        borrowed = {spec.id for _, spec in articles if not spec.store_text}
        found = [article for article, _ in articles]
        outcomes = save_articles(
            self.run.db, found, borrowed_from=borrowed, are_archived=are_archived
        )
        self.run.articles_new += outcomes.count(Outcome.NEW)
        self.run.articles_changed += outcomes.count(Outcome.CHANGED)
        return [OUTCOMES[outcome] for outcome in outcomes]

    def note_outlet(self, spec: OutletSpec, *, is_declared: bool) -> None:
        """Store the outlet once, and tell of one that nobody has declared."""
        if spec.id in self.noted:
            return
        self.noted.add(spec.id)
        save_outlet(self.run.db, spec.to_outlet())
        if not is_declared:
            log.warning(
                "outlet %r has no [[outlet]] table: its times without an offset count as UTC",
                spec.name,
            )

    def fail(self, reason: str, *, url: str | None = None) -> None:
        """Tell what could not be stored, and note it in `failures`."""
        log.warning("%s", reason)
        self.run.fail("import", reason, at=now(), url=url)
