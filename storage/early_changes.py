"""The changes of the tables that came first after the first release: m008 to m018; never edited."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_tables import MIGRATIONS, one_of

__all__ = ["MIGRATIONS"]


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
            event_id TEXT NOT NULL, reason TEXT NOT NULL {one_of("reason", ("new", "changed"))},
            message TEXT NOT NULL, change_id INTEGER NOT NULL, queued_at TEXT NOT NULL,
            attempts INTEGER NOT NULL, next_attempt_at TEXT, error TEXT, delivered_at TEXT
        ) STRICT"""
    )
    db.execute("CREATE INDEX alerts_of_event ON alerts(alert, event_id)")
    db.execute("CREATE INDEX alerts_waiting ON alerts(alert, id) WHERE delivered_at IS NULL")


@MIGRATIONS()
def m016_wire_credit(db: Database) -> None:
    db.execute("ALTER TABLE articles ADD COLUMN wire_credit TEXT")


@MIGRATIONS()
def m017_live_posts(db: Database) -> None:
    # The canonical address of the live blog that an article is a post of.
    db.execute("ALTER TABLE articles ADD COLUMN blog_url TEXT")
    db.execute("CREATE INDEX posts_of_blog ON articles(blog_url) WHERE blog_url IS NOT NULL")


@MIGRATIONS()
def m018_alerts_set_aside(db: Database) -> None:
    # A message that its target turns down again and again leaves the line, so that others pass.
    db.execute("ALTER TABLE alerts ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE alerts ADD COLUMN set_aside_at TEXT")
    db.execute("DROP INDEX alerts_waiting")
    for name, condition in (
        ("waiting", "set_aside_at IS NULL"),
        ("aside", "set_aside_at NOT NULL"),
    ):
        db.execute(
            f"CREATE INDEX alerts_{name} ON alerts(alert, id) "
            f"WHERE delivered_at IS NULL AND {condition}"
        )
