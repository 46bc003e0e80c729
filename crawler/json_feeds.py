"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser does not read."""

from __future__ import annotations

import json
from typing import Any

from crawler.entries import Entry, Listing, has_address
from crawler.moments import parse_moment
from crawler.plain import plain
from crawler.sites import address_in, web_address


def is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def parse_json_feed(body: bytes, *, url: str, timezone: str) -> Listing:
    """The entries of a JSON Feed, and the hub that announces new ones; or what is wrong with it."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Listing(fault="not a feed (broken JSON)")
    items = feed.get("items")
    if "jsonfeed.org/version" not in _text(feed, "version") or not isinstance(items, list):
        return Listing(fault="not a feed (JSON, but no JSON Feed)")
    entries = tuple(_entry(item, url, timezone) for item in items if isinstance(item, dict))
    fault = None if has_address(entries) else "the feed has no entries with an address"
    return Listing(entries, fault=fault, hub=_hub(feed.get("hubs"), url))


def _entry(item: dict[str, Any], base: str, timezone: str) -> Entry:
    link = web_address(base, _text(item, "url") or _text(item, "external_url"))
    return Entry(
        url=link or address_in(_text(item, "id")),
        title=plain(_text(item, "title")) or None,
        summary=plain(_text(item, "summary")),
        text=plain(_text(item, "content_html") or _text(item, "content_text")),
        published_at=parse_moment(_text(item, "date_published"), timezone),
        updated_at=parse_moment(_text(item, "date_modified"), timezone),
        published_as=plain(_text(item, "date_published")),
    )


def _hub(hubs: object, base: str) -> str | None:
    for hub in hubs if isinstance(hubs, list) else []:
        if isinstance(hub, dict) and _text(hub, "type").lower() == "websub" and _text(hub, "url"):
            return web_address(base, _text(hub, "url")) or None
    return None


def _text(fields: dict[str, Any], name: str) -> str:
    """The field where it is text; anything else counts as missing."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""
