"""The sources of one outlet in one run: which are due, how each answered, when to ask again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from crawler.outlet_spec import OutletSpec
from storage.runs import resolve_failures
from storage.sources import (
    SourceState,
    SourceStatus,
    is_due,
    load_source,
    next_check,
    save_source,
)


@dataclass
class SourceBook:
    """`answered` holds those that gave a list, to be stored once its entries are settled.

    `is_partial` is true where a source was not due or had not changed: the run saw less than all.
    """

    db: Database
    spec: OutletSpec
    now: Callable[[], datetime]
    answered: dict[str, SourceState] = field(default_factory=dict)
    is_partial: bool = False

    def due(self) -> list[SourceState]:
        """The sources that may be asked now."""
        states = [
            load_source(self.db, url) or SourceState(url, self.spec.id, kind)
            for url, kind in self.spec.sources()
        ]
        due = [state for state in states if is_due(state, now=self.now())]
        self.is_partial = len(due) < len(states)
        return due

    def note_answer(
        self, state: SourceState, *, etag: str | None, last_modified: str | None
    ) -> None:
        """A source was read. Its validators are kept only if all its entries come to an end."""
        read = next_check(state, SourceStatus.OK, now=self.now())
        self.answered[state.url] = replace(read, etag=etag, last_modified=last_modified)
        resolve_failures(self.db, state.url, stage="crawl", now=self.now())

    def note_unchanged(self, state: SourceState) -> None:
        """A source has nothing new."""
        self.is_partial = True
        self._save(next_check(state, SourceStatus.UNCHANGED, now=self.now()))
        resolve_failures(self.db, state.url, stage="crawl", now=self.now())

    def note_failure(
        self, state: SourceState, status: SourceStatus, *, retry_after: timedelta | None = None
    ) -> None:
        """A source did not answer, or with nothing of use."""
        failed = next_check(state, status, now=self.now(), retry_after=retry_after)
        self._save(replace(failed, etag=None, last_modified=None))

    def close(self, *, is_settled: bool, pause: timedelta | None) -> None:
        """Store those that answered; without validators where an entry must be listed again."""
        for state in self.answered.values():
            if not is_settled:
                state = replace(state, etag=None, last_modified=None)
            if pause is not None:
                state = next_check(state, SourceStatus.TEMPORARY, now=self.now(), retry_after=pause)
            self._save(state)

    def _save(self, state: SourceState) -> None:
        """Only what is declared has a state: the sitemaps of an index come and go."""
        if state.url in {url for url, _ in self.spec.sources()}:
            save_source(self.db, state)
