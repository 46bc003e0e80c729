"""Groups of reports, from the pairs that are linked: each group is one event.

The strongest link joins first; two groups join only if no pair across contradicts and the pairs
across agree on average, so that one doubtful report does not chain two clear groups together. Only
the set of reports counts, never their order.
"""

from __future__ import annotations

from itertools import combinations
from statistics import fmean

from storage.merge.compare import likeness
from storage.merge.facts import Facts, age
from storage.merge.weights import CONTRADICTION, LINK, MEAN_LINK

Pair = tuple[str, str]
# So many pairs are remembered at once: a rebuild of millions of reports must fit into memory.
KEPT = 500_000


class Scores:
    """The likeness of pairs, each reckoned once."""

    def __init__(self) -> None:
        self.known: dict[Pair, float] = {}

    def of(self, one: Facts, other: Facts) -> float:
        first, second = (one, other) if one.id < other.id else (other, one)
        pair = first.id, second.id
        if pair not in self.known:
            if len(self.known) >= KEPT:
                self.known.clear()
            self.known[pair] = likeness(first, second)
        return self.known[pair]


def clusters(reports: list[Facts], scores: Scores) -> list[list[Facts]]:
    """The reports parted into events, each with its earliest told first."""
    groups = {id(group): group for group in _grown(reports, scores, []).values()}
    return [sorted(group, key=age) for group in groups.values()]


def joining_links(reports: list[Facts], scores: Scores) -> list[tuple[Facts, Facts]]:
    """The pairs whose links joined the reports of one event, in the order in which they did.

    What joined within an event does not depend on the reports around it.
    """
    links: list[tuple[Facts, Facts]] = []
    _grown(reports, scores, links)
    return links


def _grown(
    reports: list[Facts], scores: Scores, joined: list[tuple[Facts, Facts]]
) -> dict[str, list[Facts]]:
    """The group of each report by its id; the pairs that joined groups are added to `joined`."""
    ordered = sorted(reports, key=age)
    group_of = {facts.id: [facts] for facts in ordered}
    links = [
        (-points, at, one, other)
        for at, (one, other) in enumerate(combinations(ordered, 2))
        if (points := scores.of(one, other)) >= LINK
    ]
    for _, _, one, other in sorted(links, key=_strongest):
        mine, theirs = group_of[one.id], group_of[other.id]
        if mine is not theirs and _may_join(mine, theirs, scores):
            mine.extend(theirs)
            group_of |= {facts.id: mine for facts in theirs}
            joined.append((one, other))
    return group_of


def _may_join(mine: list[Facts], theirs: list[Facts], scores: Scores) -> bool:
    across = [scores.of(one, other) for one in mine for other in theirs]
    return CONTRADICTION not in across and fmean(across) >= MEAN_LINK


def _strongest(link: tuple[float, int, Facts, Facts]) -> tuple[float, int]:
    return link[0], link[1]
