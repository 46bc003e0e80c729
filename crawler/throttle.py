"""The pace of requests to a host: Scrapy's AutoThrottle, never below a robots.txt's Crawl-delay."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from time import monotonic

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.outlet_spec import LONGEST_DELAY


@dataclass
class HostClock:
    """When each host may be asked again, by whichever outlet: each has a downloader of its own."""

    delays: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    free_at: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def ahead(self, request: Request) -> float:
        """The seconds until the request's host may be asked."""
        return self.free_at[urlparse_cached(request).netloc] - monotonic()

    def count(self, request: Request, delay: float) -> None:
        """Let the host's next request wait `delay` from now on, or what the host asks for."""
        host = urlparse_cached(request).netloc
        self.free_at[host] = monotonic() + max(delay, self.delays[host])


@cache
def host_clock() -> HostClock:
    """The one of this process."""
    return HostClock()


def hold_to_delay(crawler: Crawler, request: Request, delay: float) -> None:
    """Keep `delay` seconds between any two requests to the request's host from now on."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    host = urlparse_cached(request).hostname or ""
    delay = max(min(delay, LONGEST_DELAY), crawler.settings.getfloat("DOWNLOAD_DELAY"))
    host_clock().delays[urlparse_cached(request).netloc] = delay
    downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0}
    if slot := downloader.slots.get(host):
        slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0


def count_delay_from_now(crawler: Crawler, request: Request) -> None:
    """Let the host's next request wait its whole delay from now on: this one has been answered.

    Scrapy counts from when it began to send; on a busy machine the host sees less time between.
    """
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    if slot := downloader.slots.get(downloader.get_slot_key(request)):
        slot.lastseen = monotonic()
        host_clock().count(request, slot.delay)


def end_delays(crawler: Crawler) -> None:
    """Let what still waits for its turn come up at once, to be refused: the outlet's time is up."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    for slot in downloader.slots.values():
        slot.delay = 0.0
        slot.close()  # the timer of its next turn, which may be two minutes off
        downloader._process_queue(slot)


class PoliteThrottle(AutoThrottle):
    """AutoThrottle that knows a host's own delay as its least."""

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        for host, wanted in downloader.per_slot_settings.items():
            if downloader.slots.get(host) is slot:
                slot.delay = max(slot.delay, float(wanted["delay"]))
