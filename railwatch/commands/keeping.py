"""`railwatch check`, `backup` and `vacuum`: keeping the database well."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from railwatch.app import SOME_FAILED, App, command_options, now

CHECK_EPILOG = "Example: railwatch check || mail -s 'Railwatch: the database' me@example.org"
BACKUP_EPILOG = "Example: railwatch backup /mnt/safe/railwatch-monday.db"
VACUUM_EPILOG = "Example: railwatch vacuum --forget 365"
MEGABYTE = 1e6


@click.command(epilog=CHECK_EPILOG)
@command_options
def check(app: App) -> None:
    """Check the database; exit 1 when something in it is wrong.

    Looks for damage, rows that lead nowhere, wrong counts, and search out of step with what it
    searches. Changes nothing, and may run beside a crawl.
    """
    from storage.integrity import faults, waiting

    if app.has_empty_database():
        if not app.quiet:
            click.echo(f"{app.db_path} is well: nothing is in it yet.")
        return
    db = app.open(read_only=True)
    found = 0
    for fault in faults(db):
        found += 1
        click.echo(fault)
    if not found and not app.quiet:
        tables = ("articles", "reports", "events")
        counts = (f"{db.table(table).count:,} {table}" for table in tables)
        click.echo(f"{app.db_path} is well: {', '.join(counts)}.")
        if waiting(db):
            click.echo("Some reports wait to be merged; `railwatch process` does that.")
    sys.exit(SOME_FAILED if found else 0)


@click.command(epilog=BACKUP_EPILOG)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@command_options
def backup(app: App, file: Path) -> None:
    """Copy the database to FILE, also while a crawl writes to it.

    An earlier backup in FILE is replaced when the new one is whole. One of an older Railwatch is
    copied as it is, so that it can be kept before an upgrade. To put a backup back, copy it
    to the place of the database while nothing runs.
    """
    from storage.upkeep import backup as copy_database

    copy_database(app.open(read_only=True, as_it_is=True), file)
    if not app.quiet:
        click.echo(f"{file}: {file.stat().st_size / MEGABYTE:,.1f} MB", err=True)


@click.command(epilog=VACUUM_EPILOG)
@click.option(
    "--forget",
    type=click.IntRange(1, 36_500),  # a hundred years
    metavar="DAYS",
    help="Also forget entries turned down, runs and mended failures older than this.",
)
@command_options
def vacuum(app: App, forget: int | None) -> None:
    """Give room that the database no longer needs back to the disk.

    Articles with their earlier versions, reports and events are never deleted.
    """
    from storage.upkeep import tidy

    with app.alone():
        tidied = tidy(app.open(), now=now(), forget_days=forget)
    if not app.quiet:
        sizes = f"{tidied.before / MEGABYTE:,.1f} MB before, {tidied.after / MEGABYTE:,.1f} MB now"
        click.echo(f"{app.db_path}: {sizes}; {tidied.forgotten} rows forgotten", err=True)
