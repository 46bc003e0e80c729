"""`railwatch extract`: files in, their events out; nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from railwatch.app import SOME_FAILED, App, command_options, now
from railwatch.published import PublishedParam

if TYPE_CHECKING:
    from railwatch.document import Document, Unreadable
    from railwatch.documents import Reader
    from railwatch.outlet_book import OutletBook
    from railwatch.reading import Reading, Unread

EPILOG = "Example: railwatch extract story.txt --published 2024-12-16 --json"
HEADINGS = ("when", "what", "factuality", "where", "figures", "sentence")
STDIN = Path("-")


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--published", type=PublishedParam(), help="Date of documents that have none.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a document.")
@command_options
def extract(app: App, files: tuple[Path, ...], published: datetime | None, as_json: bool) -> None:
    """Print the events in FILES or standard input.

    Reads .txt, .html, .jsonl (one document a line), .warc and .warc.gz; stores nothing.
    """
    from extractor.pipeline import build_nlp
    from railwatch.documents import Reader
    from railwatch.reading import readings

    failures = Failures()
    reader = Reader(outlets_for(app, files), now(), published)
    documents = failures.passed_over(documents_of(files or (STDIN,), reader))
    show = show_json if as_json else show_events
    for reading in readings(build_nlp(), unread(documents)):
        if reading.error is None:
            show(reading)
        else:
            failures.tell(f"{reading.id}: could not be read ({reading.error!r}).")
    sys.exit(SOME_FAILED if failures.count else 0)


def outlets_for(app: App, files: Sequence[Path]) -> OutletBook:
    """The outlets that the files may name: none where all are plain text, which names none."""
    from railwatch.outlet_book import OutletBook

    plain = files and all(path.suffix.lower() == ".txt" for path in files)
    return OutletBook(() if plain else app.outlets().values())


@dataclass
class Failures:
    """Tells each failure as it comes, and counts them."""

    count: int = 0

    def tell(self, reason: str) -> None:
        self.count += 1
        click.echo(f"railwatch: {reason}", err=True)

    def passed_over(self, items: Iterable[Document | Unreadable]) -> Iterator[Document]:
        """The documents; what could not be read is told and left out."""
        for item in items:
            if isinstance(item, Exception):
                self.tell(str(item))
            else:
                yield item


def documents_of(files: Iterable[Path], reader: Reader) -> Iterator[Document | Unreadable]:
    """The documents of all files, `-` standing for standard input."""
    for path in files:
        if path == STDIN:
            yield from reader.standard_input(sys.stdin.buffer)
        else:
            yield from reader.read(path)


def unread(documents: Iterable[Document]) -> Iterator[Unread]:
    """The documents as the extractor takes them."""
    from railwatch.reading import Unread

    for document in documents:
        zone = document.outlet.timezone if document.outlet else None
        yield Unread(document.id, document.article, zone)


def show_json(reading: Reading) -> None:
    """One line, as rail_event.schema.json has it."""
    from extractor.output import to_record

    record = {"id": reading.id, "events": [to_record(report) for report in reading.reports]}
    click.echo(json.dumps(record, ensure_ascii=False))


def show_events(reading: Reading) -> None:
    """A heading for the document, and its events below."""
    from extractor.output import to_record
    from railwatch.tables import safe, show_table

    click.echo(safe(f"{reading.id}: {len(reading.reports)} events").plain)
    if reading.reports:
        text = reading.article.text
        show_table(HEADINGS, [cells(to_record(report), text) for report in reading.reports])


def cells(event: Mapping[str, Any], text: str) -> list[object]:
    """One event for people."""
    from storage.figures import amount

    route = " – ".join(name for name in (event.get("origin"), event.get("destination")) if name)
    places = ", ".join(filter(None, [route, *event.get("location", [])]))
    figures = (f"{q['role']} {amount(q)}" for q in event["quantities"])
    [first, *_] = event["evidence"]
    return [
        event.get("start"),
        event["type"].replace("_", " "),
        event["factuality"],
        places,
        "; ".join(figures).replace("_", " "),
        " ".join(text[first["start"] : first["end"]].split()),
    ]
