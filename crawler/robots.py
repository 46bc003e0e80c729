"""robots.txt obeyed: also by requests that wait for it together, and when it cannot be read."""

from __future__ import annotations

import logging
import re
from typing import Any

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.charsets import unmistakable
from crawler.identity import FRAMEWORK_NAME, ROBOTS_NAME
from crawler.refusals import HeldOff, PrivateAddress, Refusal, RobotsForbid
from crawler.throttle import hold_to_delay
from crawler.verdicts import error_name

log = logging.getLogger(__name__)

# RFC 9309 asks for at least 500 KiB to be read.
MAX_BYTES = 500 * 1024
BYTES_READ = "robots_bytes_read"
NAMES_US = re.compile(rb"^\s*user-agent\s*:\s*railwatch\b", re.IGNORECASE | re.MULTILINE)
# User-agent: Railwatch/0.1
VERSION = re.compile(rb"^(\s*user-agent\s*:\s*[\w-]+)/[^\s#]*", re.IGNORECASE | re.MULTILINE)


class RobotsUnreadable(HeldOff):
    """robots.txt answers with an error of the server: the host is left alone in this run."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, mended in five places.

    Since 2.14 all but two of the requests that wait for a robots.txt get None for its parser, which
    counts as permission; a 5xx counts as permission; `Crawl-delay` and `Request-rate` are ignored;
    rules for `Railwatch/0.1` are not taken for ours; one beyond the size limit counts for nothing,
    where the RFC has its beginning count.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unreadable: dict[str, Refusal] = {}
        self._agents: dict[str, tuple[str, ...]] = {}
        crawler.signals.connect(self._stop_when_long, signals.bytes_received)

    async def process_request(self, request: Request, spider: Any = None) -> None:
        if urlparse_cached(request).path == "/robots.txt":
            request.meta.update({BYTES_READ: 0, "download_maxsize": 0})
        await super().process_request(request)

    def _stop_when_long(self, data: bytes, request: Request) -> None:
        """Of a robots.txt, wherever it leads, no more is taken than is read."""
        if BYTES_READ in request.meta:
            request.meta[BYTES_READ] += len(data)
            if request.meta[BYTES_READ] > MAX_BYTES:
                raise StopDownload(fail=False)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        await super().robot_parser(request)
        parser = self._parsers[urlparse_cached(request).netloc]
        return parser if isinstance(parser, RobotParser) else None

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = urlparse_cached(request).netloc
        if refusal := self._unreadable.get(netloc):
            raise refusal.with_traceback(None)  # the same for each that waits
        if rp is None:
            raise RobotsUnreadable(f"robots.txt of {netloc} was not read: stayed away")
        if not all(rp.allowed(request.url, agent) for agent in self._agents[netloc]):
            self._stats.inc_value("robotstxt/forbidden")
            raise RobotsForbid("robots.txt forbids it")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            raise RobotsUnreadable(f"HTTP {response.status}")
        # Other than 2xx there is no robots.txt, whatever the error page says.
        body = _rules(response.body) if response.status < 300 else b""
        if body.lstrip().startswith(b"<"):
            log.info("%s: the robots.txt is a page of HTML, which forbids nothing", netloc)
        is_named = NAMES_US.search(body) is not None
        self._agents[netloc] = (ROBOTS_NAME,) if is_named else (ROBOTS_NAME, FRAMEWORK_NAME)
        await super()._parse_robots(response.replace(body=body), netloc, request)
        parser = self._parsers[netloc]
        assert isinstance(parser, ProtegoRobotParser)
        if delay := max(_delay(parser, agent) for agent in self._agents[netloc]):
            hold_to_delay(self.crawler, request, delay)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        why = str(exc) if isinstance(exc, Refusal) else error_name(exc)
        stayed_away = RobotsUnreadable(
            f"robots.txt of {netloc} cannot be read ({why}): stayed away"
        )
        self._unreadable[netloc] = exc if isinstance(exc, PrivateAddress) else stayed_away
        self._agents[netloc] = (ROBOTS_NAME,)
        super()._robots_error(exc, netloc)


def _rules(body: bytes) -> bytes:
    """The body in UTF-8, without its mark of byte order; agents are called by their names alone."""
    if len(body) > MAX_BYTES:  # half a rule would be another
        body = body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
    if text := unmistakable(body):  # in UTF-16, or behind a mark of byte order
        body = text.encode("utf-8", "replace")
    return VERSION.sub(rb"\1", body)


def _delay(parser: ProtegoRobotParser, agent: str) -> float:
    """The seconds between two requests that the rules for an agent ask for, in either way."""
    rate = parser.rp.request_rate(agent)
    between = rate.seconds / rate.requests if rate else 0.0
    return max(parser.crawl_delay(agent) or 0.0, between)
