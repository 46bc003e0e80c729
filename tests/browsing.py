"""`railwatch serve` and Debian's Chromium, for the browser tests and the screenshots."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

RAILWATCH = Path(sys.executable).with_name("railwatch")
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 375, "height": 740}

# A limit for what hangs, not for what is slow: other work may have most of both cores.
MILLISECONDS = 300_000
expect.set_options(timeout=MILLISECONDS)


def need_chromium():
    """Skip the module where the browser is missing and need not be there."""
    if not CHROMIUM.exists() and os.environ.get("RAILWATCH_REQUIRE_BROWSER") != "1":
        pytest.skip("chromium is not installed", allow_module_level=True)


@contextmanager
def served(db_path):
    """`railwatch serve` on a free port; its address."""
    with serving(db_path) as (_, address):
        yield address


@contextmanager
def serving(db_path):
    """Its process, and its address."""
    command = [RAILWATCH, "serve", "--db", db_path, "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, preexec_fn=as_in_a_terminal
    ) as process:
        try:
            line = process.stderr.readline()
            assert "http://" in line, line + process.stderr.read()
            yield process, f"http://{line.split('http://')[1].split('/')[0]}"
        finally:
            process.terminate()


def as_in_a_terminal():
    """Have Ctrl-C end a process also where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def chromium():
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=ARGUMENTS, timeout=MILLISECONDS
        )
        yield browser
        browser.close()


def open_page(browser, **options):
    """A page of the browser, with `new_page`'s options."""
    page = browser.new_page(**options)
    page.set_default_timeout(MILLISECONDS)
    return page


def map_is_drawn(page):
    """Wait until the map of the page has its outlines and events."""
    expect(page.locator(".leaflet-container path.outline").first).to_be_attached()
    spots = page.locator(".leaflet-container :is(path.spot, .leaflet-marker-icon)")
    expect(spots.first).to_be_visible()
