"""Pages of stored articles that are asked again while they are fresh, and those that went away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from storage.database import write, write_along
from storage.periods import from_utc_text, optional_utc_text, utc_text
from storage.urls import article_id, canonical_url

# After the first fetch: corrections come within hours, second reports within days.
AGES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3))


@dataclass(frozen=True, slots=True)
class PageCheck:
    """A page to ask again. `checked_at` is when it was last fetched or found unchanged.

    `other_url` is where it was found besides the article's own address.
    """

    url: str
    checked_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    other_url: str | None = None


def save_page_check(
    db: Database,
    url: str,
    *,
    now: datetime,
    etag: str | None = None,
    last_modified: str | None = None,
    found_at: str | None = None,
) -> None:
    """Note that the page of a stored article answered; validators that it left out stay.

    `found_at` is where it was found, if that is known.
    """
    row = {
        "id": article_id(url),
        "now": utc_text(now),
        "next": optional_utc_text(_next_check(db, url, now)),
        "etag": etag,
        "last_modified": last_modified,
        "other": _other(url, found_at),
    }
    with write_along(db):
        _mark_events(db, article_id(url), was_gone=True)
        db.conn.execute(
            """INSERT INTO page_checks
            (article_id, first_at, checked_at, next_check_at, etag, last_modified, other_url)
            SELECT id, :now, :now, :next, :etag, :last_modified, :other FROM articles WHERE id = :id
            ON CONFLICT (article_id) DO UPDATE SET checked_at = :now, next_check_at = :next,
            etag = coalesce(:etag, etag), last_modified = coalesce(:last_modified, last_modified),
            other_url = coalesce(:other, other_url), gone_at = NULL""",
            row,
        )


def save_page_found(db: Database, url: str, *, found_at: str) -> None:
    """Note that a source led to the page of the article stored at `url` at another address.

    One that has gone from its own address is there then.
    """
    if other := _other(url, found_at):
        with write(db):
            _mark_events(db, article_id(url), was_gone=True)
            db.conn.execute(
                "UPDATE page_checks SET other_url = ?, gone_at = NULL WHERE article_id = ?",
                [other, article_id(url)],
            )


def save_page_gone(db: Database, url: str, *, now: datetime) -> None:
    """Note that a published page is not there any more; it is asked once more at its next age.

    The next merge tells the events that no other page bears out.
    """
    due = optional_utc_text(_next_check(db, url, now))
    with write(db):
        _mark_events(db, article_id(url), was_gone=False)
        db.conn.execute(
            """UPDATE page_checks SET gone_at = coalesce(gone_at, ?), next_check_at = ?
            WHERE article_id = ?""",
            [utc_text(now), due, article_id(url)],
        )


def put_off_page_check(db: Database, url: str, *, now: datetime) -> None:
    """Note that the page did not answer: it is asked again at its next age."""
    due = optional_utc_text(_next_check(db, url, now))
    with write(db):
        db.conn.execute(
            "UPDATE page_checks SET next_check_at = ? WHERE article_id = ?", [due, article_id(url)]
        )


def due_page_checks(db: Database, outlet_id: str, *, now: datetime, limit: int) -> list[PageCheck]:
    """The outlet's pages to ask again now, those that wait longest first."""
    query = """
        SELECT url, checked_at, etag, last_modified, other_url FROM page_checks
        JOIN articles ON articles.id = article_id
        WHERE outlet_id = ? AND next_check_at <= ? ORDER BY next_check_at, article_id LIMIT ?
    """
    rows = db.query(query, [outlet_id, utc_text(now), limit])
    return [PageCheck(**row | {"checked_at": from_utc_text(row["checked_at"])}) for row in rows]


def stored_page(db: Database, url: str) -> PageCheck | None:
    """The page of the article stored at `url` with the validators of its state, or None."""
    query = """
        SELECT url, fetched_at, etag, last_modified FROM articles
        LEFT JOIN page_checks ON article_id = id WHERE id = ?
    """
    row = db.conn.execute(query, [article_id(url)]).fetchone()
    return row and PageCheck(row[0], from_utc_text(row[1]), row[2], row[3])


def _other(url: str, found_at: str | None) -> str | None:
    """Where the page was found, if that is no form of its own address."""
    if found_at is None or article_id(found_at) == article_id(url):
        return None
    return canonical_url(found_at)


def next_age(first: datetime, now: datetime) -> datetime | None:
    """The first of a page's ages that lies ahead; ages that were missed are not made up for."""
    return next((first + age for age in AGES if first + age > now), None)


def _mark_events(db: Database, key: str, *, was_gone: bool) -> None:
    """Have the next merge look at the article's events, if its page has gone or come back."""
    db.conn.execute(
        """INSERT INTO merge_pending (article_id, because)
        SELECT article_id, 'article_changed' FROM page_checks
        WHERE article_id = ?1 AND (gone_at IS NOT NULL) = ?2
        AND EXISTS (SELECT 1 FROM reports WHERE article_id = ?1)""",
        [key, was_gone],
    )


def _next_check(db: Database, url: str, now: datetime) -> datetime | None:
    query = "SELECT first_at FROM page_checks WHERE article_id = ?"
    row = db.conn.execute(query, [article_id(url)]).fetchone()
    return next_age(from_utc_text(row[0]) if row else now, now)
