"""RSS, Atom and RDF feeds, read by feedparser."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from crawler.entries import Entry, Listing
from crawler.moments import parse_moment
from crawler.plain import plain


def parse_feed(body: bytes, *, url: str, content_type: str, timezone: str) -> Listing:
    """The entries of a feed; a broken one gives those that can be read, and says what is wrong."""
    headers = {"content-type": content_type, "content-location": url}
    # As a file: feedparser would take a short string for an address and fetch it.
    feed = feedparser.parse(BytesIO(body), response_headers=headers)
    entries = [_entry(item, url, timezone) for item in feed.entries]
    found = tuple(entry for entry in entries if entry is not None)
    if found:
        return Listing(found)
    if feed.get("version"):
        return Listing(fault="the feed has no entries")
    return Listing(fault=f"not a feed ({_why(feed)})")


def _why(feed: Any) -> str:
    error = feed.get("bozo_exception")
    return plain(str(error))[:150] if error is not None else "no feed format known to us"


def _entry(item: Any, base: str, timezone: str) -> Entry | None:
    link = item.get("link") or ""
    if not link:
        return None
    content = max((part.get("value", "") for part in item.get("content", [])), key=len, default="")
    return Entry(
        url=urljoin(base, link.strip()),
        title=plain(item.get("title")) or None,
        summary=plain(item.get("summary")),
        text=plain(content),
        published_at=parse_moment(item.get("published"), timezone),
        updated_at=parse_moment(item.get("updated"), timezone),
    )
