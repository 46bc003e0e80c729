"""Stories: one text printed by one or more outlets (wire copy, reprints, second addresses).

Two articles are of one story when they appear within days of each other, share most of their word
runs, and no figure has changed between them: the same words with another toll are a follow-up. A
story is all that such links hold together, so the order of arrival does not matter.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from sqlite_utils import Database

from storage.database import insert_rows, write_along
from storage.shingles import bands, containment, figures_differ, jaccard, shingles, tokens

LEAST_JACCARD = 0.6
LEAST_CONTAINMENT = 0.8
# A shorter text is contained in another by chance: a stub, a picture's caption.
LEAST_CONTAINED = 30
# "Will resume" and "has resumed" a week apart share most words and are two stories.
DAYS_APART = 3

# Agencies end many pieces on the same background, so hundreds may look alike at first: only the
# most alike are compared word by word, a few of each story and so many in all.
COMPARED_OF_STORY = 5
COMPARED = 40

EARLIEST_FIRST = "ORDER BY coalesce(published_at, fetched_at), id"


@dataclass(frozen=True, slots=True)
class Print:
    """An article's text as its words and its shingles."""

    words: list[bytes]
    shingled: frozenset[int]


def save_stories(db: Database, texts: Mapping[str, str]) -> None:
    """Find the stories of new articles, given by id with their texts, as if they came in turn."""
    with write_along(db):
        _save_bands(db, texts)
        met = _met(db, texts)
        alone = [key for key in texts if key not in met]
        insert_rows(
            db, "stories", [{"id": key, "first_article_id": key, "articles": 1} for key in alone]
        )
        coming = set(texts)
        for key in texts:
            coming.remove(key)
            if key in met:
                _join(db, key, coming)


def change_story(db: Database, article_id: str) -> None:
    """Find the story of a stored article anew, its text or date having changed."""
    with write_along(db):
        for group in _linked_groups(db, _leave_story(db, article_id)):
            _save_group(db, group)
        _save_bands(db, {article_id: _text(db, article_id)})
        _join(db, article_id, set())


def _join(db: Database, article_id: str, coming: Set[str]) -> None:
    """Make one story of all those of the article's neighbours; those yet to come are none."""
    joined = {article_id}
    for neighbour in _neighbours(db, article_id, coming):
        joined |= _members(db, neighbour)
    _save_group(db, joined)


def _leave_story(db: Database, article_id: str) -> set[str]:
    """Take the article out of its story; the articles that stay behind."""
    others = _members(db, article_id) - {article_id}
    db.conn.execute("UPDATE articles SET story_id = NULL WHERE id = ?", [article_id])
    db.conn.execute("DELETE FROM story_bands WHERE article_id = ?", [article_id])
    db.conn.execute("DELETE FROM stories WHERE id = ?", [article_id])
    return others


def _linked_groups(db: Database, articles: set[str]) -> list[set[str]]:
    """The articles parted into groups that links of likeness still hold together."""
    groups = []
    left = set(articles)
    while left:
        group: set[str] = set()
        found = {left.pop()}
        while found:
            one = found.pop()
            group.add(one)
            near = set(_same_as(db, one, left & set(_alike(db, one)))) if left else set()
            found |= near
            left -= near
        groups.append(group)
    return groups


def _save_bands(db: Database, texts: Mapping[str, str]) -> None:
    shingled = {key: found for key, text in texts.items() if (found := shingles(tokens(text)))}
    rows = (
        (band, number, key)
        for key, numbers in zip(shingled, bands(shingled.values()), strict=True)
        for band, number in enumerate(numbers)
    )
    db.conn.executemany("INSERT INTO story_bands VALUES (?, ?, ?)", rows)


def _met(db: Database, articles: Iterable[str]) -> set[str]:
    """Those of the articles that share a band with another, of whatever day."""
    query = """
        SELECT value FROM json_each(?) AS asked WHERE EXISTS (
            SELECT 1 FROM story_bands AS mine
            JOIN story_bands AS theirs ON theirs.band = mine.band AND theirs.hash = mine.hash
            WHERE mine.article_id = asked.value AND theirs.article_id != asked.value
        )
    """
    return {row[0] for row in db.conn.execute(query, [json.dumps(list(articles))])}


def _neighbours(db: Database, article_id: str, coming: Set[str]) -> list[str]:
    """The articles that are the same text, of those most alike."""
    taken: Counter[str] = Counter()
    compared = []
    for near, story_id in _alike(db, article_id).items():
        if near in coming:
            continue
        taken[story_id] += 1
        if taken[story_id] <= COMPARED_OF_STORY:
            compared.append(near)
    return _same_as(db, article_id, compared[:COMPARED])


def _alike(db: Database, article_id: str) -> dict[str, str]:
    """Articles of those days that may be the same text, each with its story, the likest first."""
    query = f"""
        WITH alike AS (
            SELECT theirs.article_id AS id, count(*) AS bands FROM story_bands AS mine
            JOIN story_bands AS theirs ON theirs.band = mine.band AND theirs.hash = mine.hash
            WHERE mine.article_id = :id AND theirs.article_id != :id GROUP BY theirs.article_id
        )
        SELECT other.id, coalesce(other.story_id, other.id) FROM alike
        JOIN articles AS other ON other.id = alike.id
        JOIN articles AS own ON own.id = :id
        WHERE abs(
            julianday(coalesce(other.published_at, other.fetched_at))
            - julianday(coalesce(own.published_at, own.fetched_at))
        ) <= {DAYS_APART}
        ORDER BY alike.bands DESC, other.id
    """
    return dict(db.conn.execute(query, {"id": article_id}).fetchall())


def _same_as(db: Database, article_id: str, others: Iterable[str]) -> list[str]:
    """Those of the others that are the article's text, by the shingles of both."""
    compared = list(others)
    if not compared:
        return []
    own = _print(db, article_id)
    return [other for other in compared if _same_text(own, _print(db, other))]


def _same_text(one: Print, other: Print) -> bool:
    contained = min(len(one.shingled), len(other.shingled)) >= LEAST_CONTAINED and (
        containment(one.shingled, other.shingled) >= LEAST_CONTAINMENT
    )
    if not contained and jaccard(one.shingled, other.shingled) < LEAST_JACCARD:
        return False
    return not figures_differ(one.words, other.words)


def _text(db: Database, article_id: str) -> str:
    query = "SELECT text FROM articles WHERE id = ?"
    return str(db.conn.execute(query, [article_id]).fetchone()[0])


def _print(db: Database, article_id: str) -> Print:
    return _read(_text(db, article_id))


# The same few candidates are met again and again while a wave of reprints comes in.
@lru_cache(maxsize=128)
def _read(text: str) -> Print:
    words = tokens(text)
    return Print(words, frozenset(shingles(words)))


def _members(db: Database, article_id: str) -> set[str]:
    query = """
        SELECT id FROM articles
        WHERE story_id = (SELECT story_id FROM articles WHERE id = ?) OR id = ?
    """
    return {row[0] for row in db.conn.execute(query, [article_id, article_id])}


def _save_group(db: Database, group: set[str]) -> None:
    """Make one story of the articles; those whose story that changes are to be merged again."""
    marks = ",".join("?" * len(group))
    query = f"SELECT id, story_id FROM articles WHERE id IN ({marks}) {EARLIEST_FIRST}"
    articles = db.conn.execute(query, sorted(group)).fetchall()
    story_id = str(articles[0][0])
    db.conn.execute(
        """INSERT INTO stories (id, first_article_id, articles) VALUES (?1, ?1, ?2)
        ON CONFLICT (id) DO UPDATE SET articles = ?2""",
        [story_id, len(articles)],
    )
    moved = [(article, before) for article, before in articles if before != story_id]
    for article, before in moved:
        db.conn.execute("UPDATE articles SET story_id = ? WHERE id = ?", [story_id, article])
        if before not in group:
            continue
        db.conn.execute("DELETE FROM stories WHERE id = ?", [before])
    _mark_moved(db, [article for article, _ in moved])


def _mark_moved(db: Database, articles: list[str]) -> None:
    """Events count the stories that tell them, so theirs must be counted again."""
    db.conn.executemany(
        """INSERT INTO merge_pending (article_id, because)
        SELECT ?1, 'new_report' WHERE EXISTS (SELECT 1 FROM reports WHERE article_id = ?1)""",
        [(article,) for article in articles],
    )
