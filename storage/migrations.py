"""Every change of the tables, in order. Append a step; never edit one that has shipped.

All tables are STRICT. Lists stand as JSON arrays. `_at` and `_utc` columns are UTC to the second
(`2024-12-16T05:30:00Z`), so that they sort as text.
"""

from __future__ import annotations

from enum import StrEnum

from sqlite_utils import Database, Migrations

from storage.records import (
    EventType,
    Factuality,
    OrganisationRole,
    PlaceRole,
    Qualifier,
    QuantityRole,
    Scope,
    TrainKind,
)

MIGRATIONS = Migrations("railwatch")

FTS_TOKENIZER = "unicode61 remove_diacritics 2"


def _one_of(column: str, values: type[StrEnum] | tuple[str, ...]) -> str:
    return f"CHECK ({column} IN ({', '.join(repr(str(value)) for value in values)}))"


@MIGRATIONS()
def m001_outlets(db: Database) -> None:
    kinds = _one_of("kind", ("wire", "national", "regional", "trade", "official"))
    db.execute(
        f"""CREATE TABLE outlets (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL {kinds}, country TEXT,
            languages TEXT NOT NULL, homepage TEXT, timezone TEXT NOT NULL
        ) STRICT"""
    )
    kinds = _one_of("kind", ("feed", "sitemap", "listing"))
    db.execute(
        f"""CREATE TABLE sources (
            id TEXT PRIMARY KEY, outlet_id TEXT NOT NULL REFERENCES outlets(id),
            url TEXT NOT NULL UNIQUE, kind TEXT NOT NULL {kinds}, etag TEXT, last_modified TEXT,
            checked_at TEXT, status TEXT NOT NULL, failures INTEGER NOT NULL, next_check_at TEXT
        ) STRICT"""
    )
    db.execute("CREATE INDEX sources_of_outlet ON sources(outlet_id)")
    db.execute(
        """CREATE TABLE seen (
            url TEXT PRIMARY KEY, outlet_id TEXT NOT NULL REFERENCES outlets(id), title TEXT,
            published_at TEXT, seen_at TEXT NOT NULL, outcome TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX seen_of_outlet ON seen(outlet_id, seen_at)")


@MIGRATIONS()
def m002_articles(db: Database) -> None:
    # search_id is the row's number in the full-text table: rowids may change under VACUUM.
    db.execute(
        """CREATE TABLE articles (
            id TEXT PRIMARY KEY, url TEXT NOT NULL UNIQUE,
            outlet_id TEXT NOT NULL REFERENCES outlets(id), title TEXT NOT NULL, byline TEXT,
            published_at TEXT, modified_at TEXT, fetched_at TEXT NOT NULL, language TEXT,
            text TEXT NOT NULL, sha256 TEXT NOT NULL,
            story_id TEXT REFERENCES stories(id) DEFERRABLE INITIALLY DEFERRED,
            extractor_version TEXT, search_id INTEGER NOT NULL UNIQUE
        ) STRICT"""
    )
    for columns in ("outlet_id, published_at", "story_id", "published_at", "extractor_version"):
        name = columns.replace(", ", "_")
        db.execute(f"CREATE INDEX articles_by_{name} ON articles({columns})")
    db.execute(
        """CREATE TABLE article_versions (
            id INTEGER PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles(id),
            seen_at TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX versions_of_article ON article_versions(article_id)")
    db.execute(
        """CREATE TABLE stories (
            id TEXT PRIMARY KEY, articles INTEGER NOT NULL,
            first_article_id TEXT NOT NULL REFERENCES articles(id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT"""
    )
    db.execute("CREATE INDEX stories_by_first_article ON stories(first_article_id)")
    db.execute(
        """CREATE TABLE story_bands (
            band INTEGER NOT NULL, hash INTEGER NOT NULL,
            article_id TEXT NOT NULL REFERENCES articles(id), PRIMARY KEY (band, hash, article_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX bands_of_article ON story_bands(article_id)")
    db.execute(
        f"CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, tokenize='{FTS_TOKENIZER}')"
    )


@MIGRATIONS()
def m003_gazetteer(db: Database) -> None:
    db.execute(
        """CREATE TABLE places (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
            latitude REAL, longitude REAL, timezone TEXT, aliases TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX places_by_country ON places(country)")
    db.execute(
        """CREATE TABLE place_names (
            folded TEXT NOT NULL, place_id TEXT NOT NULL REFERENCES places(id) ON DELETE CASCADE,
            PRIMARY KEY (folded, place_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX names_of_place ON place_names(place_id)")
    db.execute(
        """CREATE TABLE organisations (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
            aliases TEXT NOT NULL
        ) STRICT"""
    )


@MIGRATIONS()
def m004_events(db: Database) -> None:
    db.execute(
        f"""CREATE TABLE events (
            id TEXT PRIMARY KEY, title TEXT NOT NULL,
            type TEXT NOT NULL {_one_of("type", EventType)},
            factuality TEXT NOT NULL {_one_of("factuality", Factuality)},
            start TEXT, "end" TEXT, start_utc TEXT, end_utc TEXT, recurrence TEXT,
            origin_id TEXT REFERENCES places(id), destination_id TEXT REFERENCES places(id),
            location_id TEXT REFERENCES places(id), origin TEXT, destination TEXT, location TEXT,
            countries TEXT NOT NULL, latitude REAL, longitude REAL,
            first_reported_at TEXT NOT NULL, last_reported_at TEXT NOT NULL,
            reports INTEGER NOT NULL, outlets INTEGER NOT NULL, stories INTEGER NOT NULL,
            origins INTEGER NOT NULL, confidence REAL NOT NULL, search_id INTEGER NOT NULL UNIQUE
        ) STRICT"""
    )
    times = ("type, start_utc", "start_utc", "first_reported_at", "last_reported_at")
    for columns in (*times, "origin_id", "destination_id", "location_id"):
        db.execute(f"CREATE INDEX events_by_{columns.replace(', ', '_')} ON events({columns})")
    db.execute(
        f"""CREATE TABLE event_quantities (
            event_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
            role TEXT NOT NULL {_one_of("role", QuantityRole)}, value REAL NOT NULL,
            low REAL NOT NULL, high REAL NOT NULL, reports INTEGER NOT NULL,
            conflicting INTEGER NOT NULL CHECK (conflicting IN (0, 1)), chosen_by TEXT NOT NULL,
            qualifier TEXT NOT NULL {_one_of("qualifier", Qualifier)}, unit TEXT,
            scope TEXT {_one_of("scope", Scope)}
        ) STRICT"""
    )
    db.execute("CREATE INDEX quantities_of_event ON event_quantities(event_id)")
    reasons = ("new_report", "article_changed", "extractor_changed", "merge_changed")
    # No foreign key: the history of an event that has gone stays.
    db.execute(
        f"""CREATE TABLE event_changes (
            id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, at TEXT NOT NULL, field TEXT NOT NULL,
            old TEXT, new TEXT, because TEXT NOT NULL {_one_of("because", reasons)}
        ) STRICT"""
    )
    db.execute("CREATE INDEX changes_of_event ON event_changes(event_id)")
    db.execute(
        "CREATE TABLE event_redirects (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL) STRICT"
    )
    db.execute("CREATE INDEX redirects_to ON event_redirects(new_id)")
    db.execute(
        f"CREATE VIRTUAL TABLE events_fts USING fts5(title, text, tokenize='{FTS_TOKENIZER}')"
    )


@MIGRATIONS()
def m005_reports(db: Database) -> None:
    # component: the group of reports that links of likeness hold together; merging redoes it whole.
    db.execute(
        f"""CREATE TABLE reports (
            id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles(id),
            event_id TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
            type TEXT NOT NULL {_one_of("type", EventType)},
            factuality TEXT NOT NULL {_one_of("factuality", Factuality)},
            start TEXT, "end" TEXT, start_utc TEXT, end_utc TEXT, recurrence TEXT,
            origin TEXT, destination TEXT, train_name TEXT, train_number TEXT,
            train_kind TEXT {_one_of("train_kind", TrainKind)}, cause TEXT, sentence TEXT NOT NULL,
            offset_start INTEGER NOT NULL, offset_end INTEGER NOT NULL, confidence REAL NOT NULL,
            extractor_version TEXT NOT NULL, timezone TEXT, countries TEXT NOT NULL,
            evidence TEXT NOT NULL, component TEXT
        ) STRICT"""
    )
    for column in ("article_id", "event_id", "component", "type", "start_utc"):
        db.execute(f"CREATE INDEX reports_by_{column} ON reports({column})")
    db.execute("CREATE INDEX reports_unmerged ON reports(id) WHERE component IS NULL")
    report = "report_id TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE"
    db.execute(
        f"""CREATE TABLE report_quantities (
            {report}, role TEXT NOT NULL {_one_of("role", QuantityRole)}, value REAL NOT NULL,
            max REAL, qualifier TEXT NOT NULL {_one_of("qualifier", Qualifier)}, unit TEXT,
            scope TEXT {_one_of("scope", Scope)}, text TEXT NOT NULL,
            offset_start INTEGER, offset_end INTEGER
        ) STRICT"""
    )
    db.execute(
        f"""CREATE TABLE report_places (
            {report}, role TEXT NOT NULL {_one_of("role", PlaceRole)}, name TEXT NOT NULL,
            place_id TEXT REFERENCES places(id), folded TEXT NOT NULL
        ) STRICT"""
    )
    db.execute(
        f"""CREATE TABLE report_organisations (
            {report}, role TEXT NOT NULL {_one_of("role", OrganisationRole)}, name TEXT NOT NULL,
            organisation_id TEXT REFERENCES organisations(id)
        ) STRICT"""
    )
    for table in ("quantities", "places", "organisations"):
        db.execute(f"CREATE INDEX {table}_of_report ON report_{table}(report_id)")
    db.execute("CREATE INDEX reports_at_place ON report_places(place_id)")
    db.execute("CREATE INDEX reports_at_name ON report_places(folded)")
    db.execute("CREATE INDEX reports_of_organisation ON report_organisations(organisation_id)")


@MIGRATIONS()
def m006_merging(db: Database) -> None:
    # Where to look for reports of the same happening: a key (type family and place) and a month.
    # Two reports meet at a key unless both are `narrow` there: at a country, if each names a town.
    db.execute(
        """CREATE TABLE report_keys (
            key TEXT NOT NULL, month TEXT NOT NULL, narrow INTEGER NOT NULL,
            first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
            report_id TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
            PRIMARY KEY (key, month, narrow, first_day, last_day, report_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX keys_of_report ON report_keys(report_id)")
    # What has changed since the last merge. The last three only where a report went away.
    db.execute(
        """CREATE TABLE merge_pending (
            id INTEGER PRIMARY KEY, article_id TEXT NOT NULL, because TEXT NOT NULL,
            type TEXT, event_id TEXT, component TEXT
        ) STRICT"""
    )


@MIGRATIONS()
def m007_runs(db: Database) -> None:
    db.execute(
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY, command TEXT NOT NULL, started_at TEXT NOT NULL,
            finished_at TEXT, outcome TEXT, articles_new INTEGER, articles_changed INTEGER,
            reports INTEGER, events INTEGER, failures INTEGER, error TEXT
        ) STRICT"""
    )
    db.execute(
        """CREATE TABLE failures (
            id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES runs(id), stage TEXT NOT NULL,
            outlet_id TEXT, url TEXT, reason TEXT NOT NULL, at TEXT NOT NULL, retried_at TEXT,
            resolved_at TEXT
        ) STRICT"""
    )
    db.execute("CREATE INDEX failures_of_run ON failures(run_id)")
    db.execute("CREATE INDEX failures_at_url ON failures(url) WHERE resolved_at IS NULL")


@MIGRATIONS()
def m008_borrowed_texts(db: Database) -> None:
    db.execute(
        """CREATE TABLE borrowed_texts (
            article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
            text TEXT NOT NULL
        ) STRICT"""
    )


@MIGRATIONS()
def m009_polling(db: Database) -> None:
    # Seconds between two checks, as the source publishes; hours (UTC) in which it wants rest.
    for column in ("check_every INTEGER", "hub TEXT", "skip_hours TEXT NOT NULL DEFAULT '[]'"):
        db.execute(f"ALTER TABLE sources ADD COLUMN {column}")


@MIGRATIONS()
def m010_page_checks(db: Database) -> None:
    db.execute(
        """CREATE TABLE page_checks (
            article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
            first_at TEXT NOT NULL, checked_at TEXT NOT NULL, next_check_at TEXT, etag TEXT,
            last_modified TEXT, gone_at TEXT
        ) STRICT"""
    )
    db.execute(
        "CREATE INDEX page_checks_due ON page_checks(next_check_at) WHERE next_check_at IS NOT NULL"
    )


@MIGRATIONS()
def m011_kept_pages(db: Database) -> None:
    for table in ("articles", "article_versions"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN page_file TEXT")
        db.execute(f"ALTER TABLE {table} ADD COLUMN page_offset INTEGER")
        db.execute(
            f"CREATE INDEX {table}_by_page ON {table}(page_file, page_offset) "
            "WHERE page_file IS NOT NULL"
        )


@MIGRATIONS()
def m012_archives(db: Database) -> None:
    db.execute(
        """CREATE TABLE archives (
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
            read_to INTEGER NOT NULL, read_at TEXT NOT NULL
        ) STRICT"""
    )


@MIGRATIONS()
def m013_origins(db: Database) -> None:
    # Filled by the next merge, which goes by new rules and so tells every event anew.
    db.execute("ALTER TABLE event_quantities ADD COLUMN origins INTEGER NOT NULL DEFAULT 0")
    for column in ("start_conflicting", "end_conflicting"):
        check = f"CHECK ({column} IN (0, 1))"
        db.execute(f"ALTER TABLE events ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0 {check}")


@MIGRATIONS()
def m014_articles_by_contents(db: Database) -> None:
    # Whether an outlet has the very same piece is asked of every new article.
    db.execute("CREATE INDEX articles_by_outlet_id_sha256 ON articles(outlet_id, sha256)")


@MIGRATIONS()
def m015_alerts(db: Database) -> None:
    # The outbox: what is told to whom, written with the events and sent afterwards, in order.
    # No foreign key: what was told stays. change_id: the last event_changes row told of.
    db.execute(
        f"""CREATE TABLE alerts (
            id INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, alert TEXT NOT NULL,
            event_id TEXT NOT NULL, reason TEXT NOT NULL {_one_of("reason", ("new", "changed"))},
            message TEXT NOT NULL, change_id INTEGER NOT NULL, queued_at TEXT NOT NULL,
            attempts INTEGER NOT NULL, next_attempt_at TEXT, error TEXT, delivered_at TEXT
        ) STRICT"""
    )
    db.execute("CREATE INDEX alerts_of_event ON alerts(alert, event_id)")
    db.execute("CREATE INDEX alerts_waiting ON alerts(alert, id) WHERE delivered_at IS NULL")


@MIGRATIONS()
def m016_pages_gone(db: Database) -> None:
    # 1 where every page that told of the event has gone; the next merge looks at those known to be.
    check = "CHECK (pages_gone IN (0, 1))"
    db.execute(f"ALTER TABLE events ADD COLUMN pages_gone INTEGER NOT NULL DEFAULT 0 {check}")
    db.execute(
        """INSERT INTO merge_pending (article_id, because)
        SELECT article_id, 'article_changed' FROM page_checks WHERE gone_at IS NOT NULL
        AND article_id IN (SELECT article_id FROM reports)"""
    )
