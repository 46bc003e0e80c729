"""Serves the demonstration newsroom: one HTTP server an outlet, on loopback, in threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

from railwatch.newsroom.outlets import DemoOutlet, load_outlets
from railwatch.newsroom.rendering import Page, render_site, source_path

HOST = "127.0.0.1"
# The key of an [[outlet]] table under which each kind of source stands.
SOURCE_KEYS = {"rss": "feeds", "atom": "feeds", "news_sitemap": "sitemaps", "listing": "listings"}


class Visit(NamedTuple):
    """One request that a site of the newsroom answered."""

    outlet: str
    path: str
    status: int


@dataclass(slots=True)
class Newsroom:
    """A running newsroom: its outlets as `[[outlet]]` tables, and the requests so far, in order."""

    outlet_tables: list[dict[str, Any]] = field(default_factory=list)
    requests: list[Visit] = field(default_factory=list)


class _Site(ThreadingHTTPServer):
    """One outlet's web site; its pages are rendered once the port is known."""

    daemon_threads = True

    def __init__(self, outlet: DemoOutlet, *, port: int, visits: list[Visit]) -> None:
        super().__init__((HOST, port), _Handler)
        self.outlet = outlet
        self.visits = visits
        self.base = f"http://{HOST}:{self.server_port}"
        self.pages = render_site(outlet, base=self.base, opened_at=_next_second())


class _Handler(BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path.partition("?")[0])
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND)
            self.wfile.write(b"Not found.")
        elif self._is_unchanged(page):
            self._answer(HTTPStatus.NOT_MODIFIED, page)
        else:
            self._answer(HTTPStatus.OK, page)
            self.wfile.write(page.body)

    def _is_unchanged(self, page: Page) -> bool:
        """Whether the client's copy is current; its ETag, where it sends one, decides alone."""
        if etag := self.headers["If-None-Match"]:
            return etag in (page.etag, "*")
        try:
            since = parsedate_to_datetime(self.headers["If-Modified-Since"] or "")
        except ValueError:
            return False
        return since.tzinfo is not None and page.modified <= since

    def _answer(self, status: HTTPStatus, page: Page | None = None) -> None:
        # noted before it is sent, so that a client that has its answer finds it in the log
        self.server.visits.append(Visit(self.server.outlet.id, self.path, status.value))
        self.send_response(status)
        if page is None:
            self.send_header("Content-Type", "text/plain; charset=utf-8")
        else:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", page.last_modified)
            self.send_header("Cache-Control", "no-cache")
            if status is HTTPStatus.OK:
                self.send_header("Content-Type", page.content_type)
                self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep standard error for the program; `Newsroom.requests` is the log."""


@contextmanager
def serve_newsroom(*, port: int = 0, revised: bool = False) -> Iterator[Newsroom]:
    """Serve every outlet until the block ends; yields the newsroom.

    The first outlet listens on `port`, the others on the ports after it; 0 takes free ones.
    `revised` serves corrected articles in their last state. Raises OSError when a port is taken.
    """
    newsroom = Newsroom()
    with ExitStack() as stack:
        for place, outlet in enumerate(load_outlets(revised=revised)):
            site_port = port + place if port else 0
            site = stack.enter_context(_Site(outlet, port=site_port, visits=newsroom.requests))
            newsroom.outlet_tables.append(_outlet_table(site))
            stack.enter_context(_running(site))
        yield newsroom


def _next_second() -> datetime:
    """The current time in UTC, rounded up: the dates of HTTP have no fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)


@contextmanager
def _running(site: _Site) -> Iterator[None]:
    # the poll interval bounds how long shutdown() waits
    thread = Thread(target=site.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        site.shutdown()
        thread.join()


def _outlet_table(site: _Site) -> dict[str, Any]:
    """The outlet as an `[[outlet]]` table of railwatch.toml."""
    outlet = site.outlet
    return {
        "id": outlet.id,
        "name": outlet.name,
        "kind": outlet.kind,
        "country": outlet.country,
        "languages": list(outlet.languages),
        "homepage": f"{site.base}/",
        "timezone": outlet.timezone,
        SOURCE_KEYS[outlet.source]: [site.base + source_path(outlet)],
        "min_articles": len(outlet.articles),
        "local": True,
    }
