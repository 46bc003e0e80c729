"""Tables page by page without losing a row.

Datasette (0.65.5, views/table.py) puts rows that are equal in the sorted column in the order of
their keys from its second page on; on the first they come as SQLite finds them. The second begins
behind the key of the first one's last row, so those that came later and have smaller keys are on no
page. Here the first page is asked for as one more: the page behind all that could be.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import Request
from datasette.views.table import TableView

# Datasette's own path of a table, which ours goes before.
TABLE = r"/(?P<database>railwatch)/(?P<table>[^\/\.]+)(\.(?P<format>\w+))?$"
# Before any key, be it a number or a text of ours; `$null` comes before any value.
FIRST_KEY, FIRST_VALUE = str(-(2**63)), "$null"
# Behind any value: SQLite puts texts behind numbers.
LAST_VALUE = tilde_encode("\U0010ffff")
# Tables with an index of what they are sorted by and the key, in the order of its rows.
IN_ORDER = {"events", "reports", "articles", "event_changes", "seen"}
# Arguments that neither narrow a table nor sort it.
AS_IT_IS = re.compile(
    r"_(size|labels?|shape|col|nocol|dl|stream|header|nl|facet\w*|nofacet|nocount|json\w*|ttl)"
)


class PagedTable(TableView):  # type: ignore[misc]  # Datasette ships no types
    """Datasette's table with all pages in one order."""

    async def data(
        self,
        request: Request,
        default_labels: bool = False,
        _next: str | None = None,
        _size: int | None = None,
    ) -> Any:
        """As its own; `_next` tells the sorted value and the key behind which a page begins."""
        following = _next or request.args.get("_next") or await beginning(self.ds, request)
        return await super().data(request, default_labels, following, _size)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    return [(TABLE, PagedTable.as_view(datasette))]


async def beginning(datasette: Datasette, request: Request) -> str | None:
    """The `_next` behind which the first page of a table lies; None where rows are in order anyway.

    It narrows what facets count, which then takes them long: large tables that are neither filtered
    nor sorted in another way than theirs go by an index that has equals in the order of their keys.
    """
    db = datasette.get_database("railwatch")
    table = tilde_decode(request.url_vars["table"])
    if not await db.table_exists(table):  # a ready question
        return None
    if table in IN_ORDER and all(map(AS_IT_IS.fullmatch, request.args)):
        return None
    asked = {name: request.args.get(f"_{name}") for name in ("sort", "sort_desc")}
    order = asked if any(asked.values()) else datasette.table_metadata("railwatch", table)
    if not order.get("sort") and not order.get("sort_desc"):
        return None
    keys = [FIRST_KEY] * max(1, len(await db.primary_keys(table)))
    return ",".join([FIRST_VALUE if order.get("sort") else LAST_VALUE, *keys])
