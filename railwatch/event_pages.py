"""Events in the terminal: as a table, and one with everything that leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from sqlite_utils import Database

from railwatch.tables import number, safe, show_table
from storage.events import EventDetails, EventFilter, event_details, find_events

HEADINGS = ("event", "when", "what", "figures", "told by")
FIGURE_HEADINGS = ("figure", "value", "range", "reports", "chosen by")
# Stands before the range of a figure on which reports differ.
DIFFER = "≠"
# Stands for the sentence of a report whose outlet allows no copies.
NO_SENTENCE = "(its terms allow no copy of the sentence: read it there)"


def show_event_table(db: Database, event_filter: EventFilter) -> None:
    """The events that pass the filter, each with its figures and the outlets that tell of it."""
    found = (event_details(db, event["id"]) for event in find_events(db, event_filter))
    rows = [event_row(details) for details in found if details is not None]
    if rows:
        show_table(HEADINGS, rows)
    click.echo(f"{len(rows)} events", err=True)


def event_row(details: EventDetails) -> Sequence[object]:
    """One event as the cells of HEADINGS."""
    event = details.event
    outlets = dict.fromkeys(report["outlet"] for report in details.reports)
    figures = "; ".join(figure_text(figure) for figure in details.figures)
    return (event["id"], event["start"], event["title"], figures, ", ".join(outlets))


def show_event(details: EventDetails) -> None:
    """Everything that is known of an event."""
    event = details.event
    say(event["title"])
    say(f"{event['id']} · {spaced(event['type'])} · {event['factuality']}")
    for name in ("start", "end", "recurrence", "origin", "destination", "location"):
        if event[name]:
            say(f"{name}: {event[name]}")
    if details.figures:
        click.echo()
        show_table(FIGURE_HEADINGS, map_figures(details.figures))
    for report in details.reports:
        show_report(report)


def map_figures(figures: Iterable[Mapping[str, Any]]) -> list[Sequence[object]]:
    """The figures as the cells of FIGURE_HEADINGS."""
    return [
        (
            figure_name(figure),
            number(figure["value"]),
            f"{DIFFER} {spread(figure)}" if figure["conflicting"] else "",
            figure["reports"],
            spaced(figure["chosen_by"]),
        )
        for figure in figures
    ]


def show_report(report: Mapping[str, Any]) -> None:
    """One report: who, when, the sentence, the words of its figures, where to read it."""
    click.echo()
    say(f"{report['outlet']}, {report['published_at'] or 'no date'}: {report['article_title']}")
    sentence = " ".join(report["sentence"].split())
    say(f"  “{sentence}”" if sentence else f"  {NO_SENTENCE}")
    for quantity in report["quantities"]:
        say(f"  {figure_name(quantity)} {number(quantity['value'])}: “{quantity['text']}”")
    say(f"  {report['url']}")


def figure_text(figure: Mapping[str, Any]) -> str:
    """`passengers 70`, or `passengers 70 ≠ (69–71)` where reports differ."""
    text = f"{figure_name(figure)} {number(figure['value'])}"
    return f"{text} {DIFFER} ({spread(figure)})" if figure["conflicting"] else text


def figure_name(figure: Mapping[str, Any]) -> str:
    """`passengers`, `passengers (cumulative)`, `cost (USD)`."""
    told = [spaced(figure[name]) for name in ("scope", "unit") if figure[name]]
    return spaced(figure["role"]) + (f" ({', '.join(told)})" if told else "")


def spread(figure: Mapping[str, Any]) -> str:
    return f"{number(figure['low'])}–{number(figure['high'])}"


def spaced(name: str) -> str:
    return name.replace("_", " ")


def say(text: str) -> None:
    """One line of output, with nothing in it that could move the cursor."""
    click.echo(safe(text).plain)
