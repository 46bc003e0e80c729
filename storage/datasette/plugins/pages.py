"""The pages' own queries, filters and links."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment
from markupsafe import Markup
from sqlite_utils import Database

from storage.datasette.passages import passages
from storage.datasette.weeks import chart
from storage.figures import amount, figure_name, spread
from storage.folding import fold_name, search_query
from storage.gazetteer import asked_country
from storage.outlet_health import Standing, standings
from storage.urls import is_web

Row = Mapping[str, Any]
QUERIES = Path(__file__).parents[1] / "queries"
# Turn the direction of writing, and end the isolation of a `<bdi>`.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# How `articles.dated_by` is told to readers.
DATED_BY = {
    "json_ld": "from the page's data",
    "meta": "from the page's meta tags",
    "time_tag": "marked beside the headline",
    "feed": "from the outlet's feed",
    "visible": "as shown on the page",
    "url": "from the page's address",
    "modified": "guessed from its last change",
}
LINKED = {"event_id": "events", "report_id": "reports", "article_id": "articles"}


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Have the search boxes ask as the index is written: folded, and runs without spaces in pairs.

    Datasette's own `escape_fts`, which they call, is set first; ours then takes its place.
    `fold_name` and `country_code` are what the ready questions look places up with.
    """
    conn.create_function("country_code", 1, asked_country, deterministic=True)
    conn.create_function("fold_name", 1, fold_name, deterministic=True)
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)


def fts_query(typed: str) -> str:
    """The query for what is typed; the empty phrase, which finds nothing, where no word is."""
    return search_query(typed) or '""'


@hookimpl
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    """Hand each `queries/NAME.sql` to the templates as `NAME_sql`, the canned queries, and how the
    outlets fare: of those that `railwatch serve` says are declared, else of all.
    """
    queries = datasette.metadata("queries", database="railwatch") or {}
    questions = [{"name": name, **query} for name, query in queries.items()]
    texts = {f"{path.stem}_sql": path.read_text("utf-8") for path in QUERIES.glob("*.sql")}
    declared = (datasette.plugin_config("railwatch") or {}).get("stale_days")

    def standings_now(conn: sqlite3.Connection) -> list[Standing]:
        return list(standings(Database(conn), stale_days=declared, now=datetime.now(UTC)))

    async def outlet_standings() -> list[Standing]:
        found: list[Standing] = await datasette.get_database("railwatch").execute_fn(standings_now)
        return found

    return {"questions": questions, "outlet_standings": outlet_standings, **texts}


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters |= {"minute": minute, "is_web": is_web, "passages": passages, "chart": chart}
    env.filters |= {"figure_name": figure_name, "amount": amount, "spread": spread}
    env.filters |= {"map_points": map_points, "map_route": map_route, "other_times": other_times}
    env.filters |= {"dated_how": dated_how}
    env.finalize = shown


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str, datasette: Datasette) -> str | None:
    """Link ids in answers to canned queries, and titles in the tables themselves; 12.0 is 12."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if table is None and column in LINKED and value:
        url = datasette.urls.row("railwatch", LINKED[column], str(value))
        return Markup('<a href="{}">{}</a>').format(url, value)
    if table in ("events", "articles") and column == "title":
        url = datasette.urls.row("railwatch", table, str(row["id"]))
        return Markup('<a href="{}">{}</a>').format(url, value or "untitled")
    return None


def shown(value: Any) -> Any:
    """What a template writes; a mark stands for what would turn our own words around."""
    if isinstance(value, str) and TURNING.search(value):
        return type(value)(TURNING.sub("\ufffd", value))
    return value


def minute(moment: str | None) -> str:
    """`2024-12-16T05:30:00+00:00` as `2024-12-16 05:30 UTC`."""
    return f"{moment[:16].replace('T', ' ')} UTC" if moment else "no date"


def dated_how(article: Row) -> str:
    """Where an article's time of publication was found and how exactly it was told, in words."""
    parts = [DATED_BY.get(article["dated_by"], "")]
    if article["published_precision"] == "day":
        parts.append("the day only")
    if article["published_offset"]:
        parts.append(f"told in UTC{article['published_offset']}")
    return ", ".join(filter(None, parts))


def other_times(reports: Sequence[Row], bound: str, event: Row) -> list[str]:
    """The starts or ends that reports give otherwise than their event, where these conflict.

    One that only says less is none, nor is the same on another clock, nor that of a mere plan.
    """
    if not event[f"{bound}_conflicting"]:
        return []
    chosen, instant = event[bound] or "", event[f"{bound}_utc"]
    told = {
        report[bound]
        for report in reports
        if report["factuality"] == event["factuality"] and report[f"{bound}_utc"] != instant
    }
    return sorted(time for time in told if time and not chosen.startswith(time))


def map_points(events: Sequence[Row], urls: Any) -> list[dict[str, Any]]:
    """What the map shows of the events that are somewhere."""
    return [
        {
            "at": [event["latitude"], event["longitude"]],
            "title": shown(event["title"]),
            "url": str(urls.row("railwatch", "events", event["id"])),
            "factuality": event["factuality"],
        }
        for event in events
        if event["latitude"] is not None
    ]


def map_route(ends: Sequence[Row]) -> list[list[float]] | None:
    """The line on the map for what `route.sql` found, the shorter way round the earth, or None."""
    for row in ends:
        turn = 360 * round((row["longitude"] - row["to_longitude"]) / 360)
        end = [row["to_latitude"], row["to_longitude"] + turn]
        return [[row["latitude"], row["longitude"]], end]
    return None
