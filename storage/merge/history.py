"""What becomes of an event over time: changes with their reasons, and ids that lead on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.merge.facts import Facts
from storage.periods import utc_text

# The strongest reason first: an event may change for several in one merge.
REASONS = ("article_changed", "extractor_changed", "new_report")
# Counts and dates of reporting change with every report and are no news of the event.
WATCHED = (
    *("title", "type", "factuality", "start", "end", "recurrence"),
    *("origin", "destination", "location", "countries", "pages_gone"),
)


@dataclass(frozen=True, slots=True)
class Gone:
    """A report that was there at the last merge."""

    article_id: str
    type: str
    event_id: str | None
    component: str | None


@dataclass(frozen=True, slots=True)
class Pending:
    """What has changed since the last merge: the articles with the reason, the reports gone."""

    reasons: dict[str, str]
    gone: tuple[Gone, ...]

    @classmethod
    def load(cls, db: Database) -> Pending:
        reasons: dict[str, str] = {}
        gone = []
        for row in db.query("SELECT * FROM merge_pending ORDER BY id"):
            article = row["article_id"]
            known = [reason for reason in (row["because"], reasons.get(article)) if reason]
            reasons[article] = min(known, key=REASONS.index)
            if row["type"] is not None:
                gone.append(Gone(article, row["type"], row["event_id"], row["component"]))
        return cls(reasons, tuple(gone))

    @property
    def articles(self) -> list[tuple[str]]:
        return [(article,) for article in sorted(self.reasons)]

    @property
    def components(self) -> list[tuple[str]]:
        return [
            (name,) for name in sorted({gone.component for gone in self.gone if gone.component})
        ]

    @property
    def events(self) -> set[str]:
        return {gone.event_id for gone in self.gone if gone.event_id}


class History:
    """Writes `event_changes` and `event_redirects` for one merge."""

    def __init__(self, db: Database, pending: Pending, *, now: datetime) -> None:
        self.db = db
        self.pending = pending
        self.at = utc_text(now)
        self.heirs: dict[str, Counter[str]] = {}
        self.by_article: dict[tuple[str, str], str] = {}
        self.reasons: dict[str, str] = {}
        self.new: set[str] = set()

    def note_group(self, event_id: str, group: list[Facts]) -> None:
        """Remember which earlier events' reports the event now holds, and why it may change."""
        self.reasons[event_id] = self._because({facts.article_id for facts in group}, event_id)
        for facts in group:
            query = "SELECT event_id FROM reports WHERE id = ?"
            [before] = self.db.conn.execute(query, [facts.id]).fetchone()
            if before is not None and before != event_id:
                self.heirs.setdefault(before, Counter())[event_id] += 1
            self.by_article.setdefault((facts.article_id, facts.type.value), event_id)

    def save_changes(self, event_id: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        """One row for each watched field, and each figure, that differs."""
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                self._save(
                    event_id, name, before.get(name), after.get(name), self.reasons[event_id]
                )

    def save_gone(self, event_id: str) -> str | None:
        """Let the id of an event that is no more lead to the one that holds its reports now.

        Returns that event's id, or None where nothing is left of them.
        """
        heir = self._heir(event_id)
        because = self.reasons[heir] if heir else self._because(set(), event_id)
        self._save(heir or event_id, "id", event_id, heir, because)
        if heir is None:
            self.db.conn.execute("DELETE FROM event_redirects WHERE new_id = ?", [event_id])
            return None
        query = "UPDATE event_redirects SET new_id = ? WHERE new_id = ?"
        self.db.conn.execute(query, [heir, event_id])
        query = "UPDATE event_changes SET event_id = ? WHERE event_id = ?"
        self.db.conn.execute(query, [heir, event_id])
        self.db.table("event_redirects").upsert({"old_id": event_id, "new_id": heir}, pk="old_id")
        return heir

    def forget_redirects(self, live: set[str]) -> None:
        """An id that is an event's again leads nowhere else."""
        query = "DELETE FROM event_redirects WHERE old_id = ?"
        self.db.conn.executemany(query, [(event_id,) for event_id in sorted(live)])

    def _heir(self, event_id: str) -> str | None:
        """The event with most of the reports; failing that, with its article's new report."""
        if event_id in self.heirs:
            counts = self.heirs[event_id]
            return min(counts, key=_by_most(counts))
        for gone in self.pending.gone:
            if gone.event_id == event_id and (gone.article_id, gone.type) in self.by_article:
                return self.by_article[gone.article_id, gone.type]
        return None

    def _because(self, articles: set[str], event_id: str) -> str:
        left = {gone.article_id for gone in self.pending.gone if gone.event_id == event_id}
        given = {self.pending.reasons.get(article) for article in articles | left}
        return next((reason for reason in REASONS if reason in given), "merge_changed")

    def _save(self, event_id: str, name: str, old: Any, new: Any, because: str) -> None:
        self.db.table("event_changes").insert(
            {
                "event_id": event_id,
                "at": self.at,
                "field": name,
                "old": None if old is None else str(old),
                "new": None if new is None else str(new),
                "because": because,
            }
        )


def _by_most(counts: Counter[str]) -> Any:
    def rank(event_id: str) -> tuple[int, str]:
        return -counts[event_id], event_id

    return rank
