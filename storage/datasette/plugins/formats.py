"""The rows of a page of events in the formats of `railwatch export`, as Datasette's own have them.

`/railwatch/events.ics?type=service_launch` is what a calendar subscribes to, `.atom` a feed reader.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from datasette import Response, hookimpl
from datasette.app import Datasette
from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports import export_events

CONTENT_TYPES = {
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    return [
        {"extension": name, "render": renderer(name), "can_render": tells_of_events}
        for name in CONTENT_TYPES
    ]


def tells_of_events(columns: Sequence[str], table: str | None) -> bool:
    """Whether each row is an event: in its table, or in an answer that links to it."""
    return (table == "events" and "id" in columns) or (table is None and "event_id" in columns)


def renderer(export_format: str) -> Callable[..., Awaitable[Response]]:
    """What answers with the rows' events in this format; columns of the page do not matter."""

    async def render(datasette: Datasette, columns: Sequence[str], rows: Any, table: Any) -> Any:
        name = "id" if table == "events" else "event_id"
        if not tells_of_events(columns, table):
            return Response.text("These rows are no events.", status=404)
        wanted = EventFilter(ids=tuple(dict.fromkeys(str(row[name]) for row in rows)))
        database = datasette.get_database("railwatch")
        body = await database.execute_fn(partial(exported, wanted, export_format))
        return Response(body, content_type=CONTENT_TYPES[export_format])

    return render


def exported(wanted: EventFilter, export_format: str, conn: sqlite3.Connection) -> str:
    out = io.StringIO(newline="")
    export_events(Database(conn), wanted, export_format, out)
    return out.getvalue()
