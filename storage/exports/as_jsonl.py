"""JSON lines: one event a line."""

from __future__ import annotations

import json
from typing import TextIO

from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports.told import told_events


def write(db: Database, event_filter: EventFilter, out: TextIO) -> int:
    """Write each event as an object on a line of its own; how many."""
    count = 0
    for event in told_events(db, event_filter):
        out.write(json.dumps(event, ensure_ascii=False) + "\n")
        count += 1
    return count
