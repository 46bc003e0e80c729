"""`railwatch run`, `crawl` and `process`: the two stages, together or one by one."""

from __future__ import annotations

import dataclasses
import logging
import sys
from typing import TYPE_CHECKING

import click

from railwatch.app import App, command_options, complete_outlets

if TYPE_CHECKING:
    from railwatch.runs import Run

RUN_EPILOG = "Example, in a crontab: */20 * * * * cd railwatch && .venv/bin/railwatch run"
CRAWL_EPILOG = "Example: railwatch crawl interfax_ru tass_en_ru"
PROCESS_EPILOG = "Example: railwatch process --all"


def process_into(started: Run, *, everything: bool = False) -> None:
    """Process; what that needs is loaded only now, so that a second copy is turned away at once."""
    from railwatch import processing

    processing.process_into(started, everything=everything)


@click.command(epilog=RUN_EPILOG)
@click.argument("outlets", nargs=-1, shell_complete=complete_outlets)
@command_options
def run(app: App, outlets: tuple[str, ...]) -> None:
    """Crawl OUTLETS (or all), process what is new, tell the alerts.

    Away from a terminal it says nothing when all is well, and one paragraph when not: cron mails
    what a command says.
    """
    from railwatch.crawling import crawl_into, ready_outlets
    from railwatch.runs import complaint, started_run

    app = watched_or_not(app)
    specs = ready_outlets(app, outlets)
    with started_run(app, "run") as started:
        crawl_into(started, app, specs)
        process_into(started)
        tell_alerts(started, app)
        told = complaint(started) if app.unattended else None
    if told:
        click.echo(told, err=True)
    sys.exit(started.exit_code)


def watched_or_not(app: App) -> App:
    """The app, unattended and with its log shut where nobody is there to read line by line."""
    if app.verbose or (sys.stderr.isatty() and not app.quiet):
        return app
    logging.disable(logging.ERROR)
    return dataclasses.replace(app, unattended=True)


def tell_alerts(started: Run, app: App) -> None:
    """Tell what the configuration asks to be told."""
    if app.config.alerts:
        from railwatch.alerts import delivery
        from railwatch.app import now

        delivery.tell_alerts(started, app.config.alerts, now=now())


@click.command(epilog=CRAWL_EPILOG)
@click.argument("outlets", nargs=-1, shell_complete=complete_outlets)
@command_options
def crawl(app: App, outlets: tuple[str, ...]) -> None:
    """Fetch and store what OUTLETS (or all) have new."""
    from railwatch.crawling import crawl_into, ready_outlets
    from railwatch.runs import started_run

    specs = ready_outlets(app, outlets)
    with started_run(app, "crawl") as started:
        crawl_into(started, app, specs)
    sys.exit(started.exit_code)


@click.command(epilog=PROCESS_EPILOG)
@click.option("--all", "everything", is_flag=True, help="Read every article again.")
@command_options
def process(app: App, everything: bool) -> None:
    """Read stored articles not read yet, merge reports into events."""
    from railwatch.runs import started_run

    app.open().close()
    with started_run(app, "process") as started:
        process_into(started, everything=everything)
    sys.exit(started.exit_code)
