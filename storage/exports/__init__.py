"""Events as files for other programs; each format is a module that loads its own library."""

from __future__ import annotations

from importlib import import_module
from typing import IO, Any

from sqlite_utils import Database

from storage.events import EventFilter

FORMATS = {
    "csv": "as_csv",
    "json": "as_json",
    "jsonl": "as_jsonl",
    "geojson": "as_geojson",
    "ics": "as_ics",
    "atom": "as_atom",
    "parquet": "as_parquet",
}
# Written as bytes, all others as text.
BINARY = frozenset({"parquet"})


class LibraryMissing(Exception):
    """The format needs a library that is not installed; the message is one plain sentence."""


def export_events(db: Database, event_filter: EventFilter, export_format: str, out: IO[Any]) -> int:
    """Write the events that pass the filter to `out`; how many. ValueError for another format.

    Each event has its `figures`. A calendar holds only what has dates to come: regular services
    and planned events. Raises LibraryMissing.
    """
    if export_format not in FORMATS:
        raise ValueError(f"unknown format {export_format!r}; there are {', '.join(FORMATS)}")
    try:
        form = import_module(f"storage.exports.{FORMATS[export_format]}")
    except ModuleNotFoundError as error:
        raise LibraryMissing(
            f"{export_format} needs {error.name}, which is not installed; "
            f"`pip install 'railwatch[{export_format}]'` brings it."
        ) from error
    count: int = form.write(db, event_filter, out)
    return count
