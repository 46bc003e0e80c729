"""What is wrong with an outlet, or a source of it, though every answer was 200."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from datetime import datetime

from crawler.entries import Listing
from crawler.outcomes import EntryOutcome
from crawler.outlet_spec import STALE_DAYS, OutletSpec
from crawler.sites import site


def shortfalls(
    outcomes: Mapping[EntryOutcome, int], spec: OutletSpec, *, listed: int, is_partial: bool
) -> Iterator[str]:
    """What is wrong with a run in which the sources listed so many entries.

    One that was `is_partial` saw only some of them.
    """
    forbidden = outcomes[EntryOutcome.ROBOTS]
    if forbidden and forbidden == listed - outcomes[EntryOutcome.DUPLICATE]:
        yield f"robots.txt forbids all {forbidden} articles"
    if not is_partial and listed < spec.min_articles:
        yield f"listed {listed} articles; at least {spec.min_articles} are usual"


def listing_fault(
    listing: Listing, spec: OutletSpec, sites: Set[str], *, now: datetime
) -> str | None:
    """What is wrong with a source whose entries all lie on other sites than the outlet's, or are
    all old.
    """
    found = Counter(site(entry.url) for entry in listing.entries if entry.url)
    if found and sites.isdisjoint(found):
        [(commonest, _)] = found.most_common(1)
        return f"its entries all lie on other sites, such as {commonest} (see `sites`)"
    is_dated = all(entry.changed_at for entry in listing.entries)
    return silence(listing.newest(now) if is_dated else None, spec, now=now)


def silence(newest: datetime | None, spec: OutletSpec, *, now: datetime) -> str | None:
    """What is wrong where the newest entry is so old, if anything."""
    is_exempt = spec.local and spec.stale_days == STALE_DAYS
    if newest is None or is_exempt or not spec.stale_days:
        return None
    days = (now - newest).days
    if days <= spec.stale_days:
        return None
    return f"nothing new for {days} days (newest of {newest:%Y-%m-%d})"
