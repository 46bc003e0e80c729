"""What becomes of an event over time: changes with their reasons, and ids that lead on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.merge.facts import Facts
from storage.merge.figures import event_figures
from storage.merge.origins import Origins
from storage.merge.summary import event_row
from storage.merge.weights import FAMILY_OF
from storage.periods import utc_text
from storage.records import EventType

# The strongest reason first: an article may have several in one merge.
REASONS = ("article_changed", "extractor_changed", "new_report", "merge_changed")
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
    offset: int


@dataclass(frozen=True, slots=True)
class Told:
    """A report that is there now: what it tells, where its evidence begins, and its event."""

    type: EventType
    offset: int
    event_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """An event as its reports tell it that are not new, and why that may differ from before."""

    values: dict[str, Any]
    because: str


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
                own = (row["type"], row["event_id"], row["component"], row["offset_start"] or 0)
                gone.append(Gone(article, *own))
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
        self.by_article: dict[str, list[Told]] = {}
        self.reasons: dict[str, str] = {}
        self.known: dict[str, Known] = {}
        self.new: set[str] = set()

    def note_group(self, event_id: str, group: list[Facts]) -> None:
        """Remember which earlier events' reports the event now holds, and why it may change."""
        self.reasons[event_id] = self._because(group, event_id)
        known = []
        for facts in group:
            query = "SELECT event_id, offset_start FROM reports WHERE id = ?"
            before, offset = self.db.conn.execute(query, [facts.id]).fetchone()
            if before is not None and before != event_id:
                self.heirs.setdefault(before, Counter())[event_id] += 1
            if before is not None or self.pending.reasons.get(facts.article_id) != "new_report":
                known.append(facts)
            told = Told(facts.type, offset, event_id)
            self.by_article.setdefault(facts.article_id, []).append(told)
        if 0 < len(known) < len(group):
            self._note_known(event_id, known)

    def save_changes(self, event_id: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        """One row for each watched field, and each figure, that differs."""
        for name in sorted({*before, *after}):
            old, new = before.get(name), after.get(name)
            if old != new:
                self._save(event_id, name, old, new, self._because_of(event_id, name, old))

    def save_gone(self, event_id: str) -> str | None:
        """Let the id of an event that is no more lead to the one that holds its reports now.

        Returns that event's id, or None where nothing is left of them.
        """
        heir = self._heir(event_id)
        because = self._because_of(heir, "id", event_id) if heir else self._because([], event_id)
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
        """The event with most of the reports; failing that, of what its articles tell instead."""
        counts = self.heirs.get(event_id) or Counter(
            told.event_id
            for gone in self.pending.gone
            if gone.event_id == event_id and (told := self._told_instead(gone))
        )
        return min(counts, key=_by_most(counts), default=None)

    def _told_instead(self, gone: Gone) -> Told | None:
        """The report of a kindred type that has the same evidence, the same type, or is nearest."""
        family = FAMILY_OF[EventType(gone.type)]
        near = self.by_article.get(gone.article_id, [])
        kindred = [told for told in near if FAMILY_OF[told.type] is family]
        return min(kindred, key=_distance_from(gone), default=None)

    def _note_known(self, event_id: str, known: list[Facts]) -> None:
        """Beside a new report others were read again: what changes is due to one or the other."""
        because = self._given(known, event_id)
        if because not in (None, "new_report"):
            origins = Origins(known)
            row = event_row(known, origins)
            values = watched(row, event_figures(known, origins)) | {"id": row["id"]}
            self.known[event_id] = Known(values, because)

    def _because_of(self, event_id: str, name: str, before: Any) -> str:
        """Why this field differs: what the known reports alone leave as it was is new."""
        known = self.known.get(event_id)
        if known is None:
            return self.reasons[event_id]
        return known.because if known.values.get(name) != before else "new_report"

    def _because(self, reports: list[Facts], event_id: str) -> str:
        return self._given(reports, event_id) or "merge_changed"

    def _given(self, reports: list[Facts], event_id: str) -> str | None:
        """The strongest reason among these reports and those that the event has lost."""
        articles = {facts.article_id for facts in reports}
        articles |= {gone.article_id for gone in self.pending.gone if gone.event_id == event_id}
        given = {self.pending.reasons.get(article) for article in articles}
        return next((reason for reason in REASONS if reason in given), None)

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


def watched(row: dict[str, Any], figures: list[dict[str, Any]]) -> dict[str, Any]:
    """What is told of an event when it differs: its fields and figures, by name."""
    values = {name: row[name] for name in WATCHED}
    for figure in figures:
        parts = (figure["role"], figure["scope"], figure["unit"])
        name = " ".join(part for part in parts if part)
        values[name] = figure["value"]
        if figure["conflicting"]:
            values[f"{name} conflicting"] = f"{figure['low']}–{figure['high']}"
    return values


def _distance_from(gone: Gone) -> Callable[[Told], tuple[bool, bool, int, str]]:
    def rank(told: Told) -> tuple[bool, bool, int, str]:
        distance = abs(told.offset - gone.offset)
        return distance > 0, told.type != gone.type, distance, told.event_id

    return rank


def _by_most(counts: Counter[str]) -> Any:
    def rank(event_id: str) -> tuple[int, str]:
        return -counts[event_id], event_id

    return rank
