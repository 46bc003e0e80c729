"""Canonical URLs: one address for one article, and the ids made from it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from storage.ids import short_hash
from storage.word_lists import data_lines

# Hosts that serve the same article under the same path: m.paper.example, amp.paper.example.
VARIANT_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])")
VIEW_HOST = re.compile(r"(?:m|mobile|amp)\.")
# https://paper.example/story/amp, /story.amp.html: the page itself lies beside it.
AMP_PATH = re.compile(r"(?<=[^/])/amp/?$|\.amp(?=\.html?$)")
# https://paper.example/2024/12/a-story.html: nothing to escape, to drop or to sort.
PLAIN_URL = re.compile(r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+)(/[A-Za-z0-9/._~-]*)")
DEFAULT_PORTS = {("http", 80), ("https", 443)}
# Marks that RFC 3986 leaves unescaped in a path, and letters that need no escape anywhere.
SAFE = "/:@!$&'()*+,;=-._~"
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@lru_cache(maxsize=1024)  # an address is asked about many times in a row
def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters and AMP endings, its host in lower case.

    Parameters are sorted. Raises ValueError for anything but http and https.
    """
    if plain := PLAIN_URL.fullmatch(url):
        return plain[1] + AMP_PATH.sub("", plain[2])
    parts = urlsplit(re.sub(r"[\s\x00-\x1f]+", "", url))
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an http(s) address: {url[:200]!r}")
    path = AMP_PATH.sub("", _path(parts.path))
    return urlunsplit((parts.scheme.lower(), _host(parts), path or "/", _query(parts.query), ""))


@lru_cache(maxsize=1024)
def article_id(url: str, *, is_post: bool = False) -> str:
    """The article's id: a hash of its canonical URL without scheme and host variant.

    `http` and `https`, `www.`, `m.` and `amp.` on the same path are one article. Of a post of a
    live blog the anchor counts too.
    """
    parts = urlsplit(canonical_url(url))
    host = VARIANT_HOST.sub("", parts.netloc)
    anchor = [fragment] if is_post and (fragment := urlsplit(url).fragment) else []
    return short_hash(host, parts.path.rstrip("/"), parts.query, *anchor)


def is_web(address: str) -> bool:
    """Whether an address is of http or https, which may stand in capitals."""
    return address[:8].lower().startswith(("http://", "https://"))


def names_user(url: str) -> bool:
    """Whether an address holds a user name or a password: `https://user:secret@paper.example/`."""
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return False


def is_view_address(url: str) -> bool:
    """Whether an address has the form of an AMP or mobile view."""
    parts = urlsplit(url)
    return bool(VIEW_HOST.match(parts.netloc.lower()) or AMP_PATH.search(parts.path))


def post_url(url: str) -> str:
    """The canonical address of a post of a live blog: it keeps its anchor. Raises ValueError."""
    anchor = quote(unquote(urlsplit(url).fragment), safe=SAFE)
    return canonical_url(url) + (f"#{anchor}" if anchor else "")


def _path(path: str) -> str:
    """The path with one way of escaping: only what must be escaped is, in capital digits."""
    path = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", path)
    return re.sub(r"%[0-9a-fA-F]{2}", _plain, quote(path, safe=SAFE + "%"))


def _plain(escaped: re.Match[str]) -> str:
    letter = unquote(escaped.group(), errors="surrogateescape")
    return letter if UNRESERVED.fullmatch(letter) else escaped.group().upper()


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise ValueError(f"not a host name: {host[:200]!r}") from error
    port = parts.port
    if ":" in host:
        host = f"[{host}]"
    if port is None or (parts.scheme.lower(), port) in DEFAULT_PORTS:
        return host
    return f"{host}:{port}"


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode(sorted(pair for pair in pairs if not _tracks(pair[0])))


def _tracks(parameter: str) -> bool:
    names, prefixes = _tracking_parameters()
    name = parameter.lower()
    return name in names or name.startswith(prefixes)


@cache
def _tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = data_lines(Path(__file__).with_name("tracking_parameters.txt"))
    names = [line.lower() for line in lines]
    prefixes = tuple(name[:-1] for name in names if name.endswith("*"))
    return frozenset(name for name in names if not name.endswith("*")), prefixes
