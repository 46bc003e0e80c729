"""CSV: one row an event, its figures in one cell, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from typing import Any, TextIO

from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports.told import figures_text, told_events

# A spreadsheet takes text with such a beginning for a formula and may run it; some first drop what
# is blank, and write "＝" or "﹦" as "=".
FORMULA = re.compile(r"[\s\0\u200b\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")


def write(db: Database, event_filter: EventFilter, out: TextIO) -> int:
    """Write a header and a row for each event; how many. Formulas get an apostrophe before them."""
    columns = [column.name for column in db.table("events").columns if column.name != "search_id"]
    writer = csv.DictWriter(out, [*columns, "figures"])
    writer.writeheader()
    count = 0
    for event in told_events(db, event_filter):
        count += 1
        cells = {
            "countries": " ".join(event["countries"]),
            "figures": figures_text(event["figures"]),
        }
        writer.writerow({name: plain_cell(value) for name, value in (event | cells).items()})
    return count


def plain_cell(value: Any) -> Any:
    """The value, text that looks like a formula with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
