"""What becomes of a stored article whose page comes in again: changed, the same, or older."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from storage.article_pages import Page, article_columns
from storage.borrowed_texts import delete_borrowed, save_borrowed
from storage.periods import utc_text
from storage.stories import change_story
from storage.story_prints import delete_print, save_print
from storage.told import told_at
from storage.versions import keep_version, save_earlier

# What tells how a time was found goes where the time goes.
PUBLISHED = "published_at", "dated_by", "published_precision", "published_offset"
MODIFIED = "modified_at", "modified_by", "modified_offset"
# What the page says about itself, and how that was found: none of it makes a new version.
DETAILS = (
    "byline",
    "wire_credit",
    "language",
    "section",
    "dateline_place",
    "dateline_date",
    "body_by",
)


def save_again(db: Database, page: Page, stored: dict[str, Any]) -> bool:
    """Store what the page has that its stored row has not. True if the article has changed."""
    if _is_first_page(page, stored):
        return False
    if page.is_archived and utc_text(page.article.fetched_at) < stored["fetched_at"]:
        save_earlier(db, page.article, page.digest)
        _save_first_fetch(db, page)
        return False
    is_changed = page.digest != str(stored["sha256"])
    if is_changed:
        _save_change(db, page, stored)
    else:
        _save_details(db, page, stored)
    if page.borrowed is not None and _is_unread(db, page.key):
        save_borrowed(db, page.key, page.borrowed)
    return is_changed


def _is_first_page(page: Page, stored: dict[str, Any]) -> bool:
    """Whether the page archive gives the first page again of an article that was joined of more."""
    is_same_visit = utc_text(page.article.fetched_at) == stored["fetched_at"]
    return is_same_visit and str(stored["text"]).startswith(f"{page.article.text}\n\n")


def _is_unread(db: Database, key: str) -> bool:
    query = "SELECT extractor_version IS NULL FROM articles WHERE id = ?"
    return bool(db.conn.execute(query, [key]).fetchone()[0])


def _save_change(db: Database, page: Page, stored: dict[str, Any]) -> None:
    """The new state under the first address; what the new page leaves unsaid stays."""
    keep_version(db, stored)
    row = article_columns(page)
    kept = ("byline", "wire_credit", "language", "section")
    row |= {name: row[name] or stored[name] for name in kept}
    dating = PUBLISHED if row["published_at"] is None and stored["published_at"] else ()
    row |= {name: stored[name] for name in ("url", "story_id", *dating)}
    row["first_fetched_at"] = stored["first_fetched_at"] or stored["fetched_at"]
    db.table("articles").update(page.key, row)
    delete_borrowed(db, page.key)
    if page.borrowed is None:
        delete_print(db, page.key)
    else:
        save_print(db, page.key, page.borrowed)
    change_story(db, page.key, page.text)


def _save_first_fetch(db: Database, page: Page) -> None:
    """Note that an archive had the article before us; it may have been told earlier then."""
    query = f"SELECT {told_at()} FROM articles WHERE id = ?"
    before = db.conn.execute(query, [page.key]).fetchone()
    db.conn.execute(
        """UPDATE articles SET first_fetched_at = ?2
        WHERE id = ?1 AND ?2 < coalesce(first_fetched_at, fetched_at)""",
        [page.key, utc_text(page.article.fetched_at)],
    )
    if before != db.conn.execute(query, [page.key]).fetchone():
        change_story(db, page.key)


def _save_details(db: Database, page: Page, stored: dict[str, Any]) -> None:
    """Take over what the page now says about itself; a date that it lacked makes it unread."""
    row = article_columns(page)
    names: tuple[str, ...] = DETAILS
    names += MODIFIED if row["modified_at"] else ()
    names += PUBLISHED if _is_dated_anew(row, stored) else ()
    changed = {name: row[name] for name in names if row[name] and row[name] != stored[name]}
    if "published_at" in changed:
        changed["extractor_version"] = None
    if changed:
        db.table("articles").update(page.key, changed)
    if "published_at" in changed:
        change_story(db, page.key)


def _is_dated_anew(row: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Whether the page gives the article the date that it lacked, or tells how that was found.

    One that was found stays, and so does how: a second look sees the page without its source.
    """
    if stored["published_at"] is None:
        return row["published_at"] is not None
    return stored["dated_by"] is None and row["published_at"] == stored["published_at"]
