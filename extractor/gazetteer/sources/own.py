"""The hand-made tables under `own/`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from extractor.gazetteer.names import fold
from extractor.gazetteer.sources.entry import REGION_WEIGHT, Entry

OWN = Path(__file__).parents[1] / "own"
_LANGUAGES = ("ru", "ko", "zh")


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of `own/<table>.csv`, every cell stripped."""
    with (OWN / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            yield {key: (value or "").strip() for key, value in row.items()}


def read_places(table: str) -> Iterator[Entry]:
    """Places of a table; coordinates may be missing and are filled from GeoNames by the build."""
    for row in rows(table):
        slug = fold(row["name"]).replace(" ", "-")
        others = [row[language] for language in _LANGUAGES if row.get(language)]
        yield Entry(
            name=row["name"],
            kind=row["kind"],
            country=row["country"] or None,
            source="own",
            ref=f"own:{slug}-{row['country'].lower()}" if row["country"] else f"own:{slug}",
            latitude=float(row["latitude"]) if row.get("latitude") else None,
            longitude=float(row["longitude"]) if row.get("longitude") else None,
            weight=REGION_WEIGHT if row["kind"] in ("region", "sea", "river") else 0,
            aliases=[*others, *filter(None, row["aliases"].split("|"))],
        )
