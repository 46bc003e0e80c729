"""Events reckoned again from their reports, as the merge does it, beside what is stored of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from storage.database import read_rows
from storage.folding import search_text
from storage.merge.candidates import key_rows
from storage.merge.facts import Facts, age
from storage.merge.figures import event_figures
from storage.merge.origins import Origins
from storage.merge.reading import FactsStore
from storage.merge.summary import event_row

# So many reports are read at once.
TOGETHER = 2000
EVENTS = """SELECT events.*, events_fts.text AS searched FROM events
    LEFT JOIN events_fts ON events_fts.rowid = search_id
    WHERE id IN (SELECT value FROM json_each(?))"""
FIGURES = """SELECT * FROM event_quantities WHERE event_id IN (SELECT value FROM json_each(?))
    ORDER BY rowid"""
KEYS = """SELECT key, month, narrow, first_day, last_day, report_id FROM report_keys
    WHERE report_id IN (SELECT value FROM json_each(?))"""


def wrong_events(db: Database) -> Iterator[tuple[str, str]]:
    """What does not hold of an event, and its id, for all events once everything is merged."""
    query = "SELECT event_id, id FROM reports WHERE event_id IS NOT NULL ORDER BY event_id"
    groups: dict[str, list[str]] = {}
    gathered = 0
    for event_id, found in groupby(db.conn.execute(query), itemgetter(0)):
        groups[event_id] = [report for _, report in found]
        gathered += len(groups[event_id])
        if gathered >= TOGETHER:
            yield from _wrong(db, groups)
            groups, gathered = {}, 0
    yield from _wrong(db, groups)


def _wrong(db: Database, groups: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    asked = [json.dumps(list(groups))]
    stored = {row["id"]: row for row in read_rows(db, EVENTS, asked)}
    figures: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_rows(db, FIGURES, asked):
        figures[row.pop("event_id")].append(row)
    store = FactsStore(db)
    store.load(chain.from_iterable(groups.values()))  # all in few queries
    for event_id, reports in groups.items():
        group = sorted(store.load(reports), key=age)
        origins = Origins(group)
        for name, value in event_row(group, origins).items():
            if stored[event_id][name] != value:
                yield f"events whose `{name}` is not what their reports give", event_id
        if figures[event_id] != event_figures(group, origins):
            yield "events whose figures are not those that their reports give", event_id
        if wrong := _wrong_keys(db, group):
            yield "merged reports that others meet by wrong keys", wrong
        searched = stored[event_id]["searched"]
        if searched is not None and not _words(group) <= set(searched.split("\n")):
            yield "events of which search lacks words", event_id


def _wrong_keys(db: Database, group: list[Facts]) -> str | None:
    """The first report that the index has under other keys than its own."""
    found = db.conn.execute(KEYS, [json.dumps([facts.id for facts in group])])
    differing = set(found) ^ {row for facts in group for row in key_rows(facts)}
    return min((row[-1] for row in differing), default=None)


def _words(group: list[Facts]) -> set[str]:
    """Sentences and causes, line by line as search has them."""
    words = {word for facts in group for word in (facts.sentence, facts.cause) if word}
    return {line for word in words for line in search_text(word).split("\n")}
