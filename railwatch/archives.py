"""Saved web pages, single or in web archives (WARC), as documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.article_page import parse_article_page
from railwatch.documents import Document, Unreadable

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

    from crawler.outlets import OutletSpec
    from railwatch.outlet_book import OutletBook
    from storage.records import Article

# As much as a crawl would take of one page.
LONGEST_PAGE = 5_000_000
PAGE_TYPES = ("text/html", "application/xhtml+xml")


def archived_pages(
    file: BinaryIO, name: str, outlets: OutletBook
) -> Iterator[Document | Unreadable]:
    """The articles among an archive's answers; the rest of a damaged one is told and left out."""
    try:
        for record in ArchiveIterator(file):
            if is_page(record) and (document := archived_page(record, outlets)):
                yield document
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        yield Unreadable(f"{name}: the archive is damaged ({error}); what lies behind is not read.")


def is_page(record: ArcWarcRecord) -> bool:
    """Whether a record is a web page that was there."""
    answer = record.http_headers
    if record.rec_type != "response" or answer is None or answer.get_statuscode() != "200":
        return False
    return (answer.get_header("Content-Type") or "").lower().startswith(PAGE_TYPES)


def archived_page(record: ArcWarcRecord, outlets: OutletBook) -> Document | None:
    """The article on the page, fetched when the archive says, or None where there is none."""
    url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    content_type = record.http_headers.get_header("Content-Type")
    content = record.content_stream().read(LONGEST_PAGE)
    return parse_page(content, url, url, outlets, fetched_at, content_type=content_type)


def parse_page(
    content: bytes,
    document_id: str,
    url: str,
    outlets: OutletBook,
    fetched_at: datetime,
    *,
    content_type: str = "",
) -> Document | None:
    """The article on a page; one saved to a file tells its address, and so its outlet, itself."""

    def parsed(spec: OutletSpec | None) -> Article | None:
        return parse_article_page(
            content, url=url, outlet=spec, fetched_at=fetched_at, content_type=content_type
        )

    outlet = outlets.find(url=url)
    article = parsed(outlet)
    if article and outlet is None and (outlet := outlets.find(url=article.url)):
        article = parsed(outlet)
    return Document(document_id, article, outlet) if article else None
