"""The start page's chart: how many events each of the last weeks brought, by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# So many types have a colour of their own; the rarer ones share the last.
COLOURS = 5
OTHER = "other"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bar:
    """The events of one kind in a week, on top of `below` others."""

    kind: str
    events: int
    below: int


@dataclass(frozen=True, slots=True)
class Week:
    """A column of the chart, from its Monday to before the next."""

    monday: date
    bars: Sequence[Bar]
    events: int

    @property
    def next_monday(self) -> date:
        return self.monday + WEEK


@dataclass(frozen=True, slots=True)
class Chart:
    """Every week from the first to the last with events; `kinds` from the most frequent on."""

    kinds: Sequence[str]
    weeks: Sequence[Week]
    highest: int


def chart(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """The chart of rows `week`, `type`, `events`; None of no rows."""
    if not rows:
        return None
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["type"]] += row["events"]
    frequent = [kind for kind, _ in totals.most_common(COLOURS)]
    counts: dict[date, Counter[str]] = {}
    for row in rows:
        kind = row["type"] if row["type"] in frequent else OTHER
        counts.setdefault(date.fromisoformat(row["week"]), Counter())[kind] += row["events"]
    kinds = frequent + ([OTHER] if len(totals) > len(frequent) else [])
    first, last = min(counts), max(counts)
    mondays = [first + at * WEEK for at in range((last - first) // WEEK + 1)]
    weeks = [week(monday, counts.get(monday, Counter()), kinds) for monday in mondays]
    return Chart(kinds, weeks, max(one.events for one in weeks))


def week(monday: date, counts: Counter[str], kinds: Sequence[str]) -> Week:
    """One column, the most frequent kind of the chart at its foot."""
    bars, below = [], 0
    for kind in kinds:
        bars.append(Bar(kind, counts[kind], below))
        below += counts[kind]
    return Week(monday, bars, below)
