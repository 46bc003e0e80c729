"""The sources of one outlet in one run: which are due, how each answered, when to ask again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.entries import Listing
from crawler.outlet_spec import OutletSpec
from crawler.polling import after_skipped_hours, check_every, longer
from storage.runs import resolve_failures
from storage.sources import (
    PART,
    SourceState,
    SourceStatus,
    due_parts,
    forget_old_parts,
    forget_source,
    is_due,
    load_source,
    next_check,
    save_source,
)

NOTHING = Listing()
# A part of a source that failed so often in a row is left to the source to name again.
MAX_PART_FAILURES = 5


@dataclass
class SourceBook:
    """`answered` holds those that gave a list, to be stored once its entries are settled.

    `is_partial` is true where a source was not due or had not changed: the run saw less than all.
    `has_answered` is true where at least one did, if only that it has not changed.
    """

    db: Database
    spec: OutletSpec
    now: Callable[[], datetime]
    answered: dict[str, SourceState] = field(default_factory=dict)
    unchanged: list[SourceState] = field(default_factory=list)
    is_partial: bool = False
    has_answered: bool = False

    def due(self) -> list[SourceState]:
        """The sources that may be asked now, and parts of them that failed the last time."""
        states = [
            load_source(self.db, url) or SourceState(url, self.spec.id, kind)
            for url, kind in self.spec.sources()
        ]
        due = [state for state in states if is_due(state, now=self.now())]
        self.is_partial = len(due) < len(states)
        parts = due_parts(self.db, self.spec.id, now=self.now())
        return due + [part for part in parts if not self.is_declared(part)]

    def part(self, url: str, of: SourceState) -> SourceState:
        """The state of what a source goes on with: a sitemap of its index, its next page."""
        state = load_source(self.db, url) or SourceState(url, of.outlet_id, of.kind)
        return state if self.is_declared(state) else replace(state, check_every=PART)

    def note_answer(
        self,
        state: SourceState,
        *,
        etag: str | None,
        last_modified: str | None,
        listing: Listing = NOTHING,
        has_new: bool = False,
    ) -> None:
        """A source was read. Its validators are kept only if all its entries come to an end.

        Those of an index are not: its sitemaps may have changed though it has not.
        """
        self.has_answered = True
        if listing.sitemaps:
            etag = last_modified = None
        every = check_every(listing, previous=state.check_every, has_new=has_new, now=self.now())
        state = replace(state, hub=listing.hub, skip_hours=listing.skip_hours, check_every=every)
        read = self._checked(state, SourceStatus.OK)
        self.answered[state.url] = replace(read, etag=etag, last_modified=last_modified)
        resolve_failures(self.db, state.url, stage="crawl", now=self.now())

    def note_unchanged(self, state: SourceState) -> None:
        """A source has nothing new."""
        self.is_partial = self.has_answered = True
        state = replace(state, check_every=longer(state.check_every))
        self.unchanged.append(self._checked(state, SourceStatus.UNCHANGED))
        self._save(self.unchanged[-1])
        resolve_failures(self.db, state.url, stage="crawl", now=self.now())

    def _checked(self, state: SourceState, status: SourceStatus) -> SourceState:
        """The state after a check that worked. An outlet of this machine is asked in every run."""
        every = timedelta(0) if self.spec.local else state.check_every or timedelta(0)
        checked = next_check(state, status, now=self.now(), interval=every)
        assert checked.next_check_at is not None
        due = after_skipped_hours(checked.next_check_at, state.skip_hours)
        return checked if self.spec.local else replace(checked, next_check_at=due)

    def note_failure(
        self, state: SourceState, status: SourceStatus, *, retry_after: timedelta | None = None
    ) -> None:
        """A source did not answer, or with nothing of use."""
        failed = next_check(state, status, now=self.now(), retry_after=retry_after)
        if self.spec.local and retry_after is None:
            failed = replace(failed, next_check_at=self.now())
        self._save(replace(failed, etag=None, last_modified=None))

    def close(self, *, is_settled: bool, pause: timedelta | None) -> None:
        """Store those that answered; without validators where an entry must be listed again."""
        for state in self.answered.values():
            if not is_settled:
                state = replace(state, etag=None, last_modified=None)
            if pause is not None and self.is_declared(state):
                state = next_check(state, SourceStatus.TEMPORARY, now=self.now(), retry_after=pause)
            self._save(state)
        for state in self.unchanged:
            if pause is not None and self.is_declared(state):
                paused = next_check(
                    state, SourceStatus.TEMPORARY, now=self.now(), retry_after=pause
                )
                self._save(paused)
        forget_old_parts(self.db, self.spec.id, now=self.now())

    def resting_hosts(self) -> set[str]:
        """The hosts of sources that wait for the end of a pause."""
        states = (load_source(self.db, url) for url, _ in self.spec.sources())
        return {
            urlsplit(state.url).netloc
            for state in states
            if state
            and state.status is SourceStatus.TEMPORARY
            and not is_due(state, now=self.now())
        }

    def _save(self, state: SourceState) -> None:
        """Of a part only what is of use: that it must be asked again, or its validators."""
        is_waiting = state.status is SourceStatus.TEMPORARY and state.failures < MAX_PART_FAILURES
        if self.is_declared(state):
            save_source(self.db, state)
        elif is_waiting:
            save_source(self.db, replace(state, check_every=PART))
        elif state.etag or state.last_modified:
            save_source(self.db, replace(state, check_every=PART, next_check_at=None))
        else:
            forget_source(self.db, state.url)

    def is_declared(self, state: SourceState) -> bool:
        """Whether the outlet names this source itself."""
        return state.url in {url for url, _ in self.spec.sources()}
