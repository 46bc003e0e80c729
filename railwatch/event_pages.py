"""Events in the terminal: as a table, and one with everything that leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from sqlite_utils import Database

from railwatch.tables import safe, show_table
from storage.events import EventDetails, EventFilter, event_details, find_events
from storage.figures import amount, figure_name, number, spaced, spread
from storage.merge import Chain, Explanation

HEADINGS = ("event", "when", "what", "figures", "told by")
FIGURE_HEADINGS = ("figure", "value", "range", "reports", "origins", "chosen by")
LINK_HEADINGS = ("joined", "points", "because of")
CHANGE_HEADINGS = ("changed at", "what", "from", "to", "because of")
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


def show_event(details: EventDetails, explanation: Explanation) -> None:
    """Everything that is known of an event, and why it is one."""
    event = details.event
    say(event["title"])
    say(f"{event['id']} · {spaced(event['type'])} · {event['factuality']}")
    times = {"start": explanation.starts, "end": explanation.ends}
    for name in ("start", "end", "recurrence", "origin", "destination", "location"):
        if event[name]:
            say(f"{name}: {event[name]}{differing(event[name], times.get(name, ()))}")
    if event["pages_gone"]:
        say("every page that told of it has gone since: it may have been withdrawn")
    told = ("reports", "outlets", "stories", "origins")
    say(", ".join(f"{name}: {event[name]}" for name in told))
    if details.figures:
        click.echo()
        show_table(FIGURE_HEADINGS, map_figures(details.figures))
    chains = {chain.report_id: chain for chain in explanation.chains}
    for at, report in enumerate(details.reports, 1):
        show_report(report, at)
        say(f"  {chain_text(chains[report['id']])}")
    if explanation.links:
        show_links(details, explanation)
    if details.changes:
        click.echo()
        show_table(CHANGE_HEADINGS, map_changes(details.changes))


def map_figures(figures: Iterable[Mapping[str, Any]]) -> list[Sequence[object]]:
    """The figures as the cells of FIGURE_HEADINGS."""
    return [
        (
            figure_name(figure),
            amount(figure),
            f"{DIFFER} {spread(figure)}" if figure["conflicting"] else spread(figure),
            figure["reports"],
            figure["origins"],
            spaced(figure["chosen_by"]),
        )
        for figure in figures
    ]


def map_changes(changes: Iterable[Mapping[str, Any]]) -> list[Sequence[object]]:
    """What became of the event, as the cells of CHANGE_HEADINGS."""
    return [
        (
            change["at"],
            spaced(change["field"]),
            change["old"],
            change["new"],
            spaced(change["because"]),
        )
        for change in changes
    ]


def differing(chosen: str, times: Sequence[str]) -> str:
    """` ≠ 2024-12-15T09:52+08:00` behind a time that other reports give otherwise."""
    others = ", ".join(stamp for stamp in times if stamp != chosen)
    return f" {DIFFER} {others}" if others else ""


def show_report(report: Mapping[str, Any], number_in_event: int) -> None:
    """One report: who, when, how sure, the sentence, the words of its figures, where to read it."""
    click.echo()
    credit = f" ({report['wire_credit']})" if report["wire_credit"] else ""
    told = f"{report['outlet']}{credit}, {report['published_at'] or 'no date'}"
    say(f"{number_in_event}. {told}: {report['article_title']}")
    sentence = " ".join(report["sentence"].split())
    told = f"“{sentence}”" if sentence else NO_SENTENCE
    say(f"  {report['factuality']}: {told}")
    for quantity in report["quantities"]:
        say(f"  {figure_name(quantity)} {amount(quantity)}: “{quantity['text']}”")
    say(f"  {report['url']}" + (f" (gone, {report['gone_at']})" if report["gone_at"] else ""))


def chain_text(chain: Chain) -> str:
    """`Daily ← RIA Novosti ← Ussuri customs office`, the last in brackets where others say so."""
    steps = [", ".join(names) for names in chain.links]
    if chain.inferred:
        steps[-1] = f"({steps[-1]})"
    return " ← ".join(steps)


def show_links(details: EventDetails, explanation: Explanation) -> None:
    """Why the reports were joined: for each link the features with their weights."""
    numbers = {report["id"]: at for at, report in enumerate(details.reports, 1)}
    rows = [
        (
            " + ".join(str(at) for at in sorted((numbers[link.report_id], numbers[link.other_id]))),
            number(link.points),
            ", ".join(f"{spaced(name)} {weight:+g}" for name, weight in link.features if weight),
        )
        for link in explanation.links
    ]
    click.echo()
    show_table(LINK_HEADINGS, rows)


def figure_text(figure: Mapping[str, Any]) -> str:
    """`passengers at least 70`, or `passengers 70 ≠ (69–71)` where reports differ."""
    text = f"{figure_name(figure)} {amount(figure)}"
    return f"{text} {DIFFER} ({spread(figure)})" if figure["conflicting"] else text


def say(text: str) -> None:
    """One line of output, with nothing in it that could move the cursor."""
    click.echo(safe(text).plain)
