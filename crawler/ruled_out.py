"""Outlets that we know of and do not fetch, because they forbid it: `ruled_out.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.sites import site

DATA = Path(__file__).with_name("ruled_out.csv")


@dataclass(frozen=True, slots=True)
class RuledOut:
    """An outlet that is never fetched. `since` is the day or month that its rules were read."""

    id: str
    name: str
    kind: str
    country: str
    languages: tuple[str, ...]
    homepage: str
    sites: tuple[str, ...]
    since: str
    reason: str

    def told(self) -> str:
        """Why it is not fetched, and what the user can do, in one sentence."""
        return (
            f"{self.name} is not fetched: {self.reason} (as of {self.since}); "
            "if its publisher permits it to you, write an [[outlet]] table of your own."
        )


@cache
def ruled_out() -> dict[str, RuledOut]:
    """The outlets that are ruled out, by id."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = [RuledOut(**_fields(row)) for row in csv.DictReader(lines)]
    return {row.id: row for row in rows}


def ruled_out_at(url: str) -> RuledOut | None:
    """The ruled out outlet on whose site an address lies, or None."""
    return next((one for one in ruled_out().values() if site(url) in one.sites), None)


def _fields(row: dict[str, str]) -> dict[str, Any]:
    return {**row, **{name: tuple(row[name].split()) for name in ("languages", "sites")}}
