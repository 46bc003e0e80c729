"""`railwatch events`, `show` and `export`: what was found."""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from railwatch.app import App, Mistake, command_options, not_blank
from railwatch.outputs import opened
from railwatch.published import DayParam
from storage.records import EventType, Factuality

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.events import EventFilter

EVENTS_EPILOG = "Example: railwatch events --place Khasan --since 2024-12-01"
SHOW_EPILOG = "Example: railwatch show 3f1c2a9d0b7e4c55"
EXPORT_EPILOG = "Example: railwatch export csv --type derailment --output derailments.csv"
TYPES = click.Choice([kind.value for kind in EventType], case_sensitive=False)
FACTUALITIES = click.Choice([one.value for one in Factuality], case_sensitive=False)
TYPE_HELP = "Such as derailment; may be given several times."
PLACE_HELP = "A place or country they name, in any language."
COUNTRY_HELP = "Name or ISO 3166-1 code of a country they touch."
FORMATS = click.Choice(
    ["csv", "json", "jsonl", "geojson", "ics", "atom", "parquet"], case_sensitive=False
)
# As many rows as nobody has; SQLite takes no number of any size.
COUNT = click.IntRange(1, 1_000_000_000)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that narrow events down, and hand it an EventFilter."""

    @click.option("--since", type=DayParam(), help="Not over before this day.")
    @click.option("--until", type=DayParam(), help="Begun by this day.")
    @click.option("--type", "types", multiple=True, type=TYPES, metavar="TYPE", help=TYPE_HELP)
    @click.option("--place", callback=not_blank, help=PLACE_HELP)
    @click.option("--country", callback=not_blank, help=COUNTRY_HELP)
    @click.option("--factuality", type=FACTUALITIES, help="Whether it happened.")
    @click.option("--text", callback=not_blank, help="Words of their titles, places or sentences.")
    @click.option("--limit", type=COUNT, help="At most so many, the latest first.")
    @functools.wraps(command)
    def with_filter(app: App, **options: Any) -> object:
        from storage.events import EventFilter

        names = {field.name for field in dataclasses.fields(EventFilter)} & options.keys()
        event_filter = EventFilter(**{name: options.pop(name) for name in names})
        return command(app, event_filter, **options)

    return with_filter


def opened_for(app: App, event_filter: EventFilter) -> Database:
    """The database; a country that it does not know is a mistake, lest nothing seem to happen."""
    from storage.events import is_country

    db = app.open(read_only=True)
    if event_filter.country and not is_country(db, event_filter.country):
        raise Mistake(
            f"no country is known as {event_filter.country!r}; "
            "give its name in English or its ISO 3166-1 code, such as RU."
        )
    return db


@click.command(epilog=EVENTS_EPILOG)
@command_options
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON an event.")
def events(app: App, event_filter: EventFilter, as_json: bool) -> None:
    """Find events."""
    from railwatch.event_pages import show_event_table
    from storage.exports import export_events

    db = opened_for(app, event_filter)
    if as_json:
        export_events(db, event_filter, "jsonl", sys.stdout)
    else:
        show_event_table(db, event_filter)


@click.command(epilog=SHOW_EPILOG)
@command_options
@click.argument("event")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(app: App, event: str, as_json: bool) -> None:
    """Show all that is known of one EVENT.

    Every report with its outlet, sentence, figures and sources, and why it was taken for the same
    event; what differs is marked.
    """
    from railwatch.event_pages import show_event
    from storage.events import event_details, event_end
    from storage.merge import explain_event

    db = app.open(read_only=True)
    details = event_details(db, event)
    if details is None and (end := event_end(db, event)):
        because = end["because"].replace("_", " ")
        raise Mistake(
            f"event {event} ended at {end['at']} ({because}): no report tells it any more."
        )
    if details is None:
        raise Mistake(f"there is no event {event!r}; `railwatch events` lists them with their ids.")
    explanation = explain_event(db, details.event["id"])
    if as_json:
        told = dataclasses.asdict(details) | dataclasses.asdict(explanation)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        show_event(details, explanation)


@click.command(epilog=EXPORT_EPILOG)
@command_options
@filter_options
@click.argument("export_format", metavar="FORMAT", type=FORMATS)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
def export(app: App, event_filter: EventFilter, export_format: str, output: Path | None) -> None:
    """Write events as csv, json, jsonl, geojson, ics, atom or parquet.

    They go to standard output or a file. A calendar (ics) holds regular services on the days they
    run, and planned events.
    """
    from storage.exports import BINARY, LibraryMissing, export_events

    db = opened_for(app, event_filter)
    try:
        with opened(output, binary=export_format in BINARY) as out:
            count = export_events(db, event_filter, export_format, out)
    except LibraryMissing as error:
        raise Mistake(str(error)) from error
    if output and not app.quiet:
        click.echo(f"{count} events in {output}", err=True)
