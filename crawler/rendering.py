"""Pages as a reader sees them, once their scripts have run.

The browser has no network of its own. What a page asks for is fetched by the crawler, which keeps
to robots.txt, the pace, public addresses and all bounds, and only from the outlet's own sites.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from playwright.async_api import Page, Route
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.browser import PAGE_SECONDS, SLOT
from crawler.download import GuardedHandler
from crawler.refusals import Refusal, RobotsForbid
from crawler.sites import own_sites, site

# Marks a request whose answer is taken as it came.
AS_IT_CAME = "as_it_came"
# What makes the text of a page; pictures, fonts and the rest are left out.
FETCHED = ("script", "fetch", "xhr")
# Of an answer's headers, those that a script may look at or needs.
PASSED_ON = ("Content-Type", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
# The outlet's scripts are the same on each page: asked for once in a run, up to this many bytes.
MAX_KEPT = 32 << 20
AWAY_SECONDS = 10  # in which a page that was kept from leading away may come to rest
CONDITIONS = ("If-None-Match", "If-Modified-Since")


class PageNotShown(Refusal):
    """The browser could not show the page."""


class BrowserHandler(GuardedHandler, ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the package ships no types
    """The guarded handler, and the browser for the requests that are marked for it."""

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        async with asyncio.timeout(PAGE_SECONDS):  # a script may never end
            return await super().download_request(request)

    # Private, and pinned with the package: none of the handler's settings leaves out its own waits.
    async def _apply_page_methods(self, page: Page, request: Request, spider: Any) -> None:
        """The handler's own waits behind each for a page that is whole; one held never is."""
        for page_method in request.meta["playwright_page_methods"]:
            await page_method.method(page)


class RenderMiddleware:
    """Puts the shown page in the place of the page that came."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.kept: dict[str, Response] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderMiddleware:
        return cls(crawler)

    @property
    def own_sites(self) -> frozenset[str]:
        spider: Any = self.crawler.spider
        return own_sites(spider.ledger.spec)

    def process_request(self, request: Request) -> None:
        """The page that comes changes hardly ever, whatever its scripts put into it."""
        if _is_for_readers(request):
            for name in CONDITIONS:
                request.headers.pop(name, None)

    async def process_response(self, request: Request, response: Response) -> Response:
        is_page = isinstance(response, HtmlResponse) and response.status == 200
        if not is_page or not _is_for_readers(request):
            return response
        view = View(self, response)
        try:
            shown = await self.download(view.request())
        except Refusal:
            raise
        except Exception as error:  # whatever goes wrong in there
            reason = str(error).partition("\n")[0] or f"it took more than {PAGE_SECONDS} seconds"
            raise PageNotShown(f"the browser could not show the page ({reason[:150]})") from error
        finally:
            await view.close()
        if view.faults:  # half a page is none
            raise view.faults[0]
        if site(shown.url) not in self.own_sites:
            raise PageNotShown("the browser was led away from the page")
        return response.replace(body=shown.body)

    async def download(self, request: Request) -> Response:
        """The answer, by the way that all requests take."""
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)

    async def asked(self, url: str, *, is_script: bool) -> Response:
        """What a page of the outlet asks for."""
        if url in self.kept:
            return self.kept[url]
        response = await self.download(Request(url, meta={AS_IT_CAME: True}, dont_filter=True))
        size = sum(len(kept.body) for kept in self.kept.values()) + len(response.body)
        if is_script and response.status == 200 and size <= MAX_KEPT:
            self.kept[url] = response
        return response


class View:
    """One page in the browser, and what it is answered. `faults` may pass in a later run."""

    def __init__(self, middleware: RenderMiddleware, response: Response) -> None:
        self.middleware = middleware
        self.response = response
        self.faults: list[Exception] = []
        self.page: Page | None = None
        self.is_begun = False
        self.led_away = asyncio.Event()

    def request(self) -> Request:
        """The request that has the browser show the page, and nobody asked for it again."""
        meta = {
            AS_IT_CAME: True,
            "playwright": True,
            "playwright_context_kwargs": {
                "user_agent": self.middleware.crawler.settings["USER_AGENT"],
                "service_workers": "block",  # their requests pass by the page's routes
                "accept_downloads": False,
            },
            "playwright_page_init_callback": self.open,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
            "playwright_page_methods": [PageMethod(self.come_to_rest)],
            "download_slot": SLOT,
            "autothrottle_dont_adjust_delay": True,
            "dont_obey_robotstxt": True,  # the page itself has been asked for
            "dont_retry": True,
        }
        return Request(self.response.url, meta=meta, dont_filter=True)

    async def open(self, page: Page, request: Request) -> None:
        self.page = page
        await page.route("**", self.answer)

    async def come_to_rest(self, page: Page) -> None:
        """Wait until the page asks for nothing more.

        Of one that was kept from leading away the browser may never tell so.
        """
        idle = asyncio.ensure_future(page.wait_for_load_state("networkidle"))
        held = asyncio.ensure_future(self.was_held())
        done, waiting = await asyncio.wait({idle, held}, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        if idle in done:
            await idle  # raises what went wrong

    async def was_held(self) -> None:
        """Wait until the page has had its time since it would have led away."""
        await self.led_away.wait()
        await asyncio.sleep(AWAY_SECONDS)

    async def close(self) -> None:
        """End the page's scripts, whatever they are at."""
        if self.page is not None and not self.page.is_closed():
            with suppress(Exception):
                await self.page.close()

    async def answer(self, route: Route) -> None:
        """Give the page what it asks for, or nothing."""
        found = await self._found(route.request)
        with suppress(Exception):  # the page is closed while the answer is on its way
            if found is None:
                await route.abort("aborted")  # which leaves the page as it is
            else:
                await route.fulfill(status=found.status, headers=_passed_on(found), body=found.body)

    async def _found(self, asked: Any) -> Response | None:
        if asked.is_navigation_request():  # the page itself; where it leads on to is not followed
            is_first, self.is_begun = not self.is_begun, True
            if not is_first and asked.frame.parent_frame is None:
                self.led_away.set()
            return self.response if is_first else None
        is_wanted = asked.method == "GET" and asked.resource_type in FETCHED
        if not is_wanted or site(asked.url) not in self.middleware.own_sites:
            return None
        try:
            is_script = asked.resource_type == "script"
            return await self.middleware.asked(asked.url, is_script=is_script)
        except RobotsForbid:
            return None
        except Exception as error:  # the page would be shown without what it lacks
            self.faults.append(error)
            return None


def _is_for_readers(request: Request) -> bool:
    """Whether a page is asked for, or a listing: not a feed, a robots.txt, a script."""
    state = request.cb_kwargs.get("state")
    is_source = state is not None and state.kind != "listing"
    is_other = request.meta.get(AS_IT_CAME) or request.meta.get("dont_obey_robotstxt")
    return not is_source and not is_other


def _passed_on(response: Response) -> dict[str, str]:
    return {
        name: value.decode("latin-1") for name in PASSED_ON if (value := response.headers.get(name))
    }
