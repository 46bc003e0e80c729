"""Articles that wait to be read, or to be read again by a newer extractor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from storage.borrowed_texts import borrowed_text
from storage.periods import from_utc_text, optional_moment
from storage.records import Article
from storage.told import told_at


def unread_articles(
    db: Database, *, extractor_version: str, all: bool = False
) -> Iterator[tuple[str, Article]]:
    """Id and article of each one that this extractor version has not read, the oldest first.

    With `all`, every article. One that was read and whose text was not kept stays as it was read.
    Reports may be saved while the articles are drawn.
    """
    query = f"SELECT id FROM articles WHERE {_unread(all)} ORDER BY {told_at()}, id"
    keys = db.conn.execute(query, {"version": extractor_version}).fetchall()
    for (key,) in keys:
        article = _to_article(next(iter(db.query("SELECT * FROM articles WHERE id = ?", [key]))))
        borrowed = borrowed_text(db, key)
        yield key, article if borrowed is None else replace(article, text=borrowed)


def count_unread(db: Database, *, extractor_version: str, all: bool = False) -> int:
    """How many articles `unread_articles` gives."""
    query = f"SELECT count(*) FROM articles WHERE {_unread(all)}"
    return int(db.conn.execute(query, {"version": extractor_version}).fetchone()[0])


def _unread(all: bool) -> str:
    """The condition for an article to be read, or read again; the same for both queries above."""
    has_text = "text != '' OR id IN (SELECT article_id FROM borrowed_texts)"
    old = ":version IS NOT NULL" if all else "extractor_version IS NOT :version"
    return f"extractor_version IS NULL OR ({old} AND ({has_text}))"


def _to_article(row: dict[str, Any]) -> Article:
    return Article(
        url=row["url"],
        outlet_id=row["outlet_id"],
        title=row["title"],
        text=row["text"],
        fetched_at=from_utc_text(row["fetched_at"]),
        byline=row["byline"],
        wire_credit=row["wire_credit"],
        blog_url=row["blog_url"],
        published_at=optional_moment(row["published_at"]),
        published_offset=row["published_offset"],
        modified_at=optional_moment(row["modified_at"]),
        language=row["language"],
    )
