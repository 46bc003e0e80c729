"""Where the page of an article is kept: a file of the page archive, and an offset in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlite_utils import Database

from storage.database import write, write_along
from storage.periods import utc_text
from storage.records import Article
from storage.urls import article_id


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page in a WARC file. `file` is its bare name, `offset` the byte its record starts at."""

    file: str
    offset: int


def note_page(db: Database, article: Article, page: KeptPage) -> None:
    """Note where the page is that the article was read from, if that is its stored state."""
    query = "UPDATE articles SET page_file = ?, page_offset = ? WHERE id = ? AND fetched_at = ?"
    key = article_id(article.url, is_post=article.blog_url is not None)
    fetched_at = utc_text(article.fetched_at)
    with write_along(db):
        db.conn.execute(query, [page.file, page.offset, key, fetched_at])


def kept_pages(db: Database) -> dict[str, list[tuple[int, str]]]:
    """By file, the offset of each article's page and the article's address, in order."""
    query = """
        SELECT page_file, page_offset, url FROM articles
        WHERE page_file IS NOT NULL ORDER BY page_file, page_offset
    """
    rows = db.conn.execute(query).fetchall()
    return {
        file: [(offset, url) for _, offset, url in group]
        for file, group in groupby(rows, key=_file)
    }


def forget_file(db: Database, file: str) -> None:
    """Note that this file of pages is no longer there."""
    with write(db):
        for table in ("articles", "article_versions"):
            db.conn.execute(
                f"UPDATE {table} SET page_file = NULL, page_offset = NULL WHERE page_file = ?",
                [file],
            )


def _file(row: tuple[str, int, str]) -> str:
    return row[0]
