"""What does not hold in a database that ought to: damage, orphans, counts, search out of step.

Each rule is a query that finds the rows at fault. Work that waits for the next merge is no fault,
so what a killed run leaves behind passes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from sqlite_utils import Database

from storage.article_pages import text_digest
from storage.component_checks import wrong_components
from storage.event_checks import wrong_events
from storage.folding import search_text
from storage.ids import search_id
from storage.merge.driver import RULES_VERSION
from storage.report_checks import wrong_places, wrong_reports
from storage.shingles import BANDS, shingles, tokens
from storage.story_checks import wrong_stories
from storage.urls import article_id

SEARCHED = ("articles", "events")
# So many rows of one fault are named; a broken file would fill the terminal.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: what, in how many rows, and the ids of the first."""

    what: str
    rows: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = f" ({', '.join(self.examples)}{', …' * (self.rows > NAMED)})"
        return f"{self.what}: {self.rows}" + (named if self.examples else "")


RULES = {
    "articles without a story": "SELECT id FROM articles WHERE story_id IS NULL",
    "stories without an article": """SELECT id FROM stories
        WHERE id NOT IN (SELECT story_id FROM articles WHERE story_id IS NOT NULL)""",
    "stories that count their articles wrongly": """SELECT stories.id FROM stories
        JOIN (SELECT story_id, count(*) AS own FROM articles GROUP BY story_id)
        ON story_id = stories.id WHERE own != articles""",
    "stories not named after their first article": """SELECT stories.id FROM stories
        JOIN articles ON articles.id = first_article_id
        WHERE stories.id != first_article_id OR story_id IS NOT stories.id""",
    "articles with only a part of their likeness index": f"""SELECT article_id FROM story_bands
        GROUP BY article_id HAVING count(*) != {BANDS}""",
    "reports whose sentence is not in their article": """SELECT reports.id FROM reports
        JOIN articles ON articles.id = article_id WHERE articles.extractor_version IS NOT NULL
        AND substr(text, offset_start + 1, offset_end - offset_start) != sentence""",
    "figures that lie outside their article": """SELECT report_id FROM report_quantities
        JOIN reports ON reports.id = report_id JOIN articles ON articles.id = article_id
        WHERE articles.extractor_version IS NOT NULL AND articles.text != ''
        AND (report_quantities.offset_start < 0
            OR report_quantities.offset_end > length(articles.text))""",
    "texts held that may not be kept": """SELECT article_id FROM borrowed_texts
        JOIN articles ON articles.id = article_id WHERE extractor_version IS NOT NULL""",
    "reports that have lost their places": """SELECT id FROM reports
        WHERE origin IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM report_places WHERE report_id = reports.id AND role = 'origin'
        ) OR destination IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM report_places WHERE report_id = reports.id AND role = 'destination'
        )""",
    "merged reports that others cannot meet": """SELECT id FROM reports
        WHERE component IS NOT NULL AND id NOT IN (SELECT report_id FROM report_keys)
        AND id IN (SELECT report_id FROM report_places WHERE folded != '')""",
    "merged reports without an event": """SELECT id FROM reports
        WHERE component IS NOT NULL AND event_id IS NULL""",
    "old ids that lead to no event": """SELECT old_id FROM event_redirects
        WHERE new_id NOT IN (SELECT id FROM events)""",
    "old ids that are an event's": """SELECT old_id FROM event_redirects
        WHERE old_id IN (SELECT id FROM events)""",
}
# These hold once what has changed is merged.
MERGED_RULES = {
    "events without a report": """SELECT id FROM events
        WHERE id NOT IN (SELECT event_id FROM reports WHERE event_id IS NOT NULL)""",
}


def faults(db: Database) -> Iterator[Fault]:
    """All that is wrong, as one moment of the database shows it; nothing when all is well."""
    db.conn.execute("BEGIN")
    try:
        damaged = list(_damage(db))
        yield from damaged
        if damaged:
            return  # further queries would trip over it
        yield from _rules(db, RULES)
        if not waiting(db):
            yield from _rules(db, MERGED_RULES)
            if _has_current_rules(db):
                yield from _grouped(chain(wrong_components(db), wrong_events(db)))
        yield from _grouped(chain(wrong_reports(db), wrong_places(db), wrong_stories(db)))
        yield from _search(db)
        yield from _grouped(_wrong_contents(db))
    finally:
        db.conn.rollback()


def waiting(db: Database) -> int:
    """How many changes the next merge will take up."""
    [pending] = db.conn.execute("SELECT count(*) FROM merge_pending").fetchone()
    return int(pending)


def _has_current_rules(db: Database) -> bool:
    """Whether the events are told by the rules of this Railwatch; the next merge sees to it."""
    [rules] = db.conn.execute("PRAGMA user_version").fetchone()
    return bool(rules == RULES_VERSION)


def _damage(db: Database) -> Iterator[Fault]:
    try:
        told = [row[0] for row in db.conn.execute("PRAGMA integrity_check(10)")]
    except sqlite3.DatabaseError as error:  # too damaged to be looked through
        told = [str(error)]
    if told != ["ok"]:
        yield from (Fault(f"damage ({' '.join(found.split())})", 1) for found in told)
        return
    broken: dict[str, int] = {}
    for table, *_ in db.conn.execute("PRAGMA foreign_key_check"):
        broken[table] = broken.get(table, 0) + 1
    for table, count in broken.items():
        yield Fault(f"rows of {table} that refer to what is not there", count)
    for table in SEARCHED:
        try:
            yield from _index(db, table)
        except sqlite3.DatabaseError as error:
            yield Fault(f"damage (search index of {table}: {error})", 1)


def _rules(db: Database, rules: dict[str, str]) -> Iterator[Fault]:
    for what, query in rules.items():
        found = [str(row[0]) for row in db.conn.execute(query)]
        if found:
            yield Fault(what, len(found), tuple(found[:NAMED]))


def _grouped(found: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """One fault for each thing that does not hold, of what is given with a row's id."""
    faults: dict[str, Fault] = {}
    for what, key in found:
        last = faults.get(what, Fault(what, 0))
        faults[what] = Fault(what, last.rows + 1, (*last.examples, key)[:NAMED])
    yield from faults.values()


def _search(db: Database) -> Iterator[Fault]:
    """The full-text tables hold a row for each article and event and no others."""
    for table in SEARCHED:
        rules = {
            f"{table} that search does not know": f"""SELECT id FROM {table}
                WHERE search_id NOT IN (SELECT rowid FROM {table}_fts)""",
            f"{table} that only search knows": f"""SELECT rowid FROM {table}_fts
                WHERE rowid NOT IN (SELECT search_id FROM {table})""",
        }
        yield from _rules(db, rules)


def _index(db: Database, table: str) -> Iterator[Fault]:
    """Each word of the index is found as often as it stands there, and none is missing.

    FTS5's own `integrity-check` is a write: it would keep a crawl waiting.
    """
    db.conn.execute(
        f"CREATE VIRTUAL TABLE temp.{table}_words USING fts5vocab(main, {table}_fts, row)"
    )
    found = f"""SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH '"' || term || '"'"""
    query = f"SELECT total(cnt), total(doc != ({found})) FROM temp.{table}_words"
    indexed, not_found = map(int, db.conn.execute(query).fetchone())
    if not_found:
        yield Fault(f"words of {table} that search does not find", not_found)
    for (totals,) in db.conn.execute(f"SELECT block FROM {table}_fts_data WHERE id = 1"):
        _, *words = _varints(totals) or [0]  # rows, and the words of each column
        if sum(words) != indexed:
            yield Fault(f"words of {table} that are not in the index", abs(sum(words) - indexed))


def _varints(block: bytes) -> list[int]:
    """SQLite's integers of variable length: seven bits a byte, the last one without the eighth."""
    numbers, number = [], 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    return numbers


def _wrong_contents(db: Database) -> Iterator[tuple[str, str]]:
    """What is derived from an article's words, reckoned again: id, digest, what is searched."""
    query = """SELECT id, url, blog_url IS NOT NULL, articles.title, articles.text, sha256,
        EXISTS (SELECT 1 FROM story_bands WHERE article_id = id),
        search_id, articles_fts.title, articles_fts.text
        FROM articles LEFT JOIN articles_fts ON articles_fts.rowid = search_id"""
    rows = db.conn.execute(query)
    for key, url, is_post, title, text, digest, is_known, number, *searched in rows:
        if (key, number) != (article_id(url, is_post=is_post), search_id(key)):
            yield "articles whose id is not that of their address", key
        if text and digest != text_digest(title, text):  # a text that may not be kept is none
            yield "articles changed behind Railwatch's back", key
        if not is_known and shingles(tokens(text)):
            yield "articles without their likeness index", key
        if None not in searched and searched != [search_text(title), search_text(text)]:
            yield "articles of which search knows other words", key
    query = """SELECT id, events.title, events_fts.title FROM events
        JOIN events_fts ON events_fts.rowid = search_id"""
    for key, title, searched_title in db.conn.execute(query):
        if searched_title != search_text(title):
            yield "events of which search knows another title", key
