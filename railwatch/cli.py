"""The command line. Commands load what they need when they run, so that `--help` is instant."""

from __future__ import annotations

import io
import os
import sys

import click

from railwatch import __version__
from railwatch.app import Front
from railwatch.commands.archiving import backfill, import_files
from railwatch.commands.demo import demo
from railwatch.commands.extracting import extract
from railwatch.commands.finding import events, export, show
from railwatch.commands.keeping import backup, check, vacuum
from railwatch.commands.running import crawl, process, run
from railwatch.commands.serving import serve
from railwatch.commands.telling import alerts
from railwatch.commands.watching import outlets, status

COMMANDS: tuple[click.Command, ...] = (
    run,
    crawl,
    process,
    extract,
    import_files,
    backfill,
    events,
    show,
    serve,
    export,
    status,
    outlets,
    alerts,
    check,
    backup,
    vacuum,
    demo,
)
EPILOG = "Example: railwatch demo"


@click.group(cls=Front, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Watch the news for what happens on the railways."""


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """The `railwatch` program."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 (to the program's end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # cron's locale may know no Korean
    cli()
