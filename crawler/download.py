"""The last gate before the wire: public addresses only, and no request during a pause."""

from __future__ import annotations

import asyncio
import ipaddress
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.host_names import host_addresses
from crawler.inflate import Broken, gunzip, inflate, unbrotli
from crawler.pauses import Pauses, parse_retry_after
from crawler.refusals import BrokenBody, HeldOff, PrivateAddress, TimeUp
from crawler.sites import site, web_address
from crawler.throttle import count_delay_from_now, host_clock
from crawler.verdicts import error_name, tells_of_host
from storage.urls import names_user

# What a host that says "too many requests" without a term gets.
PLAIN_PAUSE = timedelta(minutes=30)
# Up to here an error is one page's: refused, missing, or its program broken. Above it the host, or
# what stands before it, is in trouble.
PAGE_ERRORS = 500


class GuardedHandler(HTTP11DownloadHandler):
    """Sends a request only where that is allowed at this very moment."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Twisted would ask a second time at once, where a host closes a connection that was kept.
        self._pool.retryAutomatically = False
        self._name_seconds = crawler.settings.getfloat("DNS_TIMEOUT")

    async def download_request(self, request: Request) -> Response:
        spider: Any = self._crawler.spider
        parts = urlparse_cached(request)
        host, name = parts.netloc, parts.hostname or ""
        await self._turn(request)
        if spider.pauses.is_over:
            raise TimeUp("its time was up")
        if reason := spider.pauses.reason(host):
            raise HeldOff(f"{host} was left alone: {reason}")
        is_open = site(request.url) in spider.open_sites
        if not is_open:
            await check_host(name, seconds=self._name_seconds)
        if was_asked(request):  # on a connection of its own: the host may have closed a kept one
            self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]  # has no types
        try:
            response = await super().download_request(request)
        finally:
            count_delay_from_now(self._crawler, request)
        if not is_open and response.ip_address and not is_public(response.ip_address):
            raise PrivateAddress(f"{host} answers from the private address {response.ip_address}")
        note_answer(spider.pauses, host, response, is_again=was_asked(request))
        return response

    async def _turn(self, request: Request) -> None:
        """Wait until the host may be asked, and take the turn; the outlet's time may end first."""
        spider: Any = self._crawler.spider
        while (ahead := host_clock().ahead(request)) > 0 and not spider.pauses.is_over:
            await asyncio.sleep(min(ahead, 1.0))
        count_delay_from_now(self._crawler, request)


def was_asked(request: Request) -> bool:
    """Whether the same was asked for before, in vain, in this run."""
    return "retry_times" in request.meta


def note_answer(pauses: Pauses, host: str, response: Response, *, is_again: bool = False) -> None:
    """Take down a pause that the answer asks for. A page that fails again tells nothing new."""
    header = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
    span = parse_retry_after(header, now=datetime.now(UTC)) if response.status >= 400 else None
    if response.status == 429 or span:  # a pause that is over is none
        minutes = int((span or PLAIN_PAUSE).total_seconds() // 60)
        reason = f"it asks for a pause of {minutes} minutes (HTTP {response.status})"
        pauses.ask(host, span or PLAIN_PAUSE, reason)
    elif response.status <= PAGE_ERRORS:
        pauses.answered(host)
    elif not is_again:
        pauses.strike(host, f"HTTP {response.status}")


async def check_host(host: str, *, seconds: float) -> None:
    """Raises PrivateAddress where the host's name leads to an address that is not public.

    The answer stays in Scrapy's cache of names, so the connection goes to an address seen here.
    """
    try:
        addresses = [ipaddress.ip_address(host)]
    except ValueError:
        addresses = await host_addresses(host, seconds=seconds)
    for address in addresses:
        if not is_public(address):
            raise PrivateAddress(f"{host} has the private address {address}")


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


class PoliteRetryMiddleware(RetryMiddleware):
    """Tries again once, but never during a pause that the host asked for."""

    def _retry(self, request: Request, reason: Any) -> Request | None:
        spider: Any = self.crawler.spider
        host = urlparse_cached(request).netloc
        if isinstance(reason, Exception) and tells_of_host(reason, is_again=was_asked(request)):
            spider.pauses.strike(host, error_name(reason))
        return None if spider.pauses.reason(host) else super()._retry(request, reason)


class PoliteRedirectMiddleware(RedirectMiddleware):
    """Leaves a redirect to what is no web address as it came; Scrapy does so with `file:` only.

    A user name in the address is left out, as it is of links.
    """

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        try:
            following = super().process_response(request, response)
        except ValueError:  # javascript:, http://[bad/
            return response
        if isinstance(following, Request) and names_user(following.url):
            return following.replace(url=web_address("", following.url))
        return following


class StrictCompressionMiddleware(HttpCompressionMiddleware):
    """Refuses a compressed body that is cut off: Scrapy takes what there is for the whole."""

    def _handle_encoding(
        self, body: bytes, content_encoding: list[bytes], max_size: int
    ) -> tuple[bytes, list[bytes]]:
        # 0 lets any length be sent, as of a robots.txt, but not inflated to.
        return super()._handle_encoding(body, content_encoding, max_size or self._max_size)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if not body:  # the answer to a HEAD, a 304
            return body
        try:
            if encoding in (b"gzip", b"x-gzip"):
                return gunzip(body, max_size=max_size)
            if encoding == b"deflate":
                return inflate(body, max_size=max_size)
            if encoding == b"br":  # unasked: a cache between us and the host was asked by another
                return unbrotli(body, max_size=max_size)
        except Broken as error:
            raise BrokenBody(f"the compressed page is {error}") from error
        raise BrokenBody(f"the page is compressed as {encoding.decode('latin-1')}, unasked")
