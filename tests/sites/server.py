"""A web site on loopback, made of replies by path; it keeps a log of its visits."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True)
class Reply:
    """An answer. With `raw` those very bytes are sent and the connection is closed."""

    body: bytes | str = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass(frozen=True)
class Visit:
    """One request. `at` is in seconds of a clock that only runs forward."""

    path: str
    headers: dict[str, str]
    status: int
    at: float


@dataclass
class Site:
    """A running site. A page is a reply, or a function that makes one and may wait."""

    base: str
    pages: dict[str, Reply | Callable[[], Reply]]
    visits: list[Visit] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        page = self.site.pages.get(self.path, Reply("Not here.", status=404))
        reply = page if isinstance(page, Reply) else page()
        etag = reply.headers.get("ETag")
        if etag and self.headers["If-None-Match"] == etag:
            reply = Reply(status=304, headers={"ETag": etag})
        visit = Visit(self.path, dict(self.headers), reply.status, time.monotonic())
        self.site.visits.append(visit)
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        try:
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the visitor has hung up, as it should on a hostile page

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output for the tests."""


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key, in a file of the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "certificate.pem"
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def held_port() -> Iterator[int]:
    """A port at which nobody answers until a server of ours takes it: the system gives it to no
    other.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class Server6(Server):
    address_family = socket.AF_INET6


@contextmanager
def serve(
    make_pages: Callable[[str], dict[str, Reply | Callable[[], Reply]]],
    *,
    certificate: Path | None = None,
    keeps_connections: bool = False,
    address: str = "127.0.0.1",
) -> Iterator[Site]:
    """Serve what `make_pages` makes of the site's own address, until the block ends.

    With a certificate (a file that holds its key too) by https.
    """
    version = "HTTP/1.1" if keeps_connections else "HTTP/1.0"
    handler = type("SiteHandler", (Handler,), {"protocol_version": version})
    server = (Server6 if ":" in address else Server)((address, 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    host = f"[{address}]" if ":" in address else address
    base = f"{'https' if certificate else 'http'}://{host}:{server.server_port}"
    handler.site = Site(base, make_pages(base))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield handler.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
