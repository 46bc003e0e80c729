"""`railwatch import` and `backfill`: articles that others have fetched, or we ourselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from railwatch.app import App, Mistake, command_options

if TYPE_CHECKING:
    from railwatch.runs import Run

IMPORT_EPILOG = "Example: railwatch import archive.warc.gz pages.jsonl && railwatch process"
BACKFILL_EPILOG = "Example: railwatch backfill CC-NEWS-*.warc.gz && railwatch process"


@click.command("import", epilog=IMPORT_EPILOG)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--kept", is_flag=True, help="Read the stored articles again from their kept pages.")
@command_options
def import_files(app: App, files: tuple[Path, ...], kept: bool) -> None:
    """Store the articles in FILES as if crawled.

    Reads .jsonl (one article a line), .html, .warc and .warc.gz.
    """
    if not files and not kept:
        raise Mistake("nothing was imported: name FILES, or --kept for the pages of past crawls.")
    from crawler.worker import shared_worker
    from railwatch.app import now
    from railwatch.archive_store import read_again
    from railwatch.archives import ArchiveReader
    from railwatch.documents import Reader
    from railwatch.importing import Importer
    from railwatch.imports import Imports
    from railwatch.outlet_book import OutletBook
    from railwatch.runs import started_run

    outlets = OutletBook(app.outlets().values())
    with started_run(app, "import") as started:
        imports = Imports(started)
        if kept:
            again = ArchiveReader(outlets, keep_all=True)
            read_again(imports, again, shared_worker(), pages=app.pages)
        importer = Importer(imports, keep_all=app.config.keep_all, pages=app.pages)
        importer.import_files(files, Reader(outlets, fetched_at=now()))
    end(app, started)


@click.command(epilog=BACKFILL_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--engine", default="local", show_default=True, help="Where the files are read.")
@click.option("--again", is_flag=True, help="Also read files that were read before.")
@command_options
def backfill(app: App, files: tuple[Path, ...], engine: str, again: bool) -> None:
    """Store the articles of many web archives, on all cores.

    Reads .warc and .warc.gz. What is broken off goes on where it was; a file that was read is
    passed over until it changes.
    """
    from railwatch.documents import is_archive

    if engine != "local":
        raise Mistake(
            f"there is no engine {engine!r}; local, on all cores of this machine, is all."
        )
    for path in files:
        if not is_archive(path):
            raise Mistake(f"{path} is no .warc or .warc.gz file; `railwatch import` reads others.")
    from railwatch import backfilling
    from railwatch.archives import ArchiveReader
    from railwatch.imports import Imports
    from railwatch.outlet_book import OutletBook
    from railwatch.runs import started_run

    reader = ArchiveReader(OutletBook(app.outlets().values()), app.config.keep_all)
    with started_run(app, "backfill") as started:
        imports = Imports(started)
        backfilling.backfill(imports, files, reader, pages=app.pages, again=again)
    end(app, started)


def end(app: App, ended: Run) -> NoReturn:
    """Say what a run has stored, and end with its code."""
    if not app.quiet:
        told = f"{ended.articles_new} articles new, {ended.articles_changed} changed"
        click.echo(told, err=True)
    sys.exit(ended.exit_code)
