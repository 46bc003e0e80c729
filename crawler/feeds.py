"""Feeds: RSS, Atom and RDF are read by feedparser, JSON Feed by `json_feeds`."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from crawler.entries import Entry, Listing
from crawler.json_feeds import is_json, parse_json_feed
from crawler.moments import parse_moment
from crawler.plain import plain

# <skipHours><hour>0</hour><hour>23</hour></skipHours>; feedparser keeps the last hour only.
SKIP_HOURS = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)


def parse_feed(body: bytes, *, url: str, content_type: str, timezone: str) -> Listing:
    """The entries of a feed; a broken one gives those that can be read, and says what is wrong."""
    if is_json(body):
        return parse_json_feed(body, url=url, timezone=timezone)
    headers = {"content-type": content_type, "content-location": url}
    # As a file: feedparser would take a short string for an address and fetch it.
    feed = feedparser.parse(BytesIO(body), response_headers=headers)
    entries = [_entry(item, url, timezone) for item in feed.entries]
    found = tuple(entry for entry in entries if entry is not None)
    if found:
        hub, ttl = _hub(feed.feed, url), _ttl(feed.feed)
        return Listing(found, hub=hub, ttl=ttl, skip_hours=_skip_hours(body))
    if feed.get("version"):
        return Listing(fault="the feed has no entries")
    return Listing(fault=f"not a feed ({_why(feed)})")


def _hub(channel: Any, base: str) -> str | None:
    links = (link.get("href") for link in channel.get("links", []) if link.get("rel") == "hub")
    return next((urljoin(base, href) for href in links if href), None)


def _ttl(channel: Any) -> timedelta:
    minutes = str(channel.get("ttl") or "").strip()
    return timedelta(minutes=int(minutes)) if re.fullmatch(r"\d{1,6}", minutes) else timedelta(0)


def _skip_hours(body: bytes) -> tuple[int, ...]:
    """The hours, of which 24 was the first in older versions; none if all are named."""
    found = SKIP_HOURS.search(body)
    named = {int(hour) for hour in HOUR.findall(found.group(1))} if found else set()
    hours = {hour % 24 for hour in named if hour <= 24}
    return tuple(sorted(hours)) if len(hours) < 24 else ()


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
