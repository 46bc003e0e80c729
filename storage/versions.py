"""Earlier states of articles that have changed."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from storage.periods import utc_text
from storage.records import Article
from storage.urls import article_id


def keep_version(db: Database, stored: dict[str, Any]) -> None:
    """Keep the stored state of an article, before another takes its place."""
    names = ("title", "text", "sha256", "page_file", "page_offset", "extractor_version")
    version = {name: stored[name] for name in names}
    version |= {"article_id": stored["id"], "seen_at": stored["fetched_at"]}
    db.table("article_versions").insert(version)


def save_earlier(db: Database, article: Article, digest: str) -> None:
    """Keep a state of the article that is older than the stored one, unless it is known."""
    key = article_id(article.url, is_post=article.blog_url is not None)
    known = """
        SELECT 1 FROM articles WHERE id = :id AND sha256 = :sha256
        UNION SELECT 1 FROM article_versions WHERE article_id = :id AND sha256 = :sha256
    """
    if db.conn.execute(known, {"id": key, "sha256": digest}).fetchone():
        return
    version = {"title": article.title, "text": article.text, "sha256": digest}
    version |= {"article_id": key, "seen_at": utc_text(article.fetched_at)}
    db.table("article_versions").insert(version)
    db.conn.execute(  # its figures may have been told later than was thought
        """INSERT INTO merge_pending (article_id, because) SELECT ?1, 'article_changed'
        WHERE EXISTS (SELECT 1 FROM reports WHERE article_id = ?1)""",
        [key],
    )
