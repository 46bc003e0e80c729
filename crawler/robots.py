"""robots.txt obeyed: also by requests that wait for it together, and when it cannot be read."""

from __future__ import annotations

import logging
import re
from codecs import BOM_UTF8
from typing import Any

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached
from w3lib.encoding import read_bom

from crawler.identity import FRAMEWORK_NAME, ROBOTS_NAME
from crawler.refusals import HeldOff, Refusal, RobotsForbid
from crawler.throttle import hold_to_delay
from crawler.verdicts import error_name

log = logging.getLogger(__name__)

# RFC 9309 asks for at least 500 KiB to be read.
MAX_BYTES = 500 * 1024
NAMES_US = re.compile(rb"^\s*user-agent\s*:\s*railwatch\b", re.IGNORECASE | re.MULTILINE)
# User-agent: Railwatch/0.1
VERSION = re.compile(rb"^(\s*user-agent\s*:\s*[\w-]+)/[^\s#]*", re.IGNORECASE | re.MULTILINE)


class RobotsUnreadable(HeldOff):
    """robots.txt answers with an error of the server: the host is left alone in this run."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, mended in four places.

    Since 2.14 all but two of the requests that wait for a robots.txt get None for its parser, which
    counts as permission; a 5xx counts as permission; `Crawl-delay` and `Request-rate` are ignored;
    rules for `Railwatch/0.1` are not taken for ours.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unreadable: dict[str, str] = {}
        self._agents: dict[str, tuple[str, ...]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        await super().robot_parser(request)
        parser = self._parsers[urlparse_cached(request).netloc]
        return parser if isinstance(parser, RobotParser) else None

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = urlparse_cached(request).netloc
        if reason := self._unreadable.get(netloc):
            raise RobotsUnreadable(f"robots.txt of {netloc} cannot be read ({reason}): stayed away")
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
        self._unreadable[netloc] = str(exc) if isinstance(exc, Refusal) else error_name(exc)
        self._agents[netloc] = (ROBOTS_NAME,)
        super()._robots_error(exc, netloc)


def _rules(body: bytes) -> bytes:
    """The body in UTF-8, without its mark of byte order; agents are called by their names alone."""
    encoding, mark = read_bom(body)
    body = body[:MAX_BYTES].removeprefix(mark or b"")
    if encoding and mark != BOM_UTF8:
        body = body.decode(encoding, "replace").encode()
    return VERSION.sub(rb"\1", body)


def _delay(parser: ProtegoRobotParser, agent: str) -> float:
    """The seconds between two requests that the rules for an agent ask for, in either way."""
    rate = parser.rp.request_rate(agent)
    between = rate.seconds / rate.requests if rate else 0.0
    return max(parser.crawl_delay(agent) or 0.0, between)
