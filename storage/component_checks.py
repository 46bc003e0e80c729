"""Components reckoned again by the links of their reports, as the merge does it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

from storage.merge.clusters import Scores
from storage.merge.links import linked_reports
from storage.merge.reading import FactsStore


def wrong_components(db: Database) -> Iterator[tuple[str, str]]:
    """What does not hold of a component, and its name, for all once everything is merged."""
    store, scores = FactsStore(db), Scores()
    query = "SELECT component, id FROM reports WHERE component IS NOT NULL ORDER BY component, id"
    for name, rows in groupby(db.conn.execute(query), itemgetter(0)):
        reports = [report for _, report in rows]
        links = {report: linked_reports(db, report, store, scores) for report in reports}
        if name != reports[0]:
            yield "components that are not named after their first report", name
        if not links.keys() >= set().union(*links.values()):
            yield "components that links lead out of", name
        if _reached(reports[0], links) < links.keys():
            yield "components that links do not hold together", name


def _reached(first: str, links: dict[str, set[str]]) -> set[str]:
    """The reports of the component that links lead to from the first one."""
    reached, ahead = {first}, [first]
    while ahead:
        found = links[ahead.pop()] & links.keys() - reached
        reached |= found
        ahead += found
    return reached
