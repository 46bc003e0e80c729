"""Keeps a page from loading anything from elsewhere, and old event ids answering."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from datasette import handle_exception, hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_decode

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

# Datasette's own pages hold inline scripts and styles, and its charts compile expressions
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
]
# Bytes: an article's 200,000 characters have room; longer values could fill the memory.
LONGEST_VALUE = 2_000_000
# Characters of a LIKE: a long row of wildcards keeps a thread beyond any time limit.
LONGEST_PATTERN = 200
# Tables of long texts: more rows than this at once, each of the longest, would take over 1 GB.
HEAVY = re.compile(r"/railwatch/(articles|article_versions|alerts)(\.(?!csv$)\w+)?")
ROWS_OF_HEAVY = 50
# An event's page, also as data: `.json`.
EVENT_PAGE = re.compile(r"/railwatch/events/([^/.]+)(\.\w+)?")
# An error would print every local variable, which takes seconds, in which nobody is served.
handle_exception.rich = None
# Pages of Datasette's own that tell where the database lies on this machine.
CLOSED = re.compile(r"/-/(databases|threads)(\.json)?/?")


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Asgi], Asgi]:
    """Add the headers to every answer, and send replaced event ids on to the event they became."""

    def wrap(app: Asgi) -> Asgi:
        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message["headers"], *HEADERS]}
                await send(message)

            if scope["type"] == "http" and CLOSED.fullmatch(scope["path"]):
                await nothing_there(send_with_headers)
            elif scope["type"] == "http" and (page := await moved(datasette, scope)):
                await redirect(send_with_headers, page)
            else:
                await app(with_few_rows(scope), receive, send_with_headers)

        return guarded

    return wrap


def with_few_rows(scope: Any) -> Any:
    """The request, asking a table of long texts for no more rows than the memory can hold."""
    if scope["type"] != "http" or not HEAVY.fullmatch(tilde_decode(scope["path"])):
        return scope
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    fewer = [(name, few(value) if name == "_size" else value) for name, value in asked]
    return {**scope, "query_string": urlencode(fewer).encode("latin-1")}


def few(size: str) -> str:
    """The size asked for, a number or `max`, where it is no more than that."""
    return size if size.isdecimal() and int(size) <= ROWS_OF_HEAVY else str(ROWS_OF_HEAVY)


async def moved(datasette: Datasette, scope: Any) -> str | None:
    """Where an event is now whose id was replaced, in the same format and with the same query."""
    found = EVENT_PAGE.fullmatch(unquote(scope["path"]))
    if found is None:
        return None
    old_id, extension = found.groups(default="")
    rows = await datasette.get_database("railwatch").execute(
        "select new_id from event_redirects where old_id = ?", [old_id]
    )
    asked = scope["query_string"].decode("latin-1")
    for row in rows:
        page = f"{datasette.urls.row('railwatch', 'events', row['new_id'])}{quote(extension)}"
        return f"{page}?{asked}" if asked else page
    return None


async def nothing_there(send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"There is no such page.\n"})


async def redirect(send: Callable[[dict[str, Any]], Awaitable[None]], url: str) -> None:
    headers = [(b"location", url.encode())]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
