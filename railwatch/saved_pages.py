"""Web pages saved to files or in web archives, as documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.article_page import parse_article_page
from crawler.worker import shared_worker
from railwatch.archives import ArchiveReader, Fault
from railwatch.document import Document, Unreadable

if TYPE_CHECKING:
    from crawler.outlets import OutletSpec
    from railwatch.outlet_book import OutletBook
    from storage.records import Article


def archived_documents(path: Path, outlets: OutletBook) -> Iterator[Document | Unreadable]:
    """The articles of a web archive, whatever they are about. Raises OSError."""
    for batch in ArchiveReader(outlets, keep_all=True).batches(path, shared_worker()):
        for item in batch.found:
            if isinstance(item, Fault):
                yield Unreadable(f"{item.url or path.name}: {item.reason}.")
            elif item.reading.article:
                outlet = item.outlet if item.is_declared else None
                yield Document(item.url, item.reading.article, outlet)


def parse_page(
    content: bytes, document_id: str, url: str, outlets: OutletBook, fetched_at: datetime
) -> Document | None:
    """The article on a page, which tells its address, and so its outlet, itself."""

    def parsed(spec: OutletSpec | None) -> Article | None:
        return parse_article_page(content, url=url, outlet=spec, fetched_at=fetched_at)

    outlet = outlets.find(url=url)
    article = parsed(outlet)
    if article and outlet is None and (outlet := outlets.find(url=article.url)):
        article = parsed(outlet)
    return Document(document_id, article, outlet) if article else None
