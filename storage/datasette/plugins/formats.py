"""The rows of a page of events in the formats of `railwatch export`, as Datasette's own have them.

`/railwatch/events.ics?_type=service_launch` is for a calendar to subscribe to, `.atom` for a reader
of feeds.
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette import Response, hookimpl
from datasette.app import Datasette
from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports import as_atom, export_events

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

CONTENT_TYPES = {
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}
# Formats of Datasette's own that are no renderers.
BUILT_IN = {"csv", "blob", "jsono"}
FORMAT = re.compile(r"/railwatch/[^/.]+(?:/[^/]+)?\.(\w+)")
# Arguments of Datasette and of plugins/filters.py on which it depends what events a page has.
NARROWING = re.compile(r"[^_].*|_(since|until|type|place|country|search.*|through|next)")


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    return [
        {"extension": name, "render": renderer(name), "can_render": tells_of_events}
        for name in CONTENT_TYPES
    ]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Asgi], Asgi]:
    """Give our formats as many events as a page can have, and no page in an unknown format."""

    def wrap(app: Asgi) -> Asgi:
        async def in_format(scope: Any, receive: Any, send: Any) -> None:
            found = FORMAT.fullmatch(scope["path"]) if scope["type"] == "http" else None
            if found and found[1] not in {*datasette.renderers, *BUILT_IN}:
                known = ", ".join(("csv", "json", *CONTENT_TYPES))
                told = f"There is no {found[1]} here; there are {known}."
                await Response.text(told, status=404).asgi_send(send)
            else:
                whole = found and found[1] in CONTENT_TYPES and "/events." in found[0]
                await app(of_rows_alone(scope) if whole else scope, receive, send)

        return in_format

    return wrap


def of_rows_alone(scope: Any) -> Any:
    """The request, asking for the largest page where it names no size, and for no counts."""
    query = scope["query_string"].decode("latin-1")
    whole = "" if "_size" in parse_qs(query) else "&_size=max"
    asked = f"{query}{whole}&_nofacet=1&_nocount=1".lstrip("&")
    return {**scope, "query_string": asked.encode("latin-1")}


def tells_of_events(columns: Sequence[str], table: str | None) -> bool:
    """Whether each row is an event: in its table, or in an answer that links to it."""
    return (table == "events" and "id" in columns) or (table is None and "event_id" in columns)


def renderer(export_format: str) -> Callable[..., Awaitable[Response]]:
    """What answers with the rows' events in this format; columns of the page do not matter."""

    async def render(
        datasette: Datasette,
        columns: Sequence[str],
        rows: Any,
        table: Any,
        data: Any,
        request: Any,
    ) -> Any:
        name = "id" if table == "events" else "event_id"
        if not tells_of_events(columns, table):
            return Response.text("These rows are no events.", status=404)
        wanted = EventFilter(ids=tuple(dict.fromkeys(str(row[name]) for row in rows)))
        if export_format == "atom":
            address = datasette.absolute_url(request, request.full_path)
            write = partial(as_atom.write, asked=asked(request), address=address)
        else:
            write = partial(export_events, export_format=export_format)
        database = datasette.get_database("railwatch")
        body = await database.execute_fn(partial(written, write, wanted))
        next_url = data.get("next_url")
        links = {"link": f'<{next_url}>; rel="next"'} if next_url else {}
        return Response(body, headers=links, content_type=CONTENT_TYPES[export_format])

    return render


def written(write: Callable[..., int], wanted: EventFilter, conn: sqlite3.Connection) -> str:
    out = io.StringIO(newline="")
    write(Database(conn), wanted, out=out)
    return out.getvalue()


def asked(request: Any) -> str:
    """What the address asks for, however it is written; empty for all events."""
    narrowed = sorted(
        (name, value)
        for name in request.args
        for value in request.args.getlist(name)
        if NARROWING.fullmatch(name)
    )
    path = request.path.removesuffix("/railwatch/events.atom")
    return f"{path}?{urlencode(narrowed)}" if path or narrowed else ""
