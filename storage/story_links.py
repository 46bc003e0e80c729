"""Which articles have been compared, and what came of it.

Each article is compared with those told before it in the same days, the likest first, until a few
are found to be the same text or enough have been looked at. So the links depend on what is stored
alone, not on the order in which it came, and hundreds of prints of one wire have few links each.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlite_utils import Database

from storage.prints import Print, contradict, is_alike
from storage.shingles import BANDS
from storage.story_prints import stored_print
from storage.told import told_at

# "Will resume" and "has resumed" a week apart share most words and are two stories.
DAYS_APART = 3

# Of 32 bands two prints of one text share more than one, unless one of them has been cut: where the
# shorter has this part of the other's runs, one in ten thousand does not.
OF_A_LENGTH = 0.82

# Agencies end many pieces on the same background, so hundreds may look alike at first.
SAME_ENOUGH = 5
COMPARED = 25


class Verdict(StrEnum):
    """What two texts are to each other: one text, one with changed figures, or two texts."""

    SAME = "same"
    CHANGED = "changed"
    OTHER = "other"


# An enum takes longer to find a member by its value, of which many are read.
VERDICTS = {verdict.value: verdict for verdict in Verdict}


class Link(NamedTuple):
    """An article near another: in how many bands they differ, when it was told, and what it is.

    The likest come first, of equals the earliest.
    """

    apart: int
    told: str
    other_id: str
    verdict: Verdict = Verdict.OTHER


def link_articles(db: Database, articles: Collection[str]) -> set[str]:
    """Link articles that have come in or changed; all whose story that may touch.

    The bands, prints and rows of all of them must be stored.
    """
    touched = set(articles)
    for key in articles:
        told, near = _near(db, key)
        earlier = [link for link in near if (link.told, link.other_id) < (told, key)]
        _save(db, key, _compared(db, key, earlier, {}))
        later = {
            link.other_id: Link(link.apart, told, key)
            for link in near
            if (link.told, link.other_id) > (told, key) and link.other_id not in articles
        }
        touched |= _offered(db, key, later)
    return touched


def unlink_article(db: Database, article_id: str) -> set[str]:
    """Take an article's links away; those others whose story that may touch."""
    query = "SELECT other_id FROM story_links WHERE article_id = ? AND verdict != 'other'"
    touched = {row[0] for row in db.conn.execute(query, [article_id])}
    query = "SELECT article_id FROM story_links WHERE other_id = ?"
    links = _links(db, [row[0] for row in db.conn.execute(query, [article_id])])
    query = "DELETE FROM story_links WHERE article_id = ?1 OR other_id = ?1"
    db.conn.execute(query, [article_id])
    for key, before in links.items():
        touched.add(key)
        if _is_enough(before):  # there is room for what was not compared
            left = {link.other_id: link for link in before if link.other_id != article_id}
            touched |= _compared_again(db, key, left, without=article_id)
    return touched


def linked_articles(db: Database, touched: Collection[str]) -> list[tuple[str, str]]:
    """The articles and all that links of sameness reach from them, the earliest first.

    Each with the story that it has been in.
    """
    query = f"""
        WITH RECURSIVE reached(id) AS (
            SELECT value FROM json_each(?)
            UNION SELECT other_id FROM reached
            JOIN story_links ON article_id = reached.id AND verdict = 'same'
            UNION SELECT article_id FROM reached
            JOIN story_links ON other_id = reached.id AND verdict = 'same'
        )
        SELECT articles.id, story_id, {told_at()} AS told FROM reached
        JOIN articles ON articles.id = reached.id ORDER BY told, articles.id
    """
    found = db.conn.execute(query, [json.dumps(sorted(touched))])
    return [(key, story_id) for key, story_id, _ in found]


def links_between(db: Database, articles: Iterable[str]) -> dict[Verdict, dict[str, set[str]]]:
    """For either verdict on texts that are alike, whom each article is linked to, both ways."""
    query = """
        SELECT article_id, other_id, verdict FROM story_links
        WHERE article_id IN (SELECT value FROM json_each(?)) AND verdict != 'other'
    """
    links: dict[Verdict, dict[str, set[str]]] = {
        verdict: defaultdict(set) for verdict in (Verdict.SAME, Verdict.CHANGED)
    }
    for one, other, verdict in db.conn.execute(query, [json.dumps(list(articles))]):
        links[Verdict(verdict)][one].add(other)
        links[Verdict(verdict)][other].add(one)
    return links


def _offered(db: Database, article_id: str, offers: Mapping[str, Link]) -> set[str]:
    """Give each article a link to this one where it is to be compared with it.

    All whose story that may touch.
    """
    touched: set[str] = set()
    if not offers:
        return touched
    own = stored_print(db, article_id)
    for key, before in _links(db, offers).items():
        link = offers[key]
        if _is_enough(before) and link > before[-1]:
            continue
        link = link._replace(verdict=_judge(own, stored_print(db, key)))
        after = list(_until_enough(sorted([*before, link])))
        gone = before[len(after) - 1 :]
        _save(db, key, [link])
        _delete(db, key, gone)
        telling = [one.other_id for one in [link, *gone] if one.verdict is not Verdict.OTHER]
        touched |= {key, *telling} if telling else set()
    return touched


def _compared_again(
    db: Database, article_id: str, left: Mapping[str, Link], *, without: str
) -> set[str]:
    """Compare an article with more in the place of one; those found to be alike."""
    told, near = _near(db, article_id)
    earlier = [
        left.get(link.other_id, link)
        for link in near
        if (link.told, link.other_id) < (told, article_id) and link.other_id != without
    ]
    links = _compared(db, article_id, earlier, left)
    new = [link for link in links if link.other_id not in left]
    _save(db, article_id, new)
    return {link.other_id for link in new if link.verdict is not Verdict.OTHER}


def _near(db: Database, article_id: str) -> tuple[str, list[Link]]:
    """When the article was told, and the articles of those days that share a band with it."""
    query = f"""
        WITH alike AS (
            SELECT theirs.article_id AS id, count(*) AS bands FROM story_bands AS mine
            JOIN story_bands AS theirs ON theirs.band = mine.band AND theirs.hash = mine.hash
            WHERE mine.article_id = :id AND theirs.article_id != :id GROUP BY theirs.article_id
        )
        SELECT {BANDS} - bands, {told_at("other")}, other.id FROM alike
        LEFT JOIN story_sizes AS size ON size.article_id = alike.id
        CROSS JOIN articles AS other ON other.id = alike.id
        WHERE (bands > 1 OR (min(runs, :runs) > {OF_A_LENGTH} * max(runs, :runs)) IS NOT TRUE)
        AND abs(julianday({told_at("other")}) - julianday(:told)) <= {DAYS_APART}
    """
    own = f"""
        SELECT {told_at()}, runs FROM articles
        LEFT JOIN story_sizes ON article_id = id WHERE id = ?
    """
    told, runs = db.conn.execute(own, [article_id]).fetchone()
    found = db.conn.execute(query, {"id": article_id, "told": told, "runs": runs})
    return told, [Link(*row) for row in found]


def _compared(
    db: Database, article_id: str, near: Iterable[Link], known: Container[str]
) -> list[Link]:
    """The articles nearby, the likest first, each with its verdict, until that is enough."""
    likest = sorted(near)
    if not likest:
        return []
    own = stored_print(db, article_id)
    judged = (
        link
        if link.other_id in known
        else link._replace(verdict=_judge(own, stored_print(db, link.other_id)))
        for link in likest
    )
    return list(_until_enough(judged))


def _until_enough(links: Iterable[Link]) -> Iterator[Link]:
    same = 0
    for count, link in enumerate(links, start=1):
        yield link
        same += link.verdict is Verdict.SAME
        if same == SAME_ENOUGH or count == COMPARED:
            return


def _is_enough(links: list[Link]) -> bool:
    verdicts = [link.verdict for link in links]
    return len(links) >= COMPARED or verdicts.count(Verdict.SAME) >= SAME_ENOUGH


def _judge(one: Print, other: Print) -> Verdict:
    if not is_alike(one, other):
        return Verdict.OTHER
    return Verdict.CHANGED if contradict(one, other) else Verdict.SAME


def _links(db: Database, articles: Collection[str]) -> dict[str, list[Link]]:
    """What each article has been compared with, the likest first."""
    query = f"""
        SELECT article_id, {BANDS} - bands, other_id, verdict FROM story_links
        WHERE article_id IN (SELECT value FROM json_each(?))
    """
    found = db.conn.execute(query, [json.dumps(list(articles))]).fetchall()
    told = _told(db, {other_id for _, _, other_id, _ in found})  # many have been compared with one
    links: dict[str, list[Link]] = {key: [] for key in articles}
    for key, apart, other_id, verdict in found:
        if other_id in told:  # not deleted by hand, foreign keys off
            links[key].append(Link(apart, told[other_id], other_id, VERDICTS[verdict]))
    return {key: sorted(found) for key, found in links.items()}


def _told(db: Database, articles: Iterable[str]) -> dict[str, str]:
    """When each of the articles was told."""
    query = f"SELECT id, {told_at()} FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.conn.execute(query, [json.dumps(list(articles))]).fetchall())


def _save(db: Database, article_id: str, links: Iterable[Link]) -> None:
    # Links of articles that were deleted by hand, foreign keys off, may be left over.
    query = "INSERT OR REPLACE INTO story_links VALUES (?, ?, ?, ?)"
    rows = ((article_id, link.other_id, BANDS - link.apart, link.verdict) for link in links)
    db.conn.executemany(query, rows)


def _delete(db: Database, article_id: str, links: Iterable[Link]) -> None:
    pairs = ((article_id, link.other_id) for link in links)
    query = "DELETE FROM story_links WHERE article_id = ? AND other_id = ?"
    db.conn.executemany(query, pairs)
