"""Merging what has changed since the last merge, and storing the events that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.database import write
from storage.merge.candidates import save_keys
from storage.merge.clusters import Scores, clusters
from storage.merge.history import History, Pending
from storage.merge.links import linked_reports
from storage.merge.reading import FactsStore
from storage.merge.store import end_event, save_event

# To be raised with every change of the rules: the next merge then tells every event anew.
RULES_VERSION = 6


def merge_events(db: Database, *, now: datetime) -> int:
    """Merge the reports that are new or touched into events; how many events that changed.

    Only the groups of reports that a change can reach are looked at, or all when the events are
    those of other rules. The events depend on the set of stored reports alone, however they
    arrived.
    """
    with write(db):
        [rules] = db.conn.execute("PRAGMA user_version").fetchone()
        if rules != RULES_VERSION:
            return rebuild_events(db, now=now)
        return _Merge(db, now).run()


def rebuild_events(db: Database, *, now: datetime) -> int:
    """Merge every report anew, as after a change of the rules; how many events that changed."""
    with write(db):
        db.conn.execute(f"PRAGMA user_version = {RULES_VERSION}")
        db.conn.execute("DELETE FROM report_keys")
        db.conn.execute("UPDATE reports SET component = NULL")
        merge = _Merge(db, now)
        merge.rebuilds = True
        return merge.run()


@dataclass
class _Merge:
    """One merge: what is read is kept, so that no pair of reports is compared twice."""

    db: Database
    now: datetime
    rebuilds: bool = False

    def run(self) -> int:
        self.store, self.scores = FactsStore(self.db), Scores()
        pending = Pending.load(self.db)
        seeds = self._seeds(pending)
        components = self._components(seeds)
        before = self._events_before(components, pending)
        history = History(self.db, pending, now=self.now)
        changed, live = 0, set()
        for component in components:
            for group in clusters(self.store.load(component), self.scores):
                live.add(group[0].id)
                changed += save_event(self.db, group, history)
            self._mark_component(component)
        for gone in sorted(before - live):
            end_event(self.db, gone, history)
            changed += 1
        history.forget_redirects(live)
        self.db.conn.execute("DELETE FROM merge_pending")
        return changed

    def _seeds(self, pending: Pending) -> set[str]:
        """The reports from which a change spreads; new ones go into the index."""
        new = self._ids("SELECT id FROM reports WHERE component IS NULL", [()])
        for facts in self.store.load(new):
            save_keys(self.db, facts)
        touched = self._ids("SELECT id FROM reports WHERE article_id = ?", pending.articles)
        broken = self._ids("SELECT id FROM reports WHERE component = ?", pending.components)
        moved = touched - new
        for facts in self.store.load(moved):  # a date or a place may have changed
            self.db.conn.execute("DELETE FROM report_keys WHERE report_id = ?", [facts.id])
            save_keys(self.db, facts)
        return new | broken | self._siblings(moved)

    def _siblings(self, reports: set[str]) -> set[str]:
        """All of the components of these reports: a changed link may part them."""
        query = "SELECT component FROM reports WHERE id = ?"
        return self._ids(
            "SELECT id FROM reports WHERE component = ?",
            [(component,) for component in self._ids(query, [(report,) for report in reports])],
        )

    def _components(self, seeds: set[str]) -> list[set[str]]:
        """The seeds and all that links reach from them, parted where no link leads across.

        An old report that no change has touched brings its whole component, which is known.
        """
        group_of: dict[str, set[str]] = {}
        for seed in sorted(seeds):
            linked = linked_reports(self.db, seed, self.store, self.scores)
            reached = {seed} | linked | self._siblings(linked - seeds)
            touching = {id(group_of[near]): group_of[near] for near in reached if near in group_of}
            group = reached.union(*touching.values())
            group_of |= dict.fromkeys(group, group)
        return list({id(group): group for group in group_of.values()}.values())

    def _events_before(self, components: list[set[str]], pending: Pending) -> set[str]:
        if self.rebuilds:
            return self._ids("SELECT id FROM events", [()])
        reports = sorted(report for component in components for report in component)
        query = "SELECT event_id FROM reports WHERE id = ? AND event_id IS NOT NULL"
        events = self._ids(query, [(report,) for report in reports])
        stored = "SELECT id FROM events WHERE id = ?"
        return self._ids(stored, [(event,) for event in events | pending.events])

    def _mark_component(self, component: set[str]) -> None:
        name = min(component)
        self.db.conn.executemany(
            "UPDATE reports SET component = ? WHERE id = ? AND component IS NOT ?",
            [(name, report, name) for report in sorted(component)],
        )

    def _ids(self, query: str, parameters: Iterable[tuple[str, ...]]) -> set[str]:
        return {row[0] for given in parameters for row in self.db.conn.execute(query, given)}
