"""The links of likeness between reports: what they tie is of one component, perhaps one event."""

from __future__ import annotations

from sqlite_utils import Database

from storage.merge.candidates import candidates
from storage.merge.clusters import Scores
from storage.merge.reading import FactsStore
from storage.merge.weights import LINK


def linked_reports(db: Database, report_id: str, store: FactsStore, scores: Scores) -> set[str]:
    """The ids of the reports that are linked with this one."""
    near = store.load(candidates(db, report_id))
    [own] = store.load([report_id])
    return {facts.id for facts in near if scores.of(own, facts) >= LINK}
