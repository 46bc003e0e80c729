"""The very same piece at two addresses of one outlet on one day (print view, two rubrics).

It is one article, that of the address under which it was told first; of equals the first by name.
The same words on another day are a piece of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from storage.article_pages import Page
from storage.stories import leave_story
from storage.told import told_at


@dataclass(frozen=True, slots=True)
class Twin:
    """A stored article that says the very same; whether its address is the one to keep."""

    article_id: str
    search_id: int
    is_first: bool


def twin_at_home(db: Database, page: Page) -> Twin | None:
    """The stored article of which the page is a reprint at home, or None."""
    if not page.text.strip():
        return None
    query = f"""
        SELECT id, search_id, ({told_at()}, url) < (:told, :url) FROM articles
        WHERE outlet_id = :outlet AND sha256 = :digest AND id != :id
        AND date({told_at()}) = date(:told) ORDER BY {told_at()}, url
    """
    outlet_id, digest = page.contents
    values = {"outlet": outlet_id, "digest": digest, "id": page.key, "told": page.told}
    found = db.conn.execute(query, values | {"url": page.article.url}).fetchone()
    return None if found is None else Twin(found[0], found[1], bool(found[2]))


def give_way(db: Database, twin: Twin, heir_id: str) -> None:
    """Let the stored article at the better address take the twin's place.

    The heir is unread: its reports take the place of the twin's.
    """
    gone = {"twin": twin.article_id, "heir": heir_id}
    leave_story(db, twin.article_id)
    for change in (
        """INSERT INTO merge_pending (article_id, because, type, event_id, component, offset_start)
        SELECT :heir, 'new_report', type, event_id, component, offset_start FROM reports
        WHERE article_id = :twin ORDER BY id""",
        "DELETE FROM reports WHERE article_id = :twin",
        "UPDATE article_versions SET article_id = :heir WHERE article_id = :twin",
        "DELETE FROM articles WHERE id = :twin",
    ):
        db.conn.execute(change, gone)
    db.conn.execute("DELETE FROM articles_fts WHERE rowid = ?", [twin.search_id])
