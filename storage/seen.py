"""Every entry that was fetched or turned down, one row each, so that none is asked for twice."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.database import write
from storage.folding import clean_optional
from storage.periods import optional_utc_text, utc_text
from storage.urls import canonical_url

UPSERT = """
    INSERT INTO seen (url, outlet_id, title, published_at, seen_at, outcome)
    VALUES (:url, :outlet_id, :title, :published_at, :seen_at, :outcome)
    ON CONFLICT (url) DO UPDATE SET outlet_id = excluded.outlet_id, title = excluded.title,
        published_at = excluded.published_at, seen_at = excluded.seen_at,
        outcome = excluded.outcome
    WHERE excluded.seen_at >= seen.seen_at
"""


def save_seen(
    db: Database,
    *,
    url: str,
    outlet_id: str,
    title: str | None,
    published_at: datetime | None,
    seen_at: datetime,
    outcome: str,
) -> None:
    """Note what became of the entry at `url`; a later note of the same entry replaces it.

    What an archive tells of an earlier visit does not.
    """
    row = {
        "url": canonical_url(url),
        "outlet_id": outlet_id,
        "title": clean_optional(title),
        "published_at": optional_utc_text(published_at),
        "seen_at": utc_text(seen_at),
        "outcome": outcome,
    }
    with write(db):
        db.conn.execute(UPSERT, row)


def seen_outcome(db: Database, url: str) -> str | None:
    """What became of the entry at `url`, or None if it was never seen."""
    query = "SELECT outcome FROM seen WHERE url = ?"
    row = db.conn.execute(query, [canonical_url(url)]).fetchone()
    return None if row is None else str(row[0])
