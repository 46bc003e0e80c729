"""One place on its way into the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass, field

# Regions count as a town of this size when names compete: "Irkutsk" is the city, "Ohio" the state.
REGION_WEIGHT = 3_000


@dataclass(slots=True)
class Entry:
    """`number` is the row id where the source has whole numbers, `ref` the id where it has not."""

    name: str
    kind: str
    country: str | None
    source: str
    number: int | None = None
    ref: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    zone: str | None = None
    weight: int = 0
    aliases: list[str] = field(default_factory=list)
