"""Stories parted again by their articles' links, as saving does it, beside what is stored."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from storage.stories import parted
from storage.story_links import linked_articles

# Alone in its story and linked to none, an article is told by the other rules.
PRINTED_TWICE = """SELECT article_id FROM story_links WHERE verdict = 'same'
    UNION SELECT other_id FROM story_links WHERE verdict = 'same'
    UNION SELECT articles.id FROM articles JOIN stories ON stories.id = story_id
    WHERE stories.articles > 1"""


def wrong_stories(db: Database) -> Iterator[tuple[str, str]]:
    """What does not hold of a story, and its first article's id, for all that may have reprints."""
    sizes = "SELECT count(*) FROM articles WHERE story_id = ?"
    left = dict.fromkeys(key for (key,) in db.conn.execute(PRINTED_TWICE))
    while left:
        key, _ = left.popitem()
        story_of = dict(linked_articles(db, {key}))
        for story in parted(db, list(story_of)):
            stored = {story_of[article] for article in story}
            [size] = db.conn.execute(sizes, [min(stored, key=str)]).fetchone()
            if len(stored) > 1 or size != len(story):
                yield "stories that are not what the links of their articles give", story[0]
        for article in story_of:
            left.pop(article, None)
