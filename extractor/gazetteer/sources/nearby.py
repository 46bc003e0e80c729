"""Which country a point lies in, by the nearest town."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.gazetteer.sources.entry import Entry


class Grid:
    """Cities by degree cell. Right except within a few kilometres of a border."""

    def __init__(self, cities: Iterable[Entry]) -> None:
        self.cells: defaultdict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
        for city in cities:
            if city.latitude is not None and city.longitude is not None and city.country:
                cell = (int(city.latitude * 2), int(city.longitude * 2))
                self.cells[cell].append((city.latitude, city.longitude, city.country))

    def nearest_country(self, latitude: float, longitude: float) -> str | None:
        row, column = int(latitude * 2), int(longitude * 2)
        around = [
            (abs(lat - latitude) + 0.65 * abs(lon - longitude), country)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for lat, lon, country in self.cells[row + i, column + j]
        ]
        return min(around)[1] if around else None
