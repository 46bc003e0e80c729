"""Keeps a spreadsheet from taking a cell of Datasette's CSV for a formula, as our export does."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

from storage.exports.as_csv import plain_cell

Asgi = Callable[[Any, Any, Any], Awaitable[None]]
# An article is longer than what the reader of CSV takes unasked.
LONGEST_CELL = 20_000_000
# All cells are text here; "-77.5" is a number all the same.
NUMBER = re.compile(r"-\d+(\.\d+)?(e[+-]?\d+)?")


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Asgi], Asgi]:
    """Rewrite every answer of CSV, of which Datasette sends row by row."""

    def wrap(app: Asgi) -> Asgi:
        async def without_formulas(scope: Any, receive: Any, send: Any) -> None:
            asked = scope["type"] == "http" and scope["path"].endswith(".csv")
            is_csv = False

            async def send_rows(message: dict[str, Any]) -> None:
                nonlocal is_csv
                if message["type"] == "http.response.start":
                    is_csv = tells_csv(message["headers"])
                elif is_csv and message.get("body"):
                    message = {**message, "body": plain_rows(message["body"].decode()).encode()}
                await send(message)

            await app(scope, receive, send_rows if asked else send)

        return without_formulas

    return wrap


def tells_csv(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the answer is CSV, or shows it as text; an error at such an address is a page."""
    kinds = (value for name, value in headers if name.lower() == b"content-type")
    return any(kind.startswith((b"text/csv", b"text/plain")) for kind in kinds)


def plain_rows(text: str) -> str:
    """Whole rows of CSV, with an apostrophe before what would be a formula."""
    csv.field_size_limit(LONGEST_CELL)
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text, newline=""))
    csv.writer(out).writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue()


def plain(cell: str) -> str:
    return cell if NUMBER.fullmatch(cell) else str(plain_cell(cell))
