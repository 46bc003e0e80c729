"""Parquet: typed columns for data frames and DuckDB, written in parts to keep memory small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet
from sqlite_utils import Database

from storage.events import FLAGS, EventFilter
from storage.exports.told import told_events
from storage.periods import from_utc_text

ROWS_AT_ONCE = 10_000
MOMENT = pa.timestamp("s", tz="UTC")
FIGURE = pa.struct(
    [
        *((name, pa.string()) for name in ("role", "scope", "unit", "qualifier", "chosen_by")),
        *((name, pa.float64()) for name in ("value", "low", "high")),
        *((name, pa.int64()) for name in ("reports", "origins")),
        ("conflicting", pa.bool_()),
    ]
)
MOMENTS = ("start_utc", "end_utc", "first_reported_at", "last_reported_at")
TEXTS = (
    *("id", "title", "type", "factuality", "start", "end", "recurrence"),
    *("origin_id", "destination_id", "location_id", "origin", "destination", "location"),
)
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in TEXTS),
        *((name, MOMENT) for name in MOMENTS),
        ("countries", pa.list_(pa.string())),
        *((name, pa.float64()) for name in ("latitude", "longitude", "confidence")),
        *((name, pa.int64()) for name in ("reports", "outlets", "stories", "origins")),
        *((name, pa.bool_()) for name in FLAGS),
        ("figures", pa.list_(FIGURE)),
    ]
)


def write(db: Database, event_filter: EventFilter, out: BinaryIO) -> int:
    """Write one file with a row for each event; how many. `_utc` and `_at` are timestamps."""
    count = 0
    rows = map(_typed, told_events(db, event_filter))
    with parquet.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for part in _parts(rows):
            writer.write_table(pa.Table.from_pylist(part, SCHEMA))
            count += len(part)
    return count


def _typed(event: dict[str, Any]) -> dict[str, Any]:
    moments = {name: event[name] and from_utc_text(event[name]) for name in MOMENTS}
    return event | moments


def _parts(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while part := list(islice(rows, ROWS_AT_ONCE)):
        yield part
