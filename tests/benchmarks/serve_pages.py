"""How long each page and ready question of `railwatch serve` takes in a database of many events.

    python -m tests.benchmarks.serve_pages [--events 1000000] [--folder DIRECTORY]

Prints the median of several requests, the slowest last (goal: every one under 500 ms), beside the
server's CPU time, which other programs do not lengthen; ends with 1 where one is slower. A
database that the folder has from an earlier run is used again.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import statistics
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path

import psutil

from storage.database import open_database
from tests.benchmarks.synthetic import fill
from tests.benchmarks.varied import vary
from tests.browsing import serving

ASKED = 5
GOAL_MS = 500
BLANKS = {
    "between_places": [
        "place=Town+123&other_place=&since=",
        "place=Town+123&other_place=Town+777&since=",
        "place=Russia&other_place=China&since=2023-06-01",
        "place=Town+123&other_place=RU&since=",
    ],
    "cross_border_by_week": ["country=&since=", "country=CN&since=2019-01-01"],
    "casualties": ["country=&since_year=", "country=IN&since_year=2020"],
    "planned_and_due": ["day=", "day=2018-06-01"],
}
SEARCHES = (
    "/railwatch/events?_search=town+123",
    "/railwatch/events?_search=town+123&type=fire",
    "/railwatch/articles?_search=bal+bel",
    "/railwatch/events?type=fire&factuality=actual",
    "/railwatch/events?type=fire&_sort=start_utc",
    "/railwatch/events?first_reported_at__gte=2023-06-05&first_reported_at__lt=2023-06-12",
    "/railwatch/events?location_id=p-77",
    "/railwatch/events?_place=Town+123",
    "/railwatch/events.json?_shape=objects&_labels=on&_size=max",
    "/railwatch/events.csv?_size=100",
    "/railwatch/events.atom?type=strike",
    "/railwatch/events.ics?type=service_launch",
    "/railwatch/events.geojson?type=strike",
    "/railwatch/places/p-77",
    "/railwatch/failures?resolved_at__isnull=1",
)


def main() -> None:
    """Fill a database, then ask for each page."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--folder", type=Path, help="where the database is put, and kept")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="railwatch-pages-") as passing:
        path = (given.folder or Path(passing)) / f"pages-{given.events}.db"
        if not path.exists():
            made(path, given.events)
        open_database(path).close()  # one kept from before may lack the last migrations
        print(f"{given.events:,} events, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        with serving(path) as (process, address):
            measured = sorted(figures(process.pid, address, pages(path, address)))
    for ms, cpu_ms, page in measured:
        print(f"{ms:7.0f} ms {cpu_ms:7.0f} ms CPU  {page}")
    late = [page for ms, _, page in measured if ms > GOAL_MS]
    slowest, _, its_page = measured[-1]
    print(f"slowest: {its_page} with {slowest:.0f} ms; {len(late)} over {GOAL_MS} ms")
    sys.exit(bool(late))


def made(path: Path, events: int) -> None:
    unfinished = path.with_suffix(".new")
    db = open_database(unfinished)
    fill(db, 0, events)
    vary(db)
    db.close()
    unfinished.rename(path)


def pages(path: Path, address: str) -> list[str]:
    """The start page, every table, a row of each that has a page of its own, every question."""
    told = json.loads(asked(address, "/railwatch.json")[1])
    tables = [f"/railwatch/{table['name']}" for table in told["tables"] if not table["hidden"]]
    db = open_database(path, read_only=True)
    rows = []
    for table in ("events", "articles", "reports", "outlets"):
        [(key,)] = db.conn.execute(f"select id from {table} limit 1 offset 30")
        rows.append(f"/railwatch/{table}/{key}")
    db.close()
    questions = [
        f"/railwatch/{query['name']}?{given}"
        for query in told["queries"]
        for given in BLANKS.get(query["name"], [""])
    ]
    return ["/", "/railwatch", *tables, *rows, *questions, *SEARCHES]


def figures(pid: int, address: str, paths: list[str]):
    """The median of each page and the server's CPU time, in milliseconds, once it is warm."""
    for path in paths:
        status, _ = asked(address, path)
        if status != HTTPStatus.OK:
            yield math.inf, math.inf, f"{path} answers {status}"
            continue
        times, cpu = [], cpu_seconds(pid)
        for _ in range(ASKED):
            began = time.perf_counter()
            asked(address, path)
            times.append((time.perf_counter() - began) * 1000)
        yield statistics.median(times), (cpu_seconds(pid) - cpu) * 1000 / ASKED, path


def cpu_seconds(pid: int) -> float:
    """What the process has used so far: what its pages would take if it were alone."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def asked(address: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=300)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


if __name__ == "__main__":
    main()
