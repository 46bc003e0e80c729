"""Files of articles, read one by one: `.txt`, `.html`, `.jsonl` and `.warc`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from railwatch.document import Document, Unreadable
from railwatch.lines import LineError, parse_line
from railwatch.published import parse_published, written_offset
from storage.records import Article

if TYPE_CHECKING:
    from crawler.outlets import OutletSpec
    from railwatch.outlet_book import OutletBook


def is_archive(path: Path) -> bool:
    """Whether the file is a web archive, by its name."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


SENTENCE_ENDS = (".", "!", "?", ":", ";", '"', "”")
HEADLINE = range(5, 31)  # words


def headline_of(text: str) -> str:
    """The headline of a printed page: its first line of several words that is no sentence.

    Empty where a paragraph comes first, or nothing follows.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:-1]:
        words = len(line.split())
        if words in HEADLINE and not line.endswith(SENTENCE_ENDS):
            return line
        if words >= HEADLINE.start:
            break
    return ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files into documents. `published` stands in where a document has no date."""

    outlets: OutletBook
    fetched_at: datetime
    published: datetime | None = None

    def read(self, path: Path) -> Iterator[Document | Unreadable]:
        """The documents of one file; what cannot be read comes as `Unreadable` in its place."""
        try:
            if is_archive(path):
                from railwatch.saved_pages import archived_documents

                yield from archived_documents(path, self.outlets)
                return
            with path.open("rb") as file:
                yield from self.parse(file, name=path.name, uri=path.absolute().as_uri())
        except OSError as error:
            yield Unreadable(f"{path}: {error.strerror}.")

    def standard_input(self, file: BinaryIO) -> Iterator[Document | Unreadable]:
        """The documents in a stream, whose first letter tells what they are."""
        content = file.read()
        suffix = {b"{": ".jsonl", b"<": ".html"}.get(content.lstrip()[:1], ".txt")
        yield from self.parse(io.BytesIO(content), name=f"stdin{suffix}", uri="urn:railwatch:stdin")

    def parse(self, file: BinaryIO, *, name: str, uri: str) -> Iterator[Document | Unreadable]:
        """The documents in a file of this name."""
        match Path(name).suffix.lower():
            case ".jsonl" | ".ndjson":
                yield from self.lines(file, name)
            case ".html" | ".htm":
                yield self.page(file.read(), name, uri)
            case _:
                yield self.text(file.read(), name, uri)

    def text(self, content: bytes, name: str, uri: str) -> Document | Unreadable:
        """The whole file as one text, untouched, so that offsets are those of the file."""
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            return Unreadable(f"{name}: not UTF-8 text (byte {error.start}).")
        article = self.article(url=uri, text=text)
        return Document(Path(name).stem, replace(article, title=headline_of(text)))

    def page(self, content: bytes, name: str, uri: str) -> Document | Unreadable:
        """The article of a saved web page."""
        from crawler.worker import ParsingFailed, shared_worker
        from railwatch.saved_pages import parse_page

        try:
            document = shared_worker().ask(
                parse_page, content, Path(name).stem, uri, self.outlets, self.fetched_at
            )
        except ParsingFailed as error:
            return Unreadable(f"{name}: {error}.")
        if document is None:
            return Unreadable(f"{name}: no article found on this page.")
        if document.article.published_at is None:
            article = replace(document.article, published_at=self.published, dated_by=None)
            return replace(document, article=article)
        return document

    def lines(self, file: BinaryIO, name: str) -> Iterator[Document | Unreadable]:
        """One document a line; blank lines are passed over."""
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield self.line(line)
                except LineError as error:
                    yield Unreadable(f"{name}, line {number}: {error}.")

    def line(self, line: bytes) -> Document:
        """The document on one line of JSON. Raises LineError."""
        fields = parse_line(line)
        url, name = fields.get("url"), fields.get("outlet")
        outlet = self.outlets.find(name=name, url=url)
        published = self.moment(fields.get("published"), outlet)
        article = self.article(
            url=url or f"urn:railwatch:{fields['id']}",
            text=fields["text"],
            title=fields.get("title", ""),
            outlet_id=outlet.id if outlet else "",
            published_at=published,
            published_offset=written_offset(published),
            language=fields.get("lang"),
        )
        return Document(fields["id"], article, outlet, name)

    def moment(self, published: str | None, outlet: OutletSpec | None) -> datetime | None:
        """When a line's article was published; a bare day is one of the outlet's. LineError."""
        if published is None:
            return self.published
        try:
            return parse_published(published, zone=outlet.timezone if outlet else "UTC")
        except ValueError:
            raise LineError(f'"published" is not an ISO 8601 date: {published!r}') from None

    def article(self, **fields: Any) -> Article:
        """An article with what a file says of it, and the reader's own dates."""
        known = {"title": "", "outlet_id": "", "published_at": self.published}
        return Article(fetched_at=self.fetched_at, **{**known, **fields})
