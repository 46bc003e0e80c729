"""Every entry that was fetched or turned down, one row each, so that none is asked for twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.database import write_along
from storage.folding import clean_text
from storage.periods import from_utc_text, optional_utc_text, utc_text
from storage.urls import canonical_url

# An entry that differs in each source and run would fill the database with its headlines.
MAX_HEADLINES = 8
# Among so many entries seen last is the newest of an outlet.
RECENT = 1_000
UPSERT = """
    INSERT INTO seen (url, outlet_id, title, published_at, seen_at, outcome)
    VALUES (:url, :outlet_id, :title, :published_at, :seen_at, :outcome)
    ON CONFLICT (url) DO UPDATE SET outlet_id = excluded.outlet_id, title = excluded.title,
        published_at = excluded.published_at, seen_at = excluded.seen_at,
        outcome = excluded.outcome
    WHERE excluded.seen_at >= seen.seen_at
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The note of an entry: the headlines it was listed under, and what became of it."""

    headlines: tuple[str, ...]
    seen_at: datetime
    outcome: str


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

    What an archive tells of an earlier visit does not. The headlines that were noted stay.
    """
    row = {
        "url": canonical_url(url),
        "outlet_id": outlet_id,
        "title": _with_headline(seen_headlines(db, url), title),
        "published_at": optional_utc_text(published_at),
        "seen_at": utc_text(seen_at),
        "outcome": outcome,
    }
    with write_along(db):
        db.conn.execute(UPSERT, row)


def add_headline(db: Database, url: str, title: str) -> None:
    """Note that a source lists the entry at `url`, if it was seen, under this headline too."""
    text = _with_headline(seen_headlines(db, url), title)
    with write_along(db):
        db.conn.execute("UPDATE seen SET title = ? WHERE url = ?", [text, canonical_url(url)])


def seen_entries(db: Database, urls: Iterable[str]) -> dict[str, Seen]:
    """The notes of the entries at these addresses that were seen, by canonical address.

    Raises ValueError for an address that is not http(s).
    """
    query = """
        SELECT url, title, seen_at, outcome FROM seen
        WHERE url IN (SELECT value FROM json_each(?))
    """
    found = db.conn.execute(query, [json.dumps([canonical_url(url) for url in urls])])
    return {
        url: Seen(tuple(titles.split("\n")) if titles else (), from_utc_text(at), outcome)
        for url, titles, at, outcome in found
    }


def seen_entry(db: Database, url: str) -> Seen | None:
    """The note of the entry at `url`, or None if it was never seen."""
    return seen_entries(db, [url]).get(canonical_url(url))


def seen_headlines(db: Database, url: str) -> list[str]:
    """The headlines under which the entry at `url` was listed, the latest last."""
    seen = seen_entry(db, url)
    return list(seen.headlines) if seen else []


def one_line(title: str) -> str:
    """A headline as it is noted."""
    return " ".join(clean_text(title).split())


def _with_headline(known: list[str], title: str | None) -> str | None:
    """The headlines with one more, one a line."""
    latest = one_line(title or "")
    lines = [line for line in known if line != latest] + [latest] * bool(latest)
    return "\n".join(lines[-MAX_HEADLINES:]) or None


def newest_seen(db: Database, outlet_id: str, *, now: datetime) -> datetime | None:
    """When the latest entry seen of the outlet was published, or seen where no source tells."""
    query = f"""
        SELECT max(CASE WHEN published_at <= ? THEN published_at ELSE seen_at END) FROM (
            SELECT published_at, seen_at FROM seen WHERE outlet_id = ?
            ORDER BY seen_at DESC LIMIT {RECENT}
        )
    """
    [text] = db.conn.execute(query, [utc_text(now), outlet_id]).fetchone()
    return from_utc_text(text) if text else None
