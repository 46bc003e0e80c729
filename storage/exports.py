"""Events as files for other programs: CSV, JSON and JSON lines."""

from __future__ import annotations

import csv
import json
import re
from typing import Any, TextIO

from sqlite_utils import Database

from storage.events import EventFilter, find_events

FORMATS = ("csv", "json", "jsonl")
# A spreadsheet takes text with such a beginning for a formula and may run it.
FORMULA = re.compile(r"^[=+\-@\t\r]")


def export_events(db: Database, event_filter: EventFilter, export_format: str, out: TextIO) -> int:
    """Write the events that pass the filter to `out`; how many. ValueError for another format.

    In JSON each event has its `figures`; in CSV they stand in one column a role, and text that a
    spreadsheet would take for a formula begins with an apostrophe.
    """
    if export_format not in FORMATS:
        raise ValueError(f"unknown format {export_format!r}; there are {', '.join(FORMATS)}")
    events = [
        event | {"figures": _figures(db, event["id"])} for event in find_events(db, event_filter)
    ]
    match export_format:
        case "csv":
            _write_csv(db, events, out)
        case "json":
            json.dump(events, out, ensure_ascii=False, indent=2)
            out.write("\n")
        case "jsonl":
            out.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
    return len(events)


def _figures(db: Database, event_id: str) -> list[dict[str, Any]]:
    query = "SELECT * FROM event_quantities WHERE event_id = ? ORDER BY rowid"
    rows = list(db.query(query, [event_id]))
    for row in rows:
        row["conflicting"] = bool(row["conflicting"])
        row.pop("event_id")
    return rows


def _write_csv(db: Database, events: list[dict[str, Any]], out: TextIO) -> None:
    columns = [column.name for column in db.table("events").columns if column.name != "search_id"]
    writer = csv.DictWriter(out, [*columns, "figures"])
    writer.writeheader()
    for event in events:
        cells = {"countries": " ".join(event["countries"]), "figures": _told(event["figures"])}
        writer.writerow({name: _plain(value) for name, value in (event | cells).items()})


def _told(figures: list[dict[str, Any]]) -> str:
    """`passengers (cumulative) 1200 [1200-1250, conflicting]; killed 3`."""
    return "; ".join(_figure(figure) for figure in figures)


def _figure(figure: dict[str, Any]) -> str:
    scope = f" ({figure['scope']})" if figure["scope"] else ""
    unit = f" {figure['unit']}" if figure["unit"] else ""
    spread = "" if figure["low"] == figure["high"] else f"{figure['low']:g}–{figure['high']:g}"
    marks = ", ".join(part for part in (spread, "conflicting" * figure["conflicting"]) if part)
    return f"{figure['role']}{scope} {figure['value']:.15g}{unit}" + (
        f" [{marks}]" if marks else ""
    )


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
