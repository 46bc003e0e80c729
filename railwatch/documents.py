"""Files of articles, read one by one: `.txt`, `.html` and `.jsonl`."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from storage.records import Article
from railwatch.published import parse_published

NO_OUTLET = ""


class Unreadable(Exception):
    """A file or a line of it is not what it should be; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article from a file. `id` is the file's stem, or what the line calls it."""

    id: str
    article: Article


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files into documents. `published` stands in where a document has no date."""

    fetched_at: datetime
    published: datetime | None = None

    def read(self, path: Path) -> Iterator[Document | Unreadable]:
        """The documents of one file; what cannot be read comes as `Unreadable` in its place."""
        try:
            with path.open("rb") as file:
                yield from self.parse(file, name=path.name, uri=path.absolute().as_uri())
        except OSError as error:
            yield Unreadable(f"{path}: {error.strerror}.")

    def standard_input(self, file: BinaryIO) -> Iterator[Document | Unreadable]:
        """The documents in a stream, whose first letter tells what they are."""
        content = file.read()
        start = content.lstrip()[:1]
        suffix = {b"{": ".jsonl", b"<": ".html"}.get(start, ".txt")
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
        return Document(Path(name).stem, self.article(url=uri, text=text))

    def page(self, content: bytes, name: str, uri: str) -> Document | Unreadable:
        """The article of a saved web page."""
        from railwatch.pages import page_article

        article = page_article(content, url=uri, fetched_at=self.fetched_at)
        if article is None:
            return Unreadable(f"{name}: no article found on this page.")
        if article.published_at is None:
            article = replace(article, published_at=self.published)
        return Document(Path(name).stem, article)

    def lines(self, file: BinaryIO, name: str) -> Iterator[Document | Unreadable]:
        """One document a line; blank lines are passed over."""
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield self.line(line)
                except ValueError as error:
                    yield Unreadable(f"{name}, line {number}: {error}.")

    def line(self, line: bytes) -> Document:
        """One line of JSON. Raises ValueError with the reason."""
        fields = parse_fields(line)
        published = fields.get("published")
        return Document(
            fields["id"],
            self.article(
                url=fields.get("url") or f"urn:railwatch:{fields['id']}",
                text=fields["text"],
                title=fields.get("title") or "",
                outlet_id=fields.get("outlet") or NO_OUTLET,
                published_at=parse_moment(published) if published else self.published,
                language=fields.get("lang"),
            ),
        )

    def article(self, **fields: Any) -> Article:
        """An article with what a file says of it, and the reader's own dates."""
        known = {"title": "", "outlet_id": NO_OUTLET, "published_at": self.published}
        return Article(fetched_at=self.fetched_at, **{**known, **fields})


FIELDS = ("id", "url", "outlet", "published", "title", "text", "lang")


def parse_fields(line: bytes) -> dict[str, str]:
    """The fields we know of one JSON line, all strings. Raises ValueError with the reason."""
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(record, Mapping):
        raise ValueError("not a JSON object")
    fields = {name: record[name] for name in FIELDS if record.get(name) is not None}
    for name in ("id", "text"):
        if name not in fields:
            raise ValueError(f'"{name}" is missing')
    for name, value in fields.items():
        if not isinstance(value, str):
            raise ValueError(f'"{name}" must be a string')
    return {name: without_surrogates(value) for name, value in fields.items()}


def parse_moment(published: str) -> datetime:
    """As `parse_published`, with a message that names the field."""
    try:
        return parse_published(published)
    except ValueError:
        raise ValueError(f'"published" is not an ISO 8601 date: {published!r}') from None


def without_surrogates(text: str) -> str:
    """Lone surrogates (JSON may hold `\\ud800`) become U+FFFD, one for one: offsets stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
