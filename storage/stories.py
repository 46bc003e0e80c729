"""Stories: one text printed by one or more outlets (wire copy, reprints, second addresses).

Two articles are of one story when they appear within days of each other, share most of their word
runs, and no figure has changed between them: the same words with another toll are a follow-up. A
story is all that such links hold together. A print that leaves the toll out may be linked to a
text and to its follow-up: it stays with the earlier. Whatever links reach is parted anew, the
earliest first, so that the order of arrival does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set

from sqlite_utils import Database

from storage.database import insert_rows, write_along
from storage.prints import any_contradict
from storage.shingles import bands_of_each, text_shingles
from storage.story_links import (
    Verdict,
    link_articles,
    linked_articles,
    links_between,
    unlink_article,
)
from storage.story_prints import stored_print

# Of two stories that a print joins, so many of each are compared figure by figure.
COMPARED_OF_STORY = 5


def save_stories(db: Database, texts: Mapping[str, str]) -> None:
    """Find the stories of new articles, given by id with their texts."""
    with write_along(db):
        _save_bands(db, texts)
        met = _met(db, texts)
        alone = [key for key in texts if key not in met]
        insert_rows(
            db, "stories", [{"id": key, "first_article_id": key, "articles": 1} for key in alone]
        )
        if met:
            _part_anew(db, link_articles(db, met))


def change_story(db: Database, article_id: str, text: str | None = None) -> None:
    """Find the story of a stored article anew: it was told at another time, or has this text."""
    with write_along(db):
        touched = unlink_article(db, article_id)
        if text is not None:
            db.conn.execute("DELETE FROM story_bands WHERE article_id = ?", [article_id])
            _save_bands(db, {article_id: text})
        _part_anew(db, touched | link_articles(db, {article_id}))
        _mark_moved(db, [article_id])


def leave_story(db: Database, article_id: str) -> None:
    """Take an article out of its story; its row is then to be deleted."""
    with write_along(db):
        touched = unlink_article(db, article_id)
        db.conn.execute("DELETE FROM story_bands WHERE article_id = ?", [article_id])
        db.conn.execute("UPDATE articles SET story_id = NULL WHERE id = ?", [article_id])
        _part_anew(db, touched)
        db.conn.execute("DELETE FROM stories WHERE id = ?", [article_id])


def _save_bands(db: Database, texts: Mapping[str, str]) -> None:
    shingled = {key: found for key, text in texts.items() if (found := text_shingles(text))}
    rows = (
        (band, number, key)
        for key, numbers in zip(shingled, bands_of_each([*shingled.values()]), strict=True)
        for band, number in enumerate(numbers)
    )
    db.conn.executemany("INSERT INTO story_bands VALUES (?, ?, ?)", rows)
    sizes = ((key, len(set(found))) for key, found in shingled.items())
    db.conn.executemany("INSERT OR REPLACE INTO story_sizes VALUES (?, ?)", sizes)


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


def _part_anew(db: Database, touched: Set[str]) -> None:
    """Tell the stories of the articles, and of all that links reach from them, once more."""
    before = dict(linked_articles(db, touched))
    _save_stories(db, parted(db, list(before)), before)


def parted(db: Database, articles: list[str]) -> list[list[str]]:
    """The articles, the earliest first, parted into stories; so is each story.

    Each joins the stories of those that it is the same text as, the earliest first, but none that
    contradicts it or one that it has joined.
    """
    links = links_between(db, articles)
    place = {key: at for at, key in enumerate(articles)}
    story_of: dict[str, list[str]] = {}
    for key in articles:
        linked = [story_of[near] for near in links[Verdict.SAME][key] if near in story_of]
        near = sorted({place[story[0]]: story for story in linked}.items())
        own = story_of[key] = [key]
        for _, story in near:
            if _contradict(db, own, story, story_of, links[Verdict.CHANGED]):
                continue
            story.extend(own)
            story.sort(key=place.__getitem__)
            story_of |= dict.fromkeys(own, story)
            own = story
    return list({id(story): story for story in story_of.values()}.values())


def _contradict(
    db: Database,
    own: list[str],
    story: list[str],
    story_of: Mapping[str, list[str]],
    changed: Mapping[str, Set[str]],
) -> bool:
    """Whether a figure of one story stands changed in the other, as far as they were compared."""
    across = (story_of.get(other) for key in own for other in changed.get(key, ()))
    if any(other is story for other in across):
        return True
    if len(own) == 1:  # compared with the likest of the story when it was linked
        return False
    first, other = (
        [stored_print(db, key) for key in keys[:COMPARED_OF_STORY]] for keys in (own, story)
    )
    return any_contradict(first, other)


def _save_stories(db: Database, stories: list[list[str]], before: Mapping[str, str | None]) -> None:
    """Store what is parted; those whose story that changes are to be merged again."""
    db.conn.executemany(
        """INSERT INTO stories (id, first_article_id, articles) VALUES (?1, ?1, ?2)
        ON CONFLICT (id) DO UPDATE SET articles = ?2""",
        [(story[0], len(story)) for story in stories],
    )
    moved = [(story[0], key) for story in stories for key in story if before[key] != story[0]]
    db.conn.executemany("UPDATE articles SET story_id = ? WHERE id = ?", moved)
    gone = set(before.values()) - {story[0] for story in stories}
    db.conn.executemany("DELETE FROM stories WHERE id = ?", [(story_id,) for story_id in gone])
    _mark_moved(db, [key for _, key in moved])


def _mark_moved(db: Database, articles: list[str]) -> None:
    """Events count the stories that tell them, so theirs must be counted again."""
    db.conn.executemany(
        """INSERT INTO merge_pending (article_id, because)
        SELECT ?1, 'new_report' WHERE EXISTS (SELECT 1 FROM reports WHERE article_id = ?1)""",
        [(article,) for article in articles],
    )
