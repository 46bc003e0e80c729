"""Which addresses belong to one site: the same registrable domain, or the same IP address."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

import tldextract
from selectolax.lexbor import LexborHTMLParser
from w3lib.url import safe_url_string

from crawler.outlet_spec import OutletSpec
from storage.urls import article_id, is_web

# The list of public suffixes that comes with the library; it is never fetched.
SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

# https://paper.example/, https://paper.example/index.html
FRONT_PATH = re.compile(r"/*((index|default|home)\.\w{3,5})?", re.IGNORECASE)

# https://reader:secret@paper.example/
USER = re.compile(r"^(\w+://)[^/?#\\]*@")

BREAKS = dict.fromkeys(map(ord, "\t\r\n"))
# Blanks, controls, and what turns the direction of writing.
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069]")

# https://paper.example/2024/12/a-story: nothing to look for but the host.
PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|$)")
# The same, with a port or without: nothing to leave out, to escape or to doubt.
PLAIN_ADDRESS = re.compile(
    r"https?://[a-z0-9.-]+(?::(?:[1-5]?\d{1,4}|6[0-4]\d{3}))?(?:[/?][!-~]*)?"
)


def site(url: str) -> str:
    """`https://m.news.paper.co.uk/x` is of `paper.co.uk`. Empty for what is no address."""
    if plain := PLAIN_HOST.match(url):
        return _site_of(plain[1])
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _site_of(host)


@lru_cache(maxsize=1024)
def _site_of(host: str) -> str:
    known = SUFFIXES(host).top_domain_under_public_suffix
    return known or (host if _is_ip(host) else ".".join(host.split(".")[-2:]))


def same_site(one: str, other: str) -> bool:
    return bool(site(one)) and site(one) == site(other)


def web_address(base: str, href: str) -> str:
    """The absolute address of a link, without its fragment and whatever user name it holds.

    Blanks and what no reader sees are escaped, as they are when it is asked for; breaks of a line
    are none of it. Empty for what is none of the web.
    """
    href = href.strip().translate(BREAKS)
    try:
        address = urljoin(base, href).partition("#")[0] if href else ""
    except ValueError:
        return ""
    if PLAIN_ADDRESS.fullmatch(address):
        return address
    if not (is_web(address) and _can_be_asked(address)):
        return ""
    return UNSEEN.sub(lambda unseen: quote(unseen[0]), USER.sub(r"\1", address))


def _can_be_asked(address: str) -> bool:
    """Whether a request can be made of an address: of `http://paper.example:99999/` none can."""
    try:
        safe_url_string(address)
    except ValueError:
        return False
    return True


def address_in(name: str) -> str:
    """The id of a feed's item where that is its address; empty where it is any other name."""
    return web_address("", name) if is_web(name.strip()) else ""


def links_base(tree: LexborHTMLParser, url: str) -> str:
    """The address from which the links of the page at `url` are counted: its own or `<base>`."""
    base = tree.css_first("base[href]")
    return web_address(url, (base and base.attributes.get("href")) or "") or url


def own_sites(spec: OutletSpec) -> frozenset[str]:
    """The registrable domains an outlet's articles may lie on."""
    addresses = (spec.homepage, *(url for url, _ in spec.sources()))
    return frozenset(site(url) for url in addresses) | frozenset(spec.sites)


def is_own_list(url: str, spec: OutletSpec) -> bool:
    """Whether a web address is a front page, or a page of the outlet's that lists articles."""
    parts = urlsplit(url)
    if FRONT_PATH.fullmatch(parts.path) and not parts.query:
        return True
    own = (address for address in (spec.homepage, *spec.listings) if address)
    return article_id(url) in map(article_id, own)


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, by its name or address."""
    return host == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)


def _is_ip(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False
