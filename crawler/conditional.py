"""Conditional requests: a page or source is transferred only if it has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from scrapy.http import Response


def only_if_changed(
    etag: str | None, last_modified: str | None, *, now: datetime, since: datetime | None = None
) -> dict[str, str]:
    """Headers that ask for what differs from the answer with these validators.

    Where it gave none, for what has changed `since` then by our clock.
    """
    # Sent back, a date that lies ahead would be answered "not modified" until it comes.
    if last_modified and _is_ahead(last_modified, now):
        last_modified = None
    if since and since <= now and not etag and not last_modified:
        last_modified = format_datetime(since, usegmt=True)
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def is_unchanged(response: Response) -> bool:
    """Whether this is the answer to a conditional request that nothing has changed."""
    assert response.request is not None
    asked = response.request.headers
    return response.status == 304 and ("If-None-Match" in asked or "If-Modified-Since" in asked)


def _is_ahead(date: str, now: datetime) -> bool:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):  # no date, or in a year that no calendar has
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) > now
