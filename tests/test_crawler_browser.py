"""Outlets whose pages are filled by JavaScript, shown by a real browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler.browser import PROGRAMS
from crawler.run import CrawlSettings, OutletResult
from storage.database import open_database
from tests.sites.newsroom import PARAGRAPHS, Piece, as_xml, rss
from tests.sites.outlets import crawl, rows, spec
from tests.sites.server import Reply, Site, serve

needs_browser = pytest.mark.skipif(
    find_spec("scrapy_playwright") is None or not any(map(shutil.which, PROGRAMS)),
    reason="the extra railwatch[browser] or Chromium is not installed",
)
PIECES = [Piece(f"/2026/03/02/derailed-{name}", f"Train {name} derails") for name in "abc"]
RULES = "User-agent: *\nDisallow: /private/"
# A page of a site of our days: everything in it is fetched by its script.
SHELL = """<!doctype html><html><head><title>Loading</title></head><body><div id="app"></div>
<img src="/pixel.png"><script src="{elsewhere}/advert.js"></script>
<script src="/app.js"></script></body></html>"""
APP = """
fetch("/private/count").catch(() => 0);
fetch("/api" + location.pathname).then(answer => answer.json()).then(piece => {
  document.title = piece.title;
  const words = piece.paragraphs.map(text => `<p>${text}</p>`).join("");
  document.getElementById("app").innerHTML =
    `<article><h1>${piece.title}</h1>${words}</article>`;
});
"""
LISTING = """
fetch("/api/latest").then(answer => answer.json()).then(pieces => {
  document.getElementById("app").innerHTML =
    pieces.map(([path, title]) => `<h2><a href="${path}">${title}: line closed</a></h2>`).join("");
});
"""


def scripted_site(base, elsewhere, pieces=PIECES):
    """Pages that are empty until their scripts have run."""
    as_script = {"content_type": "text/javascript"}
    as_json = {"content_type": "application/json"}
    shell = Reply(SHELL.format(elsewhere=elsewhere), headers={"ETag": '"shell"'})
    told = {
        f"/api{piece.path}": Reply(
            json.dumps({"title": piece.title, "paragraphs": piece.paragraphs}), **as_json
        )
        for piece in pieces
    }
    latest = json.dumps([(piece.path, piece.title) for piece in pieces])
    return {
        "/robots.txt": Reply(RULES, content_type="text/plain"),
        "/feed": as_xml(rss(base, pieces)),
        "/latest": Reply(shell.body.replace("app.js", "listing.js"), headers={"ETag": '"list"'}),
        "/app.js": Reply(APP, **as_script),
        "/listing.js": Reply(LISTING, **as_script),
        "/api/latest": Reply(latest, **as_json),
        "/private/count": Reply("1"),
        "/pixel.png": Reply(b"x", content_type="image/png"),
        **{piece.path: shell for piece in pieces},
        **{f"{piece.path}?utm_source=rss": shell for piece in pieces},
        **told,
    }


# Scripts that end a page otherwise than with its text, and what is told of it.
LEAVING = {
    "late": ("fetch('/api/missing').then(() => location = '/elsewhere')", None),
    "loaded": ("addEventListener('DOMContentLoaded', () => location = '/elsewhere')", None),
    "at_once": ("location = '/elsewhere'", None),
    "cut_off": ("fetch('/broken')", "the answer was cut off"),
}


ADVERT = {"/advert.js": Reply("1", content_type="text/javascript")}


@pytest.fixture
def elsewhere():
    """A host that the pages name."""
    with serve(lambda base: ADVERT) as site:
        yield site


@dataclass
class Crawled:
    """The sites that one browser has shown, and what was found there."""

    db_path: Path
    sites: dict[str, Site]
    outlets: dict[str, OutletResult]
    elsewhere: Site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A site whose scripts fill its pages, and those that are `LEAVING`.

    The pages of the one name a host that is none of the outlet's.
    """
    db_path = tmp_path_factory.mktemp("scripted") / "x.db"
    with ExitStack() as stack:
        elsewhere = stack.enter_context(serve(lambda base: ADVERT))
        other = elsewhere.base.replace("127.0.0.1", "localhost")
        sites = {"paper": stack.enter_context(serve(lambda base: scripted_site(base, other)))}
        for name, (script, _) in LEAVING.items():
            sites[name] = stack.enter_context(serve(partial(leaving_site, script=script)))
        specs = [
            spec(name, site, feeds=(f"{site.base}/feed",), browser=True)
            for name, site in sites.items()
        ]
        yield Crawled(db_path, sites, crawl(specs, db_path).outlets, elsewhere)


def leaving_site(base, *, script):
    """A site of one article, whose page ends as this script has it."""
    return (
        scripted_site(base, base, PIECES[:1])
        | ADVERT
        | {
            "/app.js": Reply(script, content_type="text/javascript"),
            "/broken": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
            "/elsewhere": Reply("<p>Elsewhere"),
        }
    )


@needs_browser
def test_articles_filled_by_scripts_are_read_and_only_the_outlets_own_site_is_asked(crawled):
    assert crawled.outlets["paper"].failures == ()
    assert crawled.outlets["paper"].outcomes == {"stored": 3}
    stored = rows(crawled.db_path, "SELECT title, text FROM articles ORDER BY title")
    assert stored == [(piece.title, "\n\n".join(PARAGRAPHS)) for piece in PIECES]
    assert crawled.elsewhere.paths() == []
    site = crawled.sites["paper"]
    asked = site.paths()
    assert not {"/private/count", "/pixel.png"} & set(asked)
    assert asked.count("/app.js") == asked.count("/robots.txt") == 1
    assert all("Railwatch/" in visit.headers["User-Agent"] for visit in site.visits)


@needs_browser
def test_new_articles_of_a_scripted_listing_are_found_though_its_page_never_changes(
    tmp_path, elsewhere
):
    with serve(lambda base: scripted_site(base, elsewhere.base, PIECES[:2])) as site:
        outlet = spec("paper", site, listings=(f"{site.base}/latest",), browser=True)
        first = crawl([outlet], tmp_path / "x.db")
        site.pages |= scripted_site(site.base, elsewhere.base)
        second = crawl([outlet], tmp_path / "x.db")
    assert first.outcomes == {"stored": 2}
    assert second.outcomes == {"known": 2, "stored": 1}


@needs_browser
@pytest.mark.parametrize("name", LEAVING)
def test_page_that_leads_away_is_not_followed_and_half_a_page_is_tried_again(crawled, name):
    _, reason = LEAVING[name]
    assert "/elsewhere" not in crawled.sites[name].paths()
    told = [why for url, why in crawled.outlets[name].failures if url]
    assert crawled.outlets[name].outcomes == ({"failed": 1} if reason else {"unreadable": 1})
    assert told == [reason or "no article text on the page"]


def test_outlet_that_needs_a_browser_says_what_to_install_and_is_not_asked(tmp_path):
    """In a Python that does not find the extra: the crawl itself starts no browser there."""
    with serve(lambda base: scripted_site(base, base)) as site:
        code = (
            "import sys; sys.modules['scrapy_playwright'] = None\n"
            "import crawler.browser as browser, crawler.process as process\n"
            "browser.find_spec = lambda name: None\n"
            "process.main()"
        )
        open_database(tmp_path / "x.db").close()
        outlet = spec("paper", site, feeds=(f"{site.base}/feed",), browser=True)
        job = {
            "specs": [asdict(outlet)],
            "db_path": str(tmp_path / "x.db"),
            "run_id": None,
            "settings": asdict(CrawlSettings(log_level="ERROR")),
        }
        done = subprocess.run(
            [sys.executable, "-c", code], input=json.dumps(job), capture_output=True, text=True
        )
        [result] = json.loads(done.stdout)
    step = "install the extra: pip install '.[browser]' --constraint constraints.txt"
    assert result["failures"] == [[None, f"its pages need a browser; {step}"]]
    assert site.visits == []
    assert rows(tmp_path / "x.db", "SELECT outlet_id, reason FROM failures") == [
        ("paper", f"its pages need a browser; {step}")
    ]
