"""Makes the synthetic events as various as real ones, so that no page and no question has it easy.

All is done by SQL in place. `search_id` is a hash, so its remainders deal out values at random but
alike in each run; remainders of different divisors are independent enough.
"""

from __future__ import annotations

from storage.database import CACHE_KIB, write
from storage.records import EventType, QuantityRole

TYPES = ", ".join(f"({at}, '{kind}')" for at, kind in enumerate(EventType))
ROLES = ", ".join(f"({at}, '{role}')" for at, role in enumerate(QuantityRole))
# How many rows the tables of the crawl have, whatever the number of events.
RUNS = 60_000
FAILURES = 40_000
SEEN = 500_000

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
# A moment within ten years, from a number.
MOMENT = "strftime('%Y-%m-%dT%H:%M:%SZ', '2014-01-01', '+' || ({number}) || ' seconds')"
MINUTES = MOMENT.format(number="i * 5200")

STATEMENTS = (
    f"CREATE TEMP TABLE kinds AS SELECT column1 AS at, column2 AS type FROM (VALUES {TYPES})",
    f"CREATE TEMP TABLE roles AS SELECT column1 AS at, column2 AS role FROM (VALUES {ROLES})",
    # of twenty types; a tenth each planned, possible and denied; half with a route, a fifth abroad
    """UPDATE events SET
        type = (SELECT type FROM kinds WHERE at = abs(search_id) % 20),
        factuality = CASE abs(search_id) / 20 % 10 WHEN 0 THEN 'planned' WHEN 1 THEN 'possible'
            WHEN 2 THEN 'denied' ELSE 'actual' END,
        origin_id = iif(abs(search_id) % 2, 'p-' || (abs(search_id) / 7 % 2000), NULL),
        destination_id = iif(abs(search_id) % 2, 'p-' || (abs(search_id) / 11 % 2000), NULL),
        origin = iif(abs(search_id) % 2, 'Town ' || (abs(search_id) / 7 % 2000), NULL),
        destination = iif(abs(search_id) % 2, 'Town ' || (abs(search_id) / 11 % 2000), NULL),
        countries = CASE abs(search_id) / 3 % 5 WHEN 0 THEN '["CN", "RU"]' WHEN 1 THEN '["IN"]'
            WHEN 2 THEN '["DE", "PL"]' ELSE '["RU"]' END,
        latitude = (SELECT latitude FROM places WHERE places.id = location_id),
        longitude = (SELECT longitude FROM places WHERE places.id = location_id)""",
    """UPDATE reports SET (type, factuality) =
        (SELECT type, factuality FROM events WHERE events.id = reports.event_id)""",
    """UPDATE event_quantities SET
        role = (SELECT role FROM roles WHERE at = event_quantities.rowid % 18),
        conflicting = rowid % 17 = 0""",
    """UPDATE report_quantities SET
        role = (SELECT role FROM roles WHERE at = report_quantities.rowid % 18)""",
    # a third of the events are told by a second outlet, some days later
    """CREATE TEMP TABLE again AS
        SELECT r.rowid AS number, 'b-' || r.id AS id, other.article_id, r.id AS first
        FROM reports r JOIN reports other ON other.rowid = r.rowid + 40 WHERE r.rowid % 3 = 0""",
    """INSERT INTO reports (id, article_id, event_id, type, factuality, start, start_utc, sentence,
            offset_start, offset_end, confidence, extractor_version, countries, evidence, component)
        SELECT again.id, again.article_id, r.event_id, type, factuality, start, start_utc, sentence,
            80 + number % 50, 140, confidence, extractor_version, countries, evidence, component
        FROM again JOIN reports r ON r.id = again.first""",
    """INSERT INTO report_places SELECT again.id, role, name, place_id, folded
        FROM again JOIN report_places m ON m.report_id = again.first""",
    """INSERT INTO report_quantities
        SELECT again.id, role, value + 1, max, qualifier, unit, scope, text, NULL, NULL
        FROM again JOIN report_quantities q ON q.report_id = again.first""",
    """UPDATE events SET reports = 2, outlets = 2, stories = 2,
            last_reported_at = strftime('%Y-%m-%dT%H:%M:%SZ', last_reported_at,
                '+' || (abs(search_id) % 99) || ' hours')
        WHERE id IN (SELECT first FROM again)""",
    f"""INSERT INTO organisations {NUMBERS.format(last=2000)}
        SELECT 'o-' || i, 'Railway ' || i, 'operator', 'RU', '[]' FROM n""",
    """INSERT INTO report_organisations
        SELECT id, 'operator', 'Railway ' || (rowid % 2000 + 1), 'o-' || (rowid % 2000 + 1)
        FROM reports WHERE rowid % 2 = 0""",
    """INSERT INTO event_changes (event_id, at, field, old, new, because)
        SELECT id, last_reported_at, 'killed', '1', '2', 'new_report' FROM events
        WHERE abs(search_id) % 3 = 0""",
    """INSERT INTO event_redirects SELECT 'old-' || id, id FROM events
        WHERE abs(search_id) % 50 = 0""",
    """INSERT INTO article_versions (article_id, seen_at, title, text, sha256)
        SELECT id, fetched_at, title, text, sha256 FROM articles WHERE rowid % 10 = 0""",
    """INSERT INTO page_checks (article_id, first_at, checked_at)
        SELECT id, fetched_at, fetched_at FROM articles""",
    """INSERT INTO alerts (message_id, alert, event_id, reason, message, change_id, queued_at,
            attempts, delivered_at)
        SELECT id, 'desk', id, 'new', '{"event": {}}', 0, last_reported_at, 1, last_reported_at
        FROM events WHERE abs(search_id) % 20 = 1""",
    f"""INSERT INTO runs (command, started_at, finished_at, outcome, articles_new, reports, events)
        {NUMBERS.format(last=RUNS)}
        SELECT 'run', {MINUTES}, {MINUTES}, iif(i % 9, 'ok', 'some_failed'), 3, 4, 2 FROM n""",
    f"""INSERT INTO failures (run_id, stage, outlet_id, url, reason, at, resolved_at)
        {NUMBERS.format(last=FAILURES)}
        SELECT i, 'crawl', 'outlet-' || (i % 40), 'https://news.example/f' || i, 'HTTP 503',
            {MINUTES}, iif(i % 40, {MINUTES}, NULL) FROM n""",
    f"""INSERT INTO seen {NUMBERS.format(last=SEEN)}
        SELECT 'https://news.example/n' || i, 'outlet-' || (i % 40), 'Entry ' || i,
            {MOMENT.format(number="i * 600")}, {MOMENT.format(number="i * 600")},
            CASE i % 4 WHEN 0 THEN 'stored' ELSE 'not_rail' END FROM n""",
    f"""INSERT INTO sources (id, outlet_id, url, kind, checked_at, status, failures)
        {NUMBERS.format(last=120)}
        SELECT 's-' || i, 'outlet-' || (i % 40), 'https://news.example/feed' || i, 'feed',
            '2023-12-30T10:00:00Z', 'ok', 0 FROM n""",
)  # fmt: skip


def vary(db):
    """Change the events that `synthetic.fill` has made; fill the tables that it leaves empty."""
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    db.execute("PRAGMA foreign_keys = OFF")
    with write(db):
        for statement in STATEMENTS:
            db.conn.execute(statement)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
