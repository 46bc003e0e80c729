"""The command line. Commands load what they need when they run, so that `--help` is instant."""

from __future__ import annotations

import sys

import click

from railwatch import __version__
from railwatch.app import Front
from railwatch.commands.serving import serve


@click.group(cls=Front, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Watch the news for what happens on the railways."""


for command in (serve,):
    cli.add_command(command)


def main() -> None:
    """The `railwatch` program."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a cron job's locale may know no Korean
    cli()
