"""`railwatch demo`: the bundled newsroom, crawled and read end to end."""

from __future__ import annotations

import dataclasses
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from railwatch.app import App, Stopped, app_options
from railwatch.config import Config

if TYPE_CHECKING:
    from railwatch.newsroom import Newsroom

DEMO_DB = Path("demo/railwatch.db")
EPILOG = "Example: railwatch demo && railwatch serve --db demo/railwatch.db"


@click.command(epilog=EPILOG)
@click.option("--port", default=8610, show_default=True, type=click.IntRange(1, 65000))
@app_options(DEMO_DB)
def demo(app: App, port: int) -> None:
    """Crawl and read a made-up newsroom, and show its events.

    Its outlets are served on this machine, on --port and the ports after it. In a new database
    they are crawled twice, before and after one of them corrects a figure.
    """
    passes = [True] if app.db_path.exists() else [False, True]
    app.db_path.parent.mkdir(parents=True, exist_ok=True)
    for revised in passes:
        with ExitStack() as stack:
            newsroom = open_newsroom(stack, port=port, revised=revised)
            exit_code = run_on(newsroom, app)
    show_events(app)
    sys.exit(exit_code)


def open_newsroom(stack: ExitStack, *, port: int, revised: bool) -> Newsroom:
    """The newsroom, served until the stack unwinds."""
    from railwatch.newsroom import serve_newsroom

    try:
        return stack.enter_context(serve_newsroom(port=port, revised=revised))
    except OSError as error:
        message = f"the newsroom cannot use port {port} ({error.strerror}); try another --port."
        raise Stopped(message) from error


def run_on(newsroom: Newsroom, app: App) -> int:
    """Crawl and process the newsroom's outlets and no others; the exit code."""
    from railwatch.crawling import crawl_into, ready_outlets
    from railwatch.processing import process_into
    from railwatch.runs import started_run

    names = [table["id"] for table in newsroom.outlet_tables]
    config = Config(outlets=tuple(newsroom.outlet_tables))
    app = dataclasses.replace(app, config=config)
    specs = ready_outlets(app, names)
    with started_run(app, "demo") as run:
        crawl_into(run, app, specs)
        process_into(run)
    return run.exit_code


def show_events(app: App) -> None:
    """The events with their sources, and how to open them."""
    from railwatch.event_pages import show_event_table
    from storage.events import EventFilter

    show_event_table(app.open(read_only=True), EventFilter())
    click.echo(f"\nOpen them in a browser: railwatch serve --db {app.db_path}")
