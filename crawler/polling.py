"""How often a source is asked: often where it publishes often, seldom where it does not."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.entries import Listing

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=6)
# Before a source has shown how it publishes; also for an index, whose sitemaps change, not itself.
FIRST = timedelta(hours=1)
# A source may ask for rest; one that asks for more than a day would miss what it publishes.
LONGEST_TTL = timedelta(days=1)
# So many of the latest entries tell the pace.
RECENT = 20


def check_every(
    listing: Listing, *, previous: timedelta | None, has_new: bool, now: datetime
) -> timedelta:
    """How long to wait after reading this listing: half the usual time between two entries.

    Without dates the time is halved when the source had something new, and grows when it had not.
    """
    dates = [entry.published_at or entry.updated_at for entry in listing.entries]
    latest = sorted((date for date in dates if date and date <= now), reverse=True)[:RECENT]
    if listing.sitemaps:
        wanted = FIRST
    elif latest:
        wanted = (now - latest[-1]) / len(latest) / 2
    elif has_new:
        wanted = (previous or 2 * FIRST) / 2
    else:
        wanted = longer(previous)
    return max(_bounded(wanted), min(listing.ttl, LONGEST_TTL))


def longer(previous: timedelta | None) -> timedelta:
    """How long to wait after an answer that nothing has changed."""
    return previous if previous and previous > LONGEST else _bounded((previous or FIRST) * 1.5)


def after_skipped_hours(moment: datetime, skip_hours: tuple[int, ...]) -> datetime:
    """The same moment, or the end of the hours (UTC) in which the source does not want to be read.

    Raises ValueError where that is every hour.
    """
    if len(set(skip_hours)) >= 24:
        raise ValueError("a source cannot skip all hours")
    while moment.hour in skip_hours:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def _bounded(span: timedelta) -> timedelta:
    return min(max(span, SHORTEST), LONGEST)
