"""Events to be exported, and their exports, for tests."""

from __future__ import annotations

import io
from dataclasses import replace

from storage.events import EventFilter
from storage.exports import export_events
from tests.storage_samples import KHASAN, TUMANGANG, report

HOSTILE = '=cmd|"/c calc"\n<script>alert(1)</script>'
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,WE,FR"


def service(*, start="2024-12-16", rule=WEEKDAYS, kind="service_resumption", **fields):
    """A report of a regular service between Khasan and Tumangang."""
    told = report(kind, start=start, origin=KHASAN, destination=TUMANGANG, **fields)
    return replace(told, recurrence=rule)


def exported(db, export_format, **wanted):
    """What `railwatch export` writes of the events wanted."""
    out = io.BytesIO() if export_format == "parquet" else io.StringIO(newline="")
    export_events(db, EventFilter(**wanted), export_format, out)
    return out.getvalue()
