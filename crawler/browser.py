"""The browser for outlets whose pages are filled by JavaScript: the extra `railwatch[browser]`.

Nothing of the extra is loaded before an outlet wants it.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Any

from scrapy.settings import BaseSettings

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# The slot of the downloader in which pages wait for the browser: one is shown at a time.
SLOT = "browser"
# A page with many scripts, each fetched at the outlet's own pace, takes its time once.
PAGE_SECONDS = 120
# Nobody listens here: what does not come to us through the page's routes goes nowhere.
NO_NETWORK = {"server": "http://127.0.0.1:9"}
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
]


def browser_fault() -> str | None:
    """What is missing before an outlet can be read in a browser, with the next step, or None."""
    if find_spec("scrapy_playwright") is None:
        step = "install the extra: pip install '.[browser]' --constraint constraints.txt"
    elif _program() is None:
        step = "install Chromium: apt-get install chromium"
    else:
        return None
    return f"its pages need a browser; {step}"


def add_browser(settings: BaseSettings) -> None:
    """Have the outlet's pages shown by the browser before they are read."""
    handler, middleware = "crawler.rendering.BrowserHandler", "crawler.rendering.RenderMiddleware"
    wanted: dict[str, Any] = {
        "DOWNLOAD_HANDLERS": settings.getdict("DOWNLOAD_HANDLERS")
        | {"http": handler, "https": handler},
        # Behind redirects, decompression and retries: it sees the page that came in the end.
        "DOWNLOADER_MIDDLEWARES": settings.getdict("DOWNLOADER_MIDDLEWARES") | {middleware: 540},
        # Without a delay Scrapy begins at once with all that waits when a turn comes free.
        "DOWNLOAD_SLOTS": {SLOT: {"concurrency": 1, "delay": 0.1, "jitter": 0}},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": _program(),
            "args": ARGUMENTS,
            "proxy": NO_NETWORK,
            "chromium_sandbox": os.geteuid() != 0,  # Chromium has none for root
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": PAGE_SECONDS * 1000,
    }
    for name, value in wanted.items():
        settings.set(name, value, "spider")


def _program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
