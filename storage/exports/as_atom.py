"""Atom (RFC 4287): an entry for each event, under an id that lasts, the last told of first."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TextIO
from uuid import UUID, uuid5

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from markupsafe import Markup
from sqlite_utils import Database

from storage.events import EventFilter, Order
from storage.exports.told import figures_text, lasting_id, sources, told_events, updated_at
from storage.periods import from_utc_text

# Where the ids of our entries are made from; it never changes, or every entry would look new.
IDS = UUID("c5b0c9a7-2f0e-5c1d-9a37-6f2b7e0d4a11")
# What XML 1.0 cannot hold.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
REPORT = Markup('<p><a href="{url}">{outlet}</a>: {words}</p>')


def write(
    db: Database,
    event_filter: EventFilter,
    out: TextIO,
    *,
    asked: str | None = None,
    address: str | None = None,
) -> int:
    """Write the feed; how many entries. `updated` moves when an event changes or is told again.

    Feeds have one id where they ask for the same: what the filter asks, or `asked`, which is empty
    for all events. `address` is where the feed is to be had.
    """
    feed = FeedGenerator()
    feed.id(uuid5(IDS, f"feed{_asked(event_filter) if asked is None else asked}").urn)
    if address is not None:
        feed.link(href=address, rel="self")
    feed.title("Railwatch")
    feed.subtitle("Railway events found in the news")
    feed.author(name="Railwatch")
    feed.generator("Railwatch")
    count, latest = 0, NEVER
    for event in told_events(db, event_filter, Order.TOLD):
        entry = _entry(db, event)
        feed.add_entry(entry, order="append")
        count, latest = count + 1, max(latest, entry.updated())
    feed.updated(latest)
    out.write(feed.atom_str(pretty=True).decode())
    return count


def _asked(event_filter: EventFilter) -> str:
    """What the filter asks for, whatever order it names it in; empty for all events."""
    asked = asdict(event_filter) | {"types": sorted(event_filter.types), "limit": None}
    given = {name: value for name, value in asked.items() if value}
    return json.dumps(given, default=str, sort_keys=True) if given else ""


def _entry(db: Database, event: dict[str, Any]) -> FeedEntry:
    told_by = sources(db, event["id"])
    entry = FeedEntry()
    entry.id(uuid5(IDS, lasting_id(db, event["id"])).urn)
    entry.title(_fit(event["title"]))
    entry.updated(from_utc_text(updated_at(db, event)))
    entry.published(from_utc_text(event["first_reported_at"]))
    entry.category([{"term": event["type"]}, {"term": event["factuality"]}])
    entry.link(href=_fit(told_by[0]["url"]), rel="alternate")
    entry.content(_content(event, told_by), type="html")
    return entry


def _content(event: dict[str, Any], told_by: list[dict[str, Any]]) -> str:
    """The figures, then who says what, as HTML in which every text is only text."""
    told = figures_text(event["figures"])
    lines = [Markup("<p>{}</p>").format(_fit(told))] if told else []
    for report in told_by:
        lines.append(REPORT.format(**{name: _fit(text) for name, text in report.items()}))
    return "".join(lines)


def _fit(text: str) -> str:
    return UNFIT.sub("�", text)
