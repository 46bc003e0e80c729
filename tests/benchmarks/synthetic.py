"""Synthetic articles and reports: ten years of news from two thousand towns.

The bulk is written row by row as the store itself would have left it (four reports an article, an
event each), so that a million takes minutes.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

from storage.database import CACHE_KIB, write
from storage.folding import fold_name
from storage.ids import search_id, short_hash
from storage.merge.driver import RULES_VERSION
from storage.merge.weights import FAMILY_OF
from storage.outlets import save_outlet
from storage.records import Article, EventType, Place
from storage.shingles import BANDS
from storage.urls import article_id
from tests.storage_samples import outlet, quantity, report, utc

OUTLETS = tuple(f"outlet-{at}" for at in range(40))
TOWNS = 2000
DAYS = 3650
FIRST_DAY = date(2014, 1, 1)
TYPES = ("derailment", "collision", "service_resumption", "train_movement")
REPORTS_OF_ARTICLE = 4
WORDS = [f"{one}{two}{three}" for one in "bdgklmnprst" for two in "aeiou" for three in "lnrstmk"]
CHUNK = 20_000  # reports


def town(at):
    """A place: a degree or so from the next, so that none is near another."""
    return Place(
        f"p-{at}", f"Town {at}", "city", "RU", -60 + at // 50 * 3, -170 + at % 50 * 6.5, "UTC"
    )


def fresh_article(chance, *, words=120):
    """An article that is in no database yet."""
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    return Article(
        url=f"https://news.example/{chance.getrandbits(60):x}",
        outlet_id=chance.choice(OUTLETS),
        title=" ".join(chance.choices(WORDS, k=8)),
        text=" ".join(chance.choices(WORDS, k=words)),
        fetched_at=utc(f"{day} 12:00"),
        published_at=utc(f"{day} 10:00"),
    )


def fresh_reports(chance):
    """Four reports about a day and a town each."""
    return [
        report(
            kind,
            start=(FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
            locations=[town(chance.randrange(TOWNS))],
            quantities=[quantity("passengers", chance.randrange(20, 900))],
            sentence_at=at * 21,
        )
        for at, kind in enumerate(TYPES)
    ]


def fill(db, first, last):
    """Bring the database from `first` synthetic reports to `last`."""
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(f"PRAGMA user_version = {RULES_VERSION}")  # these events are of today's rules
    if first == 0:
        for name in OUTLETS:
            save_outlet(db, outlet(name))
        places = [town(at) for at in range(TOWNS)]
        rows = [(p.id, p.name, p.kind, p.country, p.latitude, p.longitude, "UTC") for p in places]
        db.conn.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, '[]')", rows)
        names = [(fold_name(p.name), p.id) for p in places]
        db.conn.executemany("INSERT INTO place_names VALUES (?, ?)", names)
        db.conn.commit()
    for start in range(first, last, CHUNK):
        fill_chunk(db, start, min(start + CHUNK, last))
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def fill_chunk(db, start, end):
    chance = random.Random(start)
    rows = {name: [] for name in STATEMENTS}
    for at in range(start // REPORTS_OF_ARTICLE, end // REPORTS_OF_ARTICLE):
        add_article(rows, at, chance)
    with write(db):
        for name, statement in STATEMENTS.items():
            db.conn.executemany(statement, rows[name])


STATEMENTS = {
    "articles": """INSERT INTO articles (id, url, outlet_id, title, published_at, fetched_at, text,
        sha256, story_id, search_id, extractor_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '1')""",
    "stories": "INSERT INTO stories VALUES (?, 1, ?)",
    "story_bands": "INSERT INTO story_bands VALUES (?, ?, ?)",
    "articles_fts": "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
    "events": """INSERT INTO events (id, title, type, factuality, start, start_utc, location_id,
        location, countries, first_reported_at, last_reported_at, reports, outlets, stories,
        origins, confidence, search_id)
        VALUES (?, ?, ?, 'actual', ?, ?, ?, ?, '["RU"]', ?, ?, 1, 1, 1, 1, 0.8, ?)""",
    "event_quantities": """INSERT INTO event_quantities VALUES
        (?, 'passengers', ?, ?, ?, 1, 0, 'only_report', 'exact', NULL, NULL, 1)""",
    "events_fts": "INSERT INTO events_fts (rowid, title, text) VALUES (?, ?, ?)",
    "reports": """INSERT INTO reports (id, article_id, event_id, type, factuality, start, start_utc,
        sentence, offset_start, offset_end, confidence, extractor_version, countries, evidence,
        component) VALUES (?, ?, ?, ?, 'actual', ?, ?, ?, ?, ?, 0.8, '1', '["RU"]', ?, ?)""",
    "report_places": "INSERT INTO report_places VALUES (?, 'location', ?, ?, ?)",
    "report_quantities": """INSERT INTO report_quantities VALUES
        (?, 'passengers', ?, NULL, 'exact', NULL, NULL, ?, NULL, NULL)""",
    "report_keys": "INSERT OR IGNORE INTO report_keys VALUES (?, ?, ?, ?, ?, ?)",
}


def add_article(rows, at, chance):
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    url = f"https://news.example/s{at}"
    key = article_id(url)
    text = " ".join(chance.choices(WORDS, k=40))
    title = f"Piece {at}"
    told = f"{day}T10:00:00Z"
    page = (key, url, chance.choice(OUTLETS), title, told, told, text, key, key, search_id(key))
    rows["articles"].append(page)
    rows["stories"].append((key, key))
    rows["articles_fts"].append((search_id(key), title, text))
    rows["story_bands"] += [(band, chance.getrandbits(62), key) for band in range(BANDS)]
    for place, kind in enumerate(TYPES):
        add_report(rows, key, text, place * 21, kind, chance)


def add_report(rows, key, text, offset, kind, chance):
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    at = chance.randrange(TOWNS)
    report_id = short_hash(key, kind, offset)
    name, start = f"Town {at}", day.isoformat()
    begin = f"{start}T00:00:00Z"
    sentence = text[offset : offset + 20]
    count = float(chance.randrange(20, 900))
    span = (offset, offset + 20)
    told = (report_id, key, report_id, kind, start, begin, sentence, *span, json.dumps([span]))
    rows["reports"].append((*told, report_id))
    number = search_id(report_id)
    rows["events"].append(
        (report_id, f"Event: {name}", kind, start, begin, f"p-{at}", name, begin, begin, number)
    )
    rows["event_quantities"].append((report_id, count, count, count))
    rows["events_fts"].append((number, f"event {name}", sentence))
    rows["report_places"].append((report_id, name, f"p-{at}", fold_name(name)))
    rows["report_quantities"].append((report_id, count, f"{count:g}"))
    month, number_of_day = start[:7], day.toordinal()
    family = FAMILY_OF[EventType(kind)].name
    place = town(at)
    keys = {f"p-{at}": 0, fold_name(name): 0, "RU": 1, f"passengers {count}": 0}
    keys |= {f"{str(at)[:3]}…": 1, f"…{str(at)[-3:]}": 1}
    keys |= {f"square {int(place.latitude)} {int(place.longitude)}": 0}
    for one, narrow in keys.items():
        window = (number_of_day - 1, number_of_day + 1)
        rows["report_keys"].append((f"{family} {one}", month, narrow, *window, report_id))
