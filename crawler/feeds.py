"""Feeds: RSS, Atom and RDF are read by feedparser, JSON Feed by `json_feeds`."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from itertools import islice
from typing import Any

import feedparser

from crawler.ampersands import with_ampersands_escaped
from crawler.charsets import decode_xml
from crawler.entries import Entry, Listing, has_address
from crawler.json_feeds import is_json, parse_json_feed
from crawler.moments import parse_moment
from crawler.plain import plain
from crawler.sites import address_in, web_address
from crawler.visible_dates import for_machines

# Beyond so many it is an archive; feedparser takes its time over each.
MAX_ITEMS = 2_000
# Where an item starts and ends, in RSS, RDF and Atom, with a prefix or without.
ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
# <skipHours><hour>0</hour><hour>23</hour></skipHours>; feedparser keeps the last hour only.
SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)


def parse_feed(body: bytes, *, url: str, content_type: str, timezone: str) -> Listing:
    """The entries of a feed; a broken one gives those that can be read, and says what is wrong."""
    if is_json(body):
        return parse_json_feed(body, url=url, timezone=timezone)
    text = with_ampersands_escaped(_first_items(decode_xml(body, content_type)))
    kind = content_type.partition(";")[0]
    headers = {"content-type": f"{kind}; charset=utf-8", "content-location": url}
    feed = feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")),  # a short string it would take for an address
        response_headers=headers,
        sanitize_html=False,  # only plain text is kept
        resolve_relative_uris=False,
    )
    is_atom = str(feed.get("version")).startswith("atom")
    entries = tuple(_entry(item, url, timezone, is_atom=is_atom) for item in feed.entries)
    if has_address(entries):
        hub, ttl = _hub(feed.feed, url), _ttl(feed.feed)
        return Listing(entries, hub=hub, ttl=ttl, skip_hours=_skip_hours(text))
    if feed.get("version"):
        return Listing(entries, fault="the feed has no entries with an address")
    return Listing(fault=f"not a feed ({_why(feed)})")


def _first_items(text: str) -> str:
    """The feed without the items beyond the first so many."""
    surplus = next(islice(ITEM.finditer(text), MAX_ITEMS, None), None)
    if surplus is None:
        return text
    ends = [found.end() for found in ITEM_END.finditer(text, surplus.start())]
    return text[: surplus.start()] + text[max(ends, default=len(text)) :]


def _hub(channel: Any, base: str) -> str | None:
    links = (link.get("href") for link in channel.get("links", []) if link.get("rel") == "hub")
    addresses = (web_address(base, href or "") for href in links)
    return next((address for address in addresses if address), None)


def _ttl(channel: Any) -> timedelta:
    minutes = str(channel.get("ttl") or "").strip()
    return timedelta(minutes=int(minutes)) if re.fullmatch(r"\d{1,6}", minutes) else timedelta(0)


def _skip_hours(text: str) -> tuple[int, ...]:
    """The hours, of which 24 was the first in older versions; none if all are named."""
    found = SKIP_HOURS.search(text)
    named = {int(hour) for hour in HOUR.findall(found.group(1))} if found else set()
    hours = {hour % 24 for hour in named if hour <= 24}
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def _why(feed: Any) -> str:
    error = feed.get("bozo_exception")
    return plain(str(error))[:150] if error is not None else "no feed format known to us"


def _entry(item: Any, base: str, timezone: str, *, is_atom: bool) -> Entry:
    content = max((part.get("value", "") for part in item.get("content", [])), key=len, default="")
    published = item.get("published") or item.get("created")
    updated = item.get("updated") if "updated" in item else None  # else that is `published` again
    if not is_atom:  # of RSS and RDF that is <dc:date>, the one date an item may have
        published = published or updated
    published = for_machines(published, (), timezone)
    return Entry(
        url=_address(item, base),
        title=plain(item.get("title")) or None,
        summary=plain(item.get("summary")),
        text=plain(content),
        published_at=parse_moment(published, timezone),
        updated_at=parse_moment(updated, timezone),
        published_as=plain(published),
    )


def _address(item: Any, base: str) -> str:
    """Where the item lies: a service that counts clicks names that beside its own link."""
    said = (web_address(base, item.get(name) or "") for name in ("feedburner_origlink", "link"))
    return next(filter(None, said), "") or address_in(item.get("id") or "")
