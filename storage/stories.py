"""Stories: one text printed by one or more outlets (wire copy, reprints, second addresses).

Two articles are of one story when they appear within days of each other, share most of their word
runs, and no figure has changed between them: the same words with another toll are a follow-up. A
story is all that such links hold together, so the order of arrival does not matter. A print that
leaves the toll out may be linked to a text and to its follow-up: it stays with the earlier.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from sqlite_utils import Database

from storage.database import insert_rows, write_along
from storage.prints import Print, any_contradict, contradict, is_alike, read_print, same_text
from storage.shingles import bands, shingles, tokens

# "Will resume" and "has resumed" a week apart share most words and are two stories.
DAYS_APART = 3

# Agencies end many pieces on the same background, so hundreds may look alike at first: only the
# most alike are compared word by word, a few of each story and so many in all.
COMPARED_OF_STORY = 5
COMPARED = 40

EARLIEST_FIRST = "ORDER BY coalesce(published_at, fetched_at), id"


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
        _rejoin(db, article_id, set())


def _rejoin(db: Database, article_id: str, coming: Set[str]) -> None:
    for group in _linked_groups(db, _leave_story(db, article_id)):
        _save_group(db, group)
    _save_bands(db, {article_id: _text(db, article_id)})
    _join(db, article_id, coming)


def _join(db: Database, article_id: str, coming: Set[str]) -> None:
    """Make one story of all those of the article's neighbours; those yet to come are none.

    Of stories that contradict each other in a figure the earliest counts.
    """
    own = _print(db, article_id)
    joined, taken, torn = {article_id}, list[Print](), list[str]()
    near = _near_stories(db, article_id, coming)
    for story_id in _earliest_first(db, near):
        told = {key: _print(db, key) for key in near[story_id]}
        linked = [key for key in told if is_alike(own, told[key])]
        against = [key for key in told if linked and contradict(own, told[key])]
        linked = [key for key in linked if key not in against]
        if against:
            is_first = _earliest_first(db, [article_id, *against])[0] == article_id
            torn += linked if is_first else []
        elif linked and not any_contradict(taken, told.values()):
            joined |= _members(db, story_id)
            taken += told.values()
    _save_group(db, joined)
    for key in torn:
        _rejoin(db, key, coming)


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


def _near_stories(db: Database, article_id: str, coming: Set[str]) -> dict[str, list[str]]:
    """Stories that may hold the same text, each with its articles most alike."""
    near: dict[str, list[str]] = defaultdict(list)
    compared = 0
    for key, story_id in _alike(db, article_id).items():
        if key in coming or len(near[story_id]) == COMPARED_OF_STORY:
            continue
        near[story_id].append(key)
        compared += 1
        if compared == COMPARED:
            break
    return {story_id: keys for story_id, keys in near.items() if keys}


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
    own = _print(db, article_id)
    return [other for other in others if same_text(own, _print(db, other))]


def _text(db: Database, article_id: str) -> str:
    query = "SELECT text FROM articles WHERE id = ?"
    return str(db.conn.execute(query, [article_id]).fetchone()[0])


def _print(db: Database, article_id: str) -> Print:
    return read_print(_text(db, article_id))


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


def _earliest_first(db: Database, articles: Iterable[str]) -> list[str]:
    query = f"SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) {EARLIEST_FIRST}"
    return [row[0] for row in db.conn.execute(query, [json.dumps(list(articles))])]


def _mark_moved(db: Database, articles: list[str]) -> None:
    """Events count the stories that tell them, so theirs must be counted again."""
    db.conn.executemany(
        """INSERT INTO merge_pending (article_id, because)
        SELECT ?1, 'new_report' WHERE EXISTS (SELECT 1 FROM reports WHERE article_id = ?1)""",
        [(article,) for article in articles],
    )
