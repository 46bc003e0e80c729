"""Every change of the tables, in order. Append a step here; never edit one that shipped.

The steps before m019 stand in `storage/first_tables.py`, whose words on tables and columns hold
here too, and in `storage/early_changes.py`.
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from storage.early_changes import MIGRATIONS
from storage.first_tables import one_of
from storage.folding import SOUTH_EAST_ASIAN, fold_name, search_text
from storage.gazetteer import save_names
from storage.records import BodyBy, FailureClass, FoundIn, Precision
from storage.shingles import bands, shingles, tokens
from storage.time_checks import check_times, time_checks

__all__ = ["MIGRATIONS"]


@MIGRATIONS()
def m019_browsing(db: Database) -> None:
    # What Datasette's pages and ready questions ask of a database of a million events.
    # `tests/test_datasette_plans.py` shows for each index who needs it.
    for replaced in (
        "events_by_origin_id",
        "events_by_location_id",
        "reports_at_name",
        "reports_at_place",
    ):
        db.execute(f"DROP INDEX {replaced}")
    crossing = "'train_movement', 'traffic_volume', 'service_launch', 'service_resumption'"
    for name, on in {
        "events_by_route": "events(origin_id, destination_id, type)",
        "events_by_location": "events(location_id, type)",
        "events_in_short": "events(id, factuality, start, first_reported_at, last_reported_at, "
        "countries)",
        "events_of_several_outlets": "events(last_reported_at) WHERE outlets > 1",
        "events_by_type_factuality": "events(type, factuality, last_reported_at)",
        "events_planned": "events(start_utc) WHERE factuality = 'planned'",
        "events_crossing": "events(coalesce(start_utc, first_reported_at), countries, id) "
        f"WHERE factuality = 'actual' AND type IN ({crossing}) "
        "AND json_array_length(countries) > 1",
        "reports_at_name": "report_places(folded, report_id)",
        "reports_at_place": "report_places(place_id, report_id)",
        "event_of_report": "reports(id, event_id)",
        "changes_by_at": "event_changes(at)",
        "seen_by_seen_at": "seen(seen_at)",
    }.items():
        db.execute(f"CREATE INDEX {name} ON {on}")
    # Few values each: for counting them. SQLite, which takes any index to be choosy, is told.
    db.execute("ANALYZE sqlite_schema")
    for name, table, columns, spread in (
        ("events_by_factuality", "events", "factuality", "250000"),
        ("reports_by_factuality", "reports", "factuality", "250000"),
        (
            "figures_by_role",
            "event_quantities",
            "role, event_id, value, conflicting",
            "50000 2 1 1",
        ),
        ("figures_by_conflicting", "event_quantities", "conflicting, event_id", "500000 2"),
        ("report_figures_by_role", "report_quantities", "role", "50000"),
        ("report_places_by_role", "report_places", "role", "300000"),
        ("report_organisations_by_role", "report_organisations", "role", "300000"),
        ("changes_by_field", "event_changes", "field", "50000"),
        ("articles_by_language", "articles", "language", "300000"),
        ("seen_by_outcome", "seen", "outcome", "100000"),
    ):
        db.execute(f"CREATE INDEX {name} ON {table}({columns})")
        db.execute(
            "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)",
            [table, name, f"1000000 {spread} noskipscan"],
        )
    db.execute("ANALYZE sqlite_schema")


@MIGRATIONS()
def m020_pages_gone(db: Database) -> None:
    # 1 where every page that told of the event has gone; the next merge looks at those known to be.
    check = "CHECK (pages_gone IN (0, 1))"
    db.execute(f"ALTER TABLE events ADD COLUMN pages_gone INTEGER NOT NULL DEFAULT 0 {check}")
    db.execute(
        """INSERT INTO merge_pending (article_id, because)
        SELECT article_id, 'article_changed' FROM page_checks WHERE gone_at IS NOT NULL
        AND article_id IN (SELECT article_id FROM reports)"""
    )


@MIGRATIONS()
def m021_local_days(db: Database) -> None:
    # The ready questions ask for days as the events' own places have them. `2024-06~` sorts behind
    # every day of June.
    for replaced in ("events_crossing", "events_planned"):
        db.execute(f"DROP INDEX {replaced}")
    crossing = "'train_movement', 'traffic_volume', 'service_launch', 'service_resumption'"
    for name, on in {
        "events_planned": "events(start) WHERE factuality = 'planned'",
        "events_crossing": "events(coalesce(start, first_reported_at) || '~', countries, id) "
        f"WHERE factuality = 'actual' AND type IN ({crossing}) "
        "AND json_array_length(countries) > 1",
    }.items():
        db.execute(f"CREATE INDEX {name} ON {on}")


@MIGRATIONS()
def m022_stories(db: Database) -> None:
    # Set where a state of the article was fetched before the stored one.
    db.execute("ALTER TABLE articles ADD COLUMN first_fetched_at TEXT")
    db.execute(
        """UPDATE articles SET first_fetched_at = earlier.at FROM (
            SELECT article_id, min(seen_at) AS at FROM article_versions GROUP BY article_id
        ) AS earlier WHERE article_id = id AND earlier.at < fetched_at"""
    )
    db.execute(
        """INSERT INTO merge_pending (article_id, because)
        SELECT id, 'article_changed' FROM articles WHERE first_fetched_at IS NOT NULL
        AND id IN (SELECT article_id FROM reports)"""
    )
    # article_id was told after other_id and has been compared with it; the two share so many bands.
    article = "TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE"
    verdicts = one_of("verdict", ("same", "changed", "other"))
    db.execute(
        f"""CREATE TABLE story_links (
            article_id {article}, other_id {article}, bands INTEGER NOT NULL,
            verdict TEXT NOT NULL {verdicts}, PRIMARY KEY (article_id, other_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX story_links_back ON story_links(other_id)")
    # The stories that there are hold together by their first article.
    db.execute(
        """INSERT INTO story_links SELECT id, story_id, 32, 'same' FROM articles
        WHERE story_id != id"""
    )
    # What is compared of a text that is not kept: hashes of its word runs and around its figures.
    db.execute(
        """CREATE TABLE story_prints (
            article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
            shingles BLOB NOT NULL, figures TEXT NOT NULL
        ) STRICT"""
    )


@MIGRATIONS()
def m023_times_and_scripts(db: Database) -> None:
    # Which extractor read that state: an article may tell of an event only once it has changed.
    db.execute("ALTER TABLE article_versions ADD COLUMN extractor_version TEXT")
    # Where the evidence of a report that went away began: the nearest new one takes its place.
    db.execute("ALTER TABLE merge_pending ADD COLUMN offset_start INTEGER")
    check_times(db)
    db.conn.create_function("in_south_east_asia", 1, _is_south_east_asian)
    db.conn.create_function("fold_name", 1, fold_name)
    _index_articles(db)
    _fold_places(db)


def _is_south_east_asian(text: str) -> bool:
    return not text.isascii() and SOUTH_EAST_ASIAN.search(text) is not None


def _index_articles(db: Database) -> None:
    """Texts in these scripts are cut anew, for search and for likeness; their stories stay."""
    query = "SELECT id FROM articles WHERE in_south_east_asia(title) OR in_south_east_asia(text)"
    for (key,) in db.execute(query).fetchall():
        query = "SELECT search_id, title, text FROM articles WHERE id = ?"
        number, title, text = db.execute(query, [key]).fetchone()
        searched = [search_text(title), search_text(text), number]
        db.execute("UPDATE articles_fts SET title = ?, text = ? WHERE rowid = ?", searched)
        if found := shingles(tokens(text)):
            db.execute("DELETE FROM story_bands WHERE article_id = ?", [key])
            rows = [(band, number, key) for band, number in enumerate(bands(found))]
            db.conn.executemany("INSERT INTO story_bands VALUES (?, ?, ?)", rows)


def _fold_places(db: Database) -> None:
    """Their names keep their vowels; the next merge takes the reports that have them as new."""
    query = "SELECT id, name, aliases FROM places WHERE in_south_east_asia(name || aliases)"
    places = db.execute(query).fetchall()
    for key, name, aliases in places:
        save_names(db, key, (name, *json.loads(aliases)))
    query = """SELECT fold_name(name), rowid, report_id FROM report_places
        WHERE in_south_east_asia(name) OR place_id IN (SELECT value FROM json_each(?))"""
    found = db.execute(query, [json.dumps([key for key, *_ in places])]).fetchall()
    folded = [(name, row) for name, row, _ in found]
    db.conn.executemany("UPDATE report_places SET folded = ? WHERE rowid = ?", folded)
    for statement in (
        "DELETE FROM report_keys WHERE report_id = ?",
        """INSERT INTO merge_pending (article_id, because)
        SELECT article_id, 'merge_changed' FROM reports WHERE id = ?""",
        "UPDATE reports SET component = NULL, event_id = NULL WHERE id = ?",
    ):
        db.conn.executemany(statement, {(report,) for *_, report in found})


@MIGRATIONS()
def m024_how_found(db: Database) -> None:
    # How an article's times and text were found; null where that is not known. Offsets ("+09:00")
    # are those told with the times. A failure is of a class, a source knows when it last worked.
    for column in (
        "section TEXT",
        "dateline_place TEXT",
        "dateline_date TEXT CHECK (dateline_date IS date(dateline_date, '+0 days'))",
        f"dated_by TEXT {one_of('dated_by', FoundIn)}",
        f"published_precision TEXT {one_of('published_precision', Precision)}",
        "published_offset TEXT",
        f"modified_by TEXT {one_of('modified_by', FoundIn)}",
        "modified_offset TEXT",
        f"body_by TEXT {one_of('body_by', BodyBy)}",
    ):
        db.execute(f"ALTER TABLE articles ADD COLUMN {column}")
    # `railwatch status` asks for the last 35 days, undated articles among them.
    db.execute("CREATE INDEX articles_undated ON articles(fetched_at) WHERE published_at IS NULL")
    db.execute(f"ALTER TABLE failures ADD COLUMN class TEXT {one_of('class', FailureClass)}")
    db.execute("CREATE INDEX failures_open ON failures(outlet_id, class) WHERE resolved_at IS NULL")
    # Of a source that fails just now, what its outlet brought last stands for the last success.
    [check] = time_checks("succeeded_at")
    db.execute(f"ALTER TABLE sources ADD COLUMN succeeded_at TEXT {check}")
    db.execute(
        """UPDATE sources SET succeeded_at = CASE WHEN status IN ('ok', 'unchanged')
        THEN checked_at ELSE (SELECT max(seen_at) FROM seen WHERE outlet_id = sources.outlet_id)
        END WHERE checked_at IS NOT NULL"""
    )


@MIGRATIONS()
def m025_order_of_pages(db: Database) -> None:
    # Rows that are equal in what a table is sorted by go by their keys on every page.
    for replaced in (
        *("events_by_last_reported_at", "events_by_type_factuality", "reports_by_start_utc"),
        *("articles_by_published_at", "changes_by_at", "seen_by_seen_at"),
    ):
        db.execute(f"DROP INDEX {replaced}")
    for name, on in {
        "events_by_last_reported_at": "events(last_reported_at DESC, id)",
        "events_by_type_factuality": "events(type, factuality, last_reported_at DESC, id)",
        "reports_by_start_utc": "reports(start_utc DESC, id)",
        "articles_by_published_at": "articles(published_at DESC, id)",
        "changes_by_at": "event_changes(at DESC, id)",
        "seen_by_seen_at": "seen(seen_at DESC, url)",
    }.items():
        db.execute(f"CREATE INDEX {name} ON {on}")


@MIGRATIONS()
def m026_words_of_time(db: Database) -> None:
    # As `evidence`: pairs of offsets. Reports of before are without until they are read again.
    db.execute("ALTER TABLE reports ADD COLUMN time_words TEXT NOT NULL DEFAULT '[]'")


@MIGRATIONS()
def m027_mentions(db: Database) -> None:
    # By kind, pairs of offsets as in `evidence`: what the text names, also where no report does.
    db.execute(
        """CREATE TABLE article_mentions (
            article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
            mentions TEXT NOT NULL
        ) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS()
def m028_tolls_and_types(db: Database) -> None:
    # Events of a type in the order of their table, and the figures of casualties alone, each
    # event's together. SQLite is told, as in m019, that many events have a type: it then looks at
    # the type of what search has found, not into that for each event of the type.
    db.execute(
        """CREATE INDEX figures_of_toll ON event_quantities(event_id, role, value, conflicting)
        WHERE role IN ('killed', 'injured', 'missing')"""
    )
    db.execute("CREATE INDEX events_by_type_told ON events(type, last_reported_at DESC, id)")
    db.conn.executemany(
        "INSERT INTO sqlite_stat1 VALUES ('events', ?, ?)",
        [
            ("events_by_type_told", "1000000 50000 2 1 noskipscan"),
            ("events_by_type_factuality", "1000000 50000 12000 1 1 noskipscan"),
            ("events_by_type_start_utc", "1000000 50000 1 noskipscan"),
        ],
    )
    db.execute("ANALYZE sqlite_schema")


@MIGRATIONS()
def m029_other_addresses(db: Database) -> None:
    # Where the page of an article was found besides the article's own address.
    db.execute("ALTER TABLE page_checks ADD COLUMN other_url TEXT")


@MIGRATIONS()
def m030_story_sizes(db: Database) -> None:
    # How many different runs of words an article has: of two that are of a length and share next to
    # nothing of their likeness index none is looked at. Those of before are without, and looked at.
    db.execute(
        """CREATE TABLE story_sizes (
            article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
            runs INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID"""
    )
