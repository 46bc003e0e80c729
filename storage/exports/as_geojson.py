"""GeoJSON (RFC 7946): each event as a point, and as a line where both ends of its route are known.

An event without a known position is a feature without geometry, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from sqlite_utils import Database

from storage.events import EventFilter
from storage.exports.as_json import write_array
from storage.exports.told import told_events

# The ends of an event's route, as the maps of the pages have them.
ROUTE = (Path(__file__).parents[1] / "datasette" / "queries" / "route.sql").read_text("utf-8")


def write(db: Database, event_filter: EventFilter, out: TextIO) -> int:
    """Write a FeatureCollection; how many events. `feature` tells points from routes."""
    count = 0

    def features() -> Iterator[dict[str, Any]]:
        nonlocal count
        for event in told_events(db, event_filter):
            count += 1
            yield _feature(event["id"], "event", event, _point(event))
            route = _route(db, event)
            if route is not None:
                yield _feature(f"{event['id']}/route", "route", event, route)

    out.write('{"type": "FeatureCollection", "features": ')
    write_array(features(), out)
    out.write("}\n")
    return count


def _feature(
    feature_id: str, kind: str, event: dict[str, Any], geometry: dict[str, Any] | None
) -> dict[str, Any]:
    properties = {
        name: value for name, value in event.items() if name not in ("latitude", "longitude")
    }
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": geometry,
        "properties": {"feature": kind, **properties},
    }


def _point(event: dict[str, Any]) -> dict[str, Any] | None:
    if event["latitude"] is None:
        return None
    return {"type": "Point", "coordinates": [event["longitude"], event["latitude"]]}


def _route(db: Database, event: dict[str, Any]) -> dict[str, Any] | None:
    """From origin to destination; the midst of a country or region is no end of a line."""
    found = next(iter(db.query(ROUTE, [event["id"]])), None)
    if found is None:
        return None
    start = [found["longitude"], found["latitude"]]
    end = [found["to_longitude"], found["to_latitude"]]
    return None if start == end else _line(start, end)


def _line(start: list[float], end: list[float]) -> dict[str, Any]:
    """The short way round the earth, cut where it crosses the 180th meridian (RFC 7946, 3.1.9)."""
    turn = 360 * round((start[0] - end[0]) / 360)
    if not turn:
        return {"type": "LineString", "coordinates": [start, end]}
    edge = turn / 2
    share = (edge - start[0]) / (end[0] + turn - start[0])
    latitude = start[1] + share * (end[1] - start[1])
    halves = [[start, [edge, latitude]], [[-edge, latitude], end]]
    return {"type": "MultiLineString", "coordinates": halves}
