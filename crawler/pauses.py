"""Hosts that are left alone for the rest of a run: they asked for it, or they do not answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

# After so many failures in a row a host's other addresses are not tried in this run.
MAX_STRIKES = 4


@dataclass
class Pauses:
    """Why each host is left alone, and how long the longest pause asked for is.

    `is_over` is true once the outlet's time is up: nothing more is asked then.
    """

    reasons: dict[str, str] = field(default_factory=dict)
    strikes: Counter[str] = field(default_factory=Counter)
    longest: timedelta | None = None
    is_over: bool = False

    def ask(self, host: str, span: timedelta, reason: str) -> None:
        """The host has asked for a pause, this outlet or another."""
        asked_for()[host] = span, reason
        self.reasons[host] = reason
        self.longest = max(span, self.longest or span)

    def reason(self, host: str) -> str | None:
        """Why the host is left alone, or None where it may be asked."""
        if host not in self.reasons and host in asked_for():
            self.ask(host, *asked_for()[host])
        return self.reasons.get(host)

    def strike(self, host: str, reason: str) -> None:
        """A request to the host has failed."""
        self.strikes[host] += 1
        if self.strikes[host] >= MAX_STRIKES:
            self.reasons.setdefault(host, f"{MAX_STRIKES} requests in a row failed ({reason})")

    def answered(self, host: str) -> None:
        self.strikes.pop(host, None)


@cache
def asked_for() -> dict[str, tuple[timedelta, str]]:
    """The pauses that hosts have asked for, whichever outlet of this process they told."""
    return {}


def parse_retry_after(value: str, *, now: datetime) -> timedelta | None:
    """The pause that a `Retry-After` header asks for, in seconds or until a date."""
    value = value.strip()
    if value.isdecimal():  # of more digits Python makes no number
        return timedelta(seconds=min(int(value[:10]), 10**8))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - now, timedelta(0))
