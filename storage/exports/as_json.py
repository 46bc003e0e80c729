"""JSON: one array of all events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports.told import told_events


def write(db: Database, event_filter: EventFilter, out: TextIO) -> int:
    """Write an array of events; how many."""
    return write_array(told_events(db, event_filter), out)


def write_array(items: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Write a JSON array item by item, so that no more than one is held; how many."""
    count = 0
    out.write("[")
    for item in items:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(item, ensure_ascii=False))
        count += 1
    out.write("\n]\n")
    return count
