"""The filters of `railwatch events` in the addresses of its table; a filter of nothing is refused.

`/railwatch/events?_place=Khasan&_since=2024-12-01`; `_type` may be given several times.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.filters import FilterArguments, Filters
from datasette.utils.asgi import BadRequest, Request
from sqlite_utils import Database

from storage.events import EventFilter, conditions, is_country
from storage.records import EventType

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

# What each filter asks, as the heading of the page says it.
IN_WORDS = {
    "since": "not over before {}",
    "until": "begun by {}",
    "types": "of type {}",
    "place": "at {}",
    "country": "in {}",
}
# What stands for an option of the command line that is no column.
INSTEAD = {
    **{name: f"_{name}" for name in ("since", "until", "place", "country")},
    "text": "_search",
    "limit": "_size",
}
LOOKUPS = [key for key, _, _ in Filters([]).lookups()]
# What stands only for events, and what Datasette (0.65.5) and its plugins know of any table.
OF_EVENTS = ("_since", "_until", "_type", "_place", "_country")
KNOWN = re.compile(
    r"_(search(_.+)?|searchmode|sort|sort_desc|sort_by_desc|size|next|col|nocol|through|where"
    r"|facet(_size|_array|_date)?|nofacet|nocount|nosuggest|labels?|shape|json|json_infinity"
    r"|nl|dl|stream|header|trace|ttl|timelimit|extra|format"
    r"|filter_(column|op|value)(_\d+)?|blob_column|blob_hash)"
)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Asgi], Asgi]:
    """Pass over a search for nothing, as over any blank filter: Datasette (0.65.5) finds no row."""

    def wrap(app: Asgi) -> Asgi:
        async def searching(scope: Any, receive: Any, send: Any) -> None:
            await app(without_blank_search(scope), receive, send)

        return searching

    return wrap


def without_blank_search(scope: Any) -> Any:
    """The request, with no `_search` that is blank."""
    if scope["type"] != "http" or b"_search" not in scope["query_string"]:
        return scope
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "_search" or value.strip()]
    return {**scope, "query_string": urlencode(kept).encode("latin-1")}


@hookimpl
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> Callable[[], Awaitable[FilterArguments | None]]:
    """Narrow events down as the command line does; what names no column answers 400."""

    async def narrowed() -> FilterArguments | None:
        columns = {"rowid", *await datasette.get_database(database).table_columns(table)}
        instead = INSTEAD if table == "events" else {}
        for name in request.args:
            if name.startswith("_") and "__" not in name:
                check_argument(name, OF_EVENTS if table == "events" else ())
            else:
                check_filter(name, request.args.getlist(name), columns, instead)
        if table != "events":
            return None
        wanted = wanted_events(request.args)
        await check_country(datasette, wanted.country)
        return of_events(wanted)

    return narrowed


async def check_country(datasette: Datasette, name: str | None) -> None:
    """Raises BadRequest for a country that is not known, lest nothing seem to happen there."""

    def is_known(conn: sqlite3.Connection) -> bool:
        return name is None or is_country(Database(conn), name)

    if not await datasette.get_database("railwatch").execute_fn(is_known):
        raise BadRequest(f"No country is known as {name!r}; give its name in English or its code.")


def check_argument(name: str, ours: Sequence[str]) -> None:
    """Raises BadRequest for what neither we nor Datasette know: it would be passed over."""
    if name not in ours and not KNOWN.fullmatch(name):
        known = ", ".join((*ours, "_search", "_sort", "_sort_desc", "_size"))
        raise BadRequest(f"There is no parameter {name!r}; there are {known} and the columns.")


def check_filter(
    name: str, values: list[str], columns: set[str], instead: Mapping[str, str]
) -> None:
    """Raises BadRequest: SQLite would take the name of no column for a text and say nothing."""
    column, _, lookup = name.rpartition("__") if "__" in name else (name, "", "exact")
    if column not in columns:
        hint = f" Ask for {instead[column]}=…" if column in instead else ""
        raise BadRequest(f"There is no column {column!r} to filter by.{hint}")
    if lookup not in LOOKUPS:
        raise BadRequest(f"There is no filter {lookup!r}; there are {', '.join(LOOKUPS)}.")
    if lookup == "exact" and len({*values}) > 1:
        both = ",".join(values)
        raise BadRequest(f"{column} cannot be several things at once; ask for {column}__in={both}")


def wanted_events(args: Any) -> EventFilter:
    """What an address asks of events. Raises BadRequest for what cannot be."""
    return EventFilter(
        since=day(args, "_since"),
        until=day(args, "_until"),
        types=types(args),
        place=only(args, "_place"),
        country=only(args, "_country"),
    )


def only(args: Any, name: str) -> str | None:
    values = given(args, name)
    if len(values) > 1:
        raise BadRequest(f"{name} can be given only once.")
    return values[0] if values else None


def day(args: Any, name: str) -> date | None:
    text = only(args, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadRequest(f"{text!r} is not a date; write it like 2024-12-16.") from None


def types(args: Any) -> tuple[str, ...]:
    asked = tuple(given(args, "_type"))
    for name in asked:
        if name not in list(EventType):
            raise BadRequest(f"There is no type {name!r}; there are {', '.join(EventType)}.")
    return asked


def given(args: Any, name: str) -> list[str]:
    """The values of this name that are not blank."""
    return [value.strip() for value in args.getlist(name) if value.strip()]


def of_events(wanted: EventFilter) -> FilterArguments:
    """The filter in SQL, with the names for values that Datasette wants, and in words."""
    clauses: list[str] = []
    params: dict[str, Any] = {}
    for at, (condition, values) in enumerate(conditions(wanted)):
        named = {f"asked_{at}_{number}": value for number, value in enumerate(values)}
        clauses.append(condition.replace("?", ":{}").format(*named))
        params |= named
    return FilterArguments(clauses, params, list(in_words(wanted)))


def in_words(wanted: EventFilter) -> Iterator[str]:
    for field, words in IN_WORDS.items():
        if value := getattr(wanted, field):
            yield words.format(" or ".join(value) if isinstance(value, tuple) else value)
