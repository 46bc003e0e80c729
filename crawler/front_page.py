"""What a site's front page tells of the site: its name, its language, where it lists articles.

Runs in the worker.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.html import get_meta_refresh

from crawler.page_guard import PageRefused, page_html
from crawler.plain import plain
from crawler.sites import links_base, same_site, web_address
from crawler.structured_data import read_structured_data

# application/rss+xml; application/json may hold a JSON Feed, application/json+oembed does not.
FEED_TYPE = re.compile(
    r"\s*(?:application/(?:(?:rss|atom|rdf)\+xml|(?:feed\+)?json|xml)|text/xml)\s*(?:;|$)",
    re.IGNORECASE,
)
# "The Paper | News and more", "The Paper - News"
TITLE_PARTS = re.compile(r"\s+[|\-–—·»:]\s+|\s*[|ㅣ｜]\s*")


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What a front page tells. `locale` is `en`, `en-GB` or empty; addresses are absolute.

    `leads_to` is where its reader is led on to, if that is another page.
    """

    name: str = ""
    locale: str = ""
    feeds: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    leads_to: str = ""
    fault: str | None = None


def parse_front_page(body: bytes, *, url: str, content_type: str) -> FrontPage:
    """Read the page at `url`, or say why it cannot be read."""
    try:
        html = page_html(body, content_type=content_type)
    except PageRefused as error:
        return FrontPage(fault=str(error))
    tree = LexborHTMLParser(html)
    data = read_structured_data(tree)
    root, title = tree.css_first("html"), tree.css_first("title")
    declared = (root and root.attributes.get("lang")) or data.first_meta("og:locale") or ""
    head = TITLE_PARTS.split(plain(title.text()))[0] if title else ""
    return FrontPage(
        name=plain(data.first_meta("og:site_name")) or head,
        locale=declared.replace("_", "-"),
        feeds=_feeds(tree, url),
        listings=_listings(tree, url),
        leads_to=_leads_to(html, url),
    )


def _leads_to(html: str, url: str) -> str:
    """Where `<meta http-equiv="refresh">` leads; many a page only shows itself anew."""
    _, address = get_meta_refresh(html, url)
    address = web_address(url, address or "")
    return address if address != url else ""


def _feeds(tree: LexborHTMLParser, url: str) -> tuple[str, ...]:
    """The feeds that the page names to machines; where it names none, those it links to."""
    base = links_base(tree, url)
    links = (_Link.read(node, base) for node in tree.css("link[href], a[href]"))
    found = [link for link in links if link.address and not link.says("no_articles")]
    announced = [link.address for link in found if link.is_feed]
    linked = [link.address for link in found if link.is_shown and link.says("feed_links")]
    own = [address for address in linked if same_site(address, url)]
    return tuple(dict.fromkeys(announced or own))


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of the page. `about` is what it is called, and its path."""

    address: str
    about: str
    is_feed: bool
    is_shown: bool

    @classmethod
    def read(cls, node: LexborNode, base: str) -> _Link:
        said = {name: value or "" for name, value in node.attributes.items()}
        # feed:https://paper.example/rss, feed://paper.example/rss: for programs that read feeds
        address = web_address(base, re.sub(r"^\s*feed:", "", said["href"]))
        names = (said.get("title", ""), plain(node.text()), urlsplit(address).path)
        is_alternate = "alternate" in said.get("rel", "").lower().split()
        is_feed = is_alternate and bool(FEED_TYPE.match(said.get("type", "")))
        return cls(address, " ".join(names), is_feed, node.tag == "a")

    def says(self, kind: str) -> bool:
        return bool(re.search("|".join(site_paths()[kind]), self.about, re.IGNORECASE))


def _listings(tree: LexborHTMLParser, url: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    base = links_base(tree, url)
    for link in tree.css("a[href]"):
        address = web_address(base, link.attributes.get("href") or "")
        last = urlsplit(address).path.rstrip("/").rpartition("/")[2]
        words = {plain(link.text()).casefold(), last.casefold().replace("-", " ")}
        if words & set(site_paths()["listings"]) and same_site(address, url):
            found.setdefault(address)
    return tuple(address for address in found if address != url)


@cache
def site_paths() -> dict[str, list[str]]:
    """`site_paths.toml`: usual paths of feeds and sitemaps, and how links are called."""
    text = Path(__file__).with_name("site_paths.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
