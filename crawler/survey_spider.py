"""The spider that looks a site over, step by step, as politely as any other."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import call_later
from twisted.python.failure import Failure

from crawler.answers import AnswerReader, content_type
from crawler.entries import Listing
from crawler.following import followed
from crawler.front_page import FrontPage, parse_front_page, site_paths
from crawler.language import text_language
from crawler.outlet_spec import OutletSpec
from crawler.pauses import Pauses
from crawler.sites import same_site, site, web_address
from crawler.survey import Survey, Tried
from crawler.throttle import end_delays
from crawler.verdicts import verdict
from crawler.worker import ParsingFailed, shared_workers

# So many addresses of one kind are tried, and so many sitemaps of an index.
MAX_TRIED = 8
MAX_NEWS_SITEMAPS = 3
# So many pages one behind the other may lead a reader on.
MAX_LED = 3
# A page with fewer links to articles is none that lists them.
LEAST_LISTED = 5
# A source whose newest entry is older stands still.
STALE = timedelta(days=60)
NOT_THERE = [404, 410]
NEWS = re.compile("news|latest", re.IGNORECASE)


class SurveySpider(Spider):
    """Finds the sources of one site; `found` is the result."""

    name = "survey"
    url: str
    is_local: bool
    open_sites: frozenset[str]

    def __init__(self, *, url: str, is_local: bool) -> None:
        super().__init__()
        self.url, self.is_local = url, is_local
        self.open_sites = frozenset([site(url)] if is_local else [])
        self.pauses = Pauses()
        self.reader = AnswerReader(OutletSpec("survey", "", "", "", (), "UTC"), keep_all=False)
        self.tried: list[Tried] = []
        self.headlines: list[str] = []
        self.seen: set[frozenset[str]] = set()
        self.found = Survey(url, fault="its time was up")

    async def start(self) -> AsyncIterator[Request]:
        call_later(self.settings.getfloat("RAILWATCH_OUTLET_SECONDS"), self.end)
        meta = {"handle_httpstatus_list": NOT_THERE}  # what lists the articles may be
        yield Request(self.url, callback=self.look_over, errback=self.unreachable, meta=meta)

    def end(self) -> None:
        """Ask for nothing more."""
        self.pauses.is_over = True
        end_delays(self.crawler)

    def unreachable(self, failure: Failure) -> None:
        self.found = Survey(self.url, fault=verdict(failure.value).reason)

    async def look_over(self, response: Response) -> None:
        """The address may itself be a source; else the site is looked over."""
        is_missing = response.status in NOT_THERE
        is_source = not is_missing and await self.try_answer(response)
        base, page = response.url, FrontPage()
        if not is_missing:
            base, page = await self.landing_page(response, is_source=is_source)
        if page.fault and not is_source:
            self.found = Survey(base, fault=page.fault)
            return
        if not is_source:
            await self.try_site(base, page)
        is_useless = not any(one.fault is None for one in self.tried)
        self.found = Survey(
            urljoin(base, "/") if is_source else base,
            fault=verdict(HttpError(response)).reason if is_missing and is_useless else None,
            name=page.name,
            locale=page.locale,
            language=text_language(" ".join(self.headlines)),
            tried=tuple(self.tried),
        )

    async def try_answer(self, response: Response) -> bool:
        """Whether the address that was given is that of a feed or news sitemap."""
        for kind in ("feed", "sitemap"):
            listing = await self.reader.listing(response, kind)
            if listing.entries:
                return self.note(response.url, kind, listing)
        return False

    async def try_site(self, base: str, page: FrontPage) -> None:
        """Feeds first, then news sitemaps; listings only where there is neither."""
        if not await self.try_all(page.feeds, "feed"):
            paths = site_paths()["feeds"]
            await self.try_all((urljoin(base, path) for path in paths), "feed", enough=1)
        await self.try_sitemaps(base)
        if not any(one.fault is None for one in self.tried):
            await self.try_all((base, *page.listings), "listing")

    async def landing_page(self, response: Response, *, is_source: bool) -> tuple[str, FrontPage]:
        """The front page, where that only leads on to another: that one; and where it lies."""
        page = await self.front_page(response)
        for _ in range(0 if is_source else MAX_LED):
            if not page.leads_to:
                break
            following = await self.answer(Request(page.leads_to, dont_filter=True))
            if isinstance(following, str):
                return page.leads_to, FrontPage(fault=following)
            response, page = following, await self.front_page(following)
        return response.url, page

    async def front_page(self, response: Response) -> FrontPage:
        try:
            async with shared_workers().turn() as worker:
                return await worker.call(
                    parse_front_page,
                    response.body,
                    url=response.url,
                    content_type=content_type(response),
                )
        except ParsingFailed as error:
            return FrontPage(fault=str(error))

    async def try_all(self, urls: Iterable[str], kind: str, *, enough: int = MAX_TRIED) -> int:
        """Ask these addresses, the first few; how many are of use."""
        useful = 0
        for url in list(dict.fromkeys(urls))[:MAX_TRIED]:
            useful += await self.try_source(url, kind)
            if useful >= enough:
                break
        return useful

    async def try_sitemaps(self, base: str) -> None:
        """Those that robots.txt names, else those of the usual names, the news first."""
        urls = await self.robots_sitemaps(base) or [
            urljoin(base, path) for path in site_paths()["sitemaps"]
        ]
        for url in sorted(urls, key=_is_other)[:MAX_TRIED]:
            await self.try_sitemap(url)
            if any(one.kind == "sitemap" and not one.fault for one in self.tried):
                return

    async def try_sitemap(self, url: str, depth: int = 0) -> None:
        """Ask for a sitemap; of an index those that are called news, else the newest."""
        listing = await self.listing(url, "sitemap")
        if not listing.sitemaps:
            self.note(url, "sitemap", listing)
            return
        newest = followed(listing, depth=depth, new=0)
        named = [entry.url for entry in listing.sitemaps if NEWS.search(entry.url)]
        for child in (named or newest)[:MAX_NEWS_SITEMAPS] if newest else []:
            await self.try_sitemap(child, depth + 1)

    async def robots_sitemaps(self, base: str) -> list[str]:
        request = Request(urljoin(base, "/robots.txt"), meta={"dont_obey_robotstxt": True})
        response = await self.answer(request)
        if isinstance(response, str):
            return []
        rules = ProtegoRobotParser(response.body, self)
        named = (web_address(base, url) for url in rules.rp.sitemaps)
        return [url for url in named if same_site(url, base)]

    async def try_source(self, url: str, kind: str) -> bool:
        return self.note(url, kind, await self.listing(url, kind))

    def note(self, url: str, kind: str, listing: Listing) -> bool:
        """Take down what an address brought; whether it is of use."""
        now = datetime.now(UTC)
        tried = Tried(url, kind, len(listing.entries), listing.newest(now))
        fault = listing.fault or self.uselessness(tried, listing, now)
        self.tried.append(replace(tried, fault=fault))
        if fault is None:
            self.seen.add(frozenset(entry.url for entry in listing.entries))
            self.headlines += [entry.title or entry.summary for entry in listing.entries]
        return fault is None

    def uselessness(self, tried: Tried, listing: Listing, now: datetime) -> str | None:
        """Why a list that could be read is of no use as a source of its kind, or None."""
        if tried.kind == "listing" and tried.entries < LEAST_LISTED:
            return f"links only {tried.entries} articles"
        if tried.kind == "sitemap" and not any(entry.title for entry in listing.entries):
            return "no news sitemap (it gives no headlines)"
        if tried.newest and now - tried.newest > STALE and not self.is_local:
            return f"stands still (newest of {tried.newest:%Y-%m-%d})"
        if frozenset(entry.url for entry in listing.entries) in self.seen:
            return "lists the same as another"
        return None

    async def listing(self, url: str, kind: str) -> Listing:
        """What the address lists, or what is wrong with it."""
        response = await self.answer(Request(url, dont_filter=True))
        if isinstance(response, str):
            return Listing(fault=response)
        return await self.reader.listing(response, kind)

    async def answer(self, request: Request) -> Response | str:
        """The page, or why there is none."""
        engine: Any = self.crawler.engine
        try:
            response: Response = await engine.download_async(request)
            if response.status >= 300:
                raise HttpError(response)
        except Exception as error:  # whatever comes of one address, the others are tried
            return verdict(error).reason
        return response


def _is_other(url: str) -> bool:
    return not NEWS.search(url)
