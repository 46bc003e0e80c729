"""Plain rules for counted things, as quantities.toml declares them: `[[told]]` and `[defaults]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.records import QuantityRole


@dataclass(frozen=True, slots=True)
class Told:
    """A `[[told]]` table: the words before (and behind) a number that alone give its role."""

    role: QuantityRole
    before: re.Pattern[str]
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Default:
    """A `[defaults]` row: the role of a class of things where no frame decides, and its limits."""

    role: QuantityRole
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None
    unless_phrase: re.Pattern[str] | None
    plural: bool
    most: float


def compiled(row: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(row[key], re.I) if key in row else None


def parse_default(row: Mapping[str, Any]) -> Default:
    """A default from its table. Raises ValueError for an unknown role."""
    return Default(
        role=QuantityRole(row["role"]),
        before=compiled(row, "before"),
        after=compiled(row, "after"),
        unless_before=compiled(row, "unless_before"),
        unless_after=compiled(row, "unless_after"),
        unless_phrase=compiled(row, "unless_phrase"),
        plural=row.get("plural", False),
        most=row.get("most", float("inf")),
    )
