"""The CHECK constraints on times, put into tables that have none."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database


def check_times(db: Database) -> None:
    """Have every table refuse what is no time, also one of ten million rows, of which none moves.

    The constraints are written into the schema's own text: "Making Other Kinds Of Table Schema
    Changes" on SQLite's page about ALTER TABLE. `railwatch check` finds the rows that break them.
    """
    db.execute("PRAGMA writable_schema = ON")
    for table in db.tables:
        if table.strict:
            checks = [check for column in table.columns for check in time_checks(column.name)]
            columns, end, options = table.schema.rpartition(")")
            changed = ", ".join([columns.rstrip(), *checks]) + end + options
            db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", [changed, table.name])
    [version] = db.execute("PRAGMA schema_version").fetchone()
    db.execute(f"PRAGMA schema_version = {version + 1}")
    db.execute("PRAGMA writable_schema = RESET")


def time_checks(column: str) -> Iterator[str]:
    """What holds of a column of moments, or of times cut to a year, a month, a day or a minute."""
    if column == "at" or column.endswith(("_at", "_utc")):
        moment = f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '+0 days')"  # 30 February is 1 March
        yield f"CHECK ({column} IS {moment})"
    if column in ("start", "end"):
        day = f"""substr("{column}" || substr('-01-01', length("{column}") - 3), 1, 10)"""
        clock = f"""substr("{column}", 11)"""
        yield f"""CHECK ("{column}" IS NULL OR date({day}, '+0 days') IS {day} AND (
            length("{column}") IN (4, 7, 10)
            OR {clock} GLOB 'T[0-2][0-9]:[0-5][0-9]*' AND {clock} < 'T24'
        ))"""
