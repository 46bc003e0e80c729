"""Why an event is one: which reports were joined by what, and who stands behind each of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from storage.merge.choices import firmest
from storage.merge.clusters import Scores, joining_links
from storage.merge.compare import features
from storage.merge.facts import age
from storage.merge.moments import conflicting_ends, conflicting_starts
from storage.merge.origins import Chain, Origins
from storage.merge.reading import FactsStore
from storage.merge.summary import event_factuality
from storage.merge.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports that were joined: the features that speak for and against, with their weights."""

    report_id: str
    other_id: str
    features: tuple[tuple[str, float], ...]

    @property
    def points(self) -> float:
        return sum(weight for _, weight in self.features)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The links that joined an event's reports, and the chain of sources behind each of them.

    `starts` and `ends` are times that reports give and that cannot all be right.
    """

    links: tuple[Link, ...]
    chains: tuple[Chain, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]


def explain_event(db: Database, event_id: str) -> Explanation:
    """What the merge goes by in this event, reckoned again from its stored reports."""
    query = "SELECT id FROM reports WHERE event_id = ?"
    ids = [row[0] for row in db.conn.execute(query, [event_id])]
    reports = sorted(FactsStore(db).load(ids), key=age)
    origins = Origins(reports)
    links = tuple(
        Link(other.id, one.id, tuple((name, WEIGHTS[name]) for name in features(one, other)))
        for one, other in joining_links(reports, Scores())
    )
    factuality = event_factuality(reports)
    firm, firm_ends = firmest(reports, factuality), firmest(reports, factuality, ends=True)
    starts = {facts.start for pair in conflicting_starts(firm) for facts in pair if facts.start}
    ends = {facts.end for pair in conflicting_ends(firm_ends) for facts in pair if facts.end}
    chains = tuple(origins.chain(facts) for facts in reports)
    return Explanation(links, chains, tuple(sorted(starts)), tuple(sorted(ends)))
