"""What earlier runs know of an entry."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.entries import Entry
from crawler.outcomes import RETRIED, SAVED, UNSETTLED, EntryOutcome
from crawler.reading import PageReading
from crawler.walls import shared
from storage.articles import article_row, stored_ids
from storage.database import read_rows
from storage.folding import clean_text
from storage.periods import from_utc_text, utc_text
from storage.prints import contradict, read_print
from storage.records import Article, Precision
from storage.seen import Seen, one_line, seen_entries, seen_entry
from storage.urls import article_id, canonical_url

# A live blog with no post for so long has come to its end.
LIVE = timedelta(days=1)
# Two views of one article share at least this part of the shorter's runs of words.
MUCH_SHARED = 0.5
# So long after its source last listed it, an entry that could not be read is asked for again.
LEFT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """What earlier runs know of some entries, looked up for all of them at once.

    `seen` has the notes and `live` the live blogs that may go on, by canonical address; `stored`
    the ids of articles.
    """

    seen: Mapping[str, Seen]
    stored: Container[str]
    live: Container[str]

    @classmethod
    def of(cls, db: Database, entries: Iterable[Entry], *, now: datetime) -> EarlierRuns:
        """Raises ValueError for an entry whose address is not http(s)."""
        urls = [entry.url for entry in entries]
        stored = stored_ids(db, map(article_id, urls))
        return cls(seen_entries(db, urls), stored, _live(db, urls, now))

    def know(self, entry: Entry, *, now: datetime) -> bool:
        """Whether an earlier run dealt with the entry and its source shows no change since."""
        url = canonical_url(entry.url)
        seen = self.seen.get(url)
        if seen is None:
            return article_id(entry.url) in self.stored
        if seen.outcome in RETRIED or url in self.live:
            return False
        if entry.title and seen.headlines and one_line(entry.title) not in seen.headlines:
            return False
        updated = entry.updated_at
        return updated is None or not seen.seen_at < updated <= now

    def failed_at(self, entry: Entry) -> datetime | None:
        """When the entry's page was last asked for in vain; None if never, or if it has come."""
        seen = self.seen.get(canonical_url(entry.url))
        return seen.seen_at if seen and seen.outcome == EntryOutcome.FAILED else None


def left_entries(db: Database, outlet_id: str, *, now: datetime) -> list[Entry]:
    """What earlier runs left unread though no source may list it any more.

    Entries never asked for come first, then those that failed, the newest first.
    """
    query = f"""
        SELECT url, title, published_at FROM seen WHERE outlet_id = ? AND seen_at >= ?
        AND outcome IN ({", ".join("?" * len(UNSETTLED))})
        ORDER BY outcome = ?, seen_at DESC, url
    """
    values = [outlet_id, utc_text(now - LEFT), *UNSETTLED, EntryOutcome.FAILED]
    return [_left_entry(*row) for row in db.conn.execute(query, values)]


def _left_entry(url: str, titles: str | None, published: str | None) -> Entry:
    title = titles.rpartition("\n")[2] if titles else None
    return Entry(url, title, published_at=from_utc_text(published) if published else None)


def is_other_view(db: Database, entry: Entry, article: Article, *, taken: Container[str]) -> bool:
    """Whether the entry led to another view (AMP, mobile, print) of an article that we have.

    `taken` are the ids of the entries of this run: the article itself may be among them. Where a
    source always lists such a view, the view brings the changes too.
    """
    key = article_id(article.url)
    if key == article_id(entry.url):
        return False
    if key in taken:
        return True
    seen = seen_entry(db, entry.url)
    is_usual = seen is not None and seen.outcome in SAVED
    return not is_usual and article_row(db, article.url) is not None


def placed(
    db: Database,
    reading: PageReading,
    url: str,
    *,
    found_at: str,
    taken: Mapping[str, str | None] = {},
) -> PageReading:
    """The reading of the page of the entry at `url`, its article at an address of its own.

    That is where the page lies, if the address it gives itself is that of another article: some
    sites name a section there. An article that has moved stays where it was first found, also
    where a source lists its new address. `taken` are the entries of this run, by id with their
    headlines: what is listed beside it, under the same headline, has not moved there.
    """
    article = reading.article
    if article is None or reading.posts:
        return reading
    if _has_moved(db, article, url):
        return replace(reading, article=replace(article, url=canonical_url(url)))
    if _is_of_other_entry(article, url, taken):
        return replace(reading, article=replace(article, url=canonical_url(found_at)))
    if first := _first_place(db, article, url, taken):
        return replace(reading, article=replace(article, url=first))
    if article_id(article.url) == article_id(found_at):
        return reading
    stored = article_row(db, article.url)
    if stored is None or not _is_another(db, article, stored, url, found_at):
        return reading
    return replace(reading, article=replace(article, url=canonical_url(found_at)))


def _has_moved(db: Database, article: Article, url: str) -> bool:
    """Whether the article stored at `url` is this one, which has a new address."""
    stored = article_row(db, url)
    if stored is None or not stored["text"] or article_row(db, article.url) is not None:
        return False
    return _tell_the_same(article, stored)


def _is_of_other_entry(article: Article, url: str, taken: Mapping[str, str | None]) -> bool:
    """Whether a source lists another headline where the article says it belongs."""
    own, other = taken.get(article_id(url)), taken.get(article_id(article.url))
    return None not in (own, other) and own != other


def _first_place(db: Database, article: Article, url: str, taken: Container[str]) -> str | None:
    """Where the outlet already has an article of the very moment and mostly the same words.

    Their headlines agree and that one is not listed any more, or the entry at `url` led there
    before. Notices of one minute may differ in no more than the name of a station.
    """
    if article.published_precision is not Precision.TIME or article_row(db, article.url):
        return None
    assert article.published_at is not None
    seen = seen_entry(db, url)
    led_there = seen is not None and seen.outcome in SAVED | {EntryOutcome.DUPLICATE}
    query = """
        SELECT url, title, text FROM articles WHERE published_at = ? AND outlet_id = ?
        AND (title = ? OR ?) AND blog_url IS NULL AND text != '' ORDER BY fetched_at, id
    """
    published_at, title = utc_text(article.published_at), clean_text(article.title)
    for stored in read_rows(db, query, [published_at, article.outlet_id, title, led_there]):
        is_left = article.title == stored["title"] and article_id(stored["url"]) not in taken
        if (led_there or is_left) and _tell_the_same(article, stored):
            return str(stored["url"])
    return None


def _is_another(
    db: Database, article: Article, stored: Mapping[str, Any], url: str, found_at: str
) -> bool:
    """Whether the article stored where this one says it belongs is another."""
    if article_row(db, found_at) is not None:
        return True
    seen = seen_entry(db, url)
    if seen is not None and seen.outcome in SAVED:  # it comes from the very entry
        return False
    if not stored["text"] or article.title == stored["title"]:
        return False
    return not _tell_the_same(article, stored)


def _tell_the_same(article: Article, stored: Mapping[str, Any]) -> bool:
    if shared(article.text, stored["text"]) < MUCH_SHARED:
        return False
    return not contradict(read_print(article.text), read_print(stored["text"]))


def _live(db: Database, urls: Iterable[str], now: datetime) -> set[str]:
    """The live blogs among the addresses that may go on: one has a post younger than a day."""
    query = """
        SELECT DISTINCT blog_url FROM articles
        WHERE blog_url IN (SELECT value FROM json_each(?)) AND published_at > ?
    """
    values = [json.dumps([canonical_url(url) for url in urls]), utc_text(now - LIVE)]
    return {url for (url,) in db.conn.execute(query, values)}
