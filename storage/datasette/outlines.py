"""Builds `static/outlines.json`, coasts and borders for the maps: what `make outlines` runs.

`python -m storage.datasette.outlines PACKAGE` reads the unpacked npm package world-atlas, which
holds Natural Earth's countries at 1:50m as TopoJSON. Nothing is fetched when a map is shown.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "static" / "outlines.json"
# Bends smaller than this are left out: some 3 km, less than a line's width when a country is shown.
TOLERANCE = 0.03
HALF_WAY_ROUND = 180
Point = tuple[float, float]


def main() -> None:
    """Write every arc once, whether it is a coast or a border, as one MultiLineString."""
    topology = json.loads((Path(sys.argv[1]) / "countries-50m.json").read_text())
    lines = [simplified(line) for line in arcs(topology)]
    kept = [[[round(x, 2), round(y, 2)] for x, y in line] for line in lines if len(line) > 2]
    shape = {"type": "MultiLineString", "coordinates": kept}
    OUT.write_text(json.dumps(shape, separators=(",", ":")) + "\n")


def arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs of a quantized topology in degrees: each point is given from the one before.

    One that leaps over the 180th meridian is parted there.
    """
    scale_x, scale_y = topology["transform"]["scale"]
    left, bottom = topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line: list[Point] = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            point = (x * scale_x + left, y * scale_y + bottom)
            if line and abs(point[0] - line[-1][0]) > HALF_WAY_ROUND:
                yield line
                line = []
            line.append(point)
        yield line


def simplified(line: list[Point]) -> list[Point]:
    """The line by Douglas and Peucker: without the points that lie near what is left."""
    kept, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        between = range(first + 1, last)
        farthest = max(
            between, key=lambda at: distance(line[at], line[first], line[last]), default=0
        )
        if farthest and distance(line[farthest], line[first], line[last]) > TOLERANCE:
            kept.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the nearest of a stretch, in degrees."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = (x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)
    share = max(0.0, min(1.0, along / length)) if length else 0.0
    return hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0))


if __name__ == "__main__":
    main()
