"""How fast we crawl beside bare Scrapy, Scrapy with trafilatura, news-please and newspaper4k; how
politely.

`python -m tests.benchmarks.crawl` (or `make bench`). Each crawl is a process of its own; its time
runs from the first article asked for, by the server's log, to its end. The last two are installed
in `build/others` at first and run as they come; they are so slow that each reads a tenth of the
rail pages. Needs some 10 minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

from crawler.outlet_spec import OutletSpec
from crawler.run import CrawlSettings, crawl_outlets
from storage.database import open_database
from tests.benchmarks.other_crawlers import NAMES, environment, read_by
from tests.benchmarks.press import HOSTS, press, served, visits
from tests.benchmarks.processes import adopt_orphans, children, wait_for_orphans
from tests.sites.newsroom import Piece, as_xml, json_ld_page, rss
from tests.sites.server import Reply, serve

PORT = 18_420
# What must be reached at least: (our rate) / (the other's rate).
FLOORS = {("mixed", "bare"): 0.6, ("rail", "trafilatura"): 1.3}
FLOORS |= {("rail", name): 5.0 for name in NAMES}
# Of slow crawlers every so many-th page tells the rate.
SLOW_READ = 10
SHARES = {"mixed": 0.03, "rail": 1.0}
# A host's least seconds between two requests, and the promise each makes in its own way.
PACES = {"plain": 0.5, "declared": 0.8, "robots": 1.1}


@dataclass(frozen=True)
class Timed:
    """One crawl: articles a second of the clock, and milliseconds of processor an article."""

    rate: float
    cpu_ms: float


def measured(run, line: Connection, articles: int) -> Timed:
    """Run one crawl and take its figures."""
    visits(line)
    others, before = children(), os.times()
    run()
    ended = time.monotonic()
    wait_for_orphans(others)
    after = os.times()
    asked = {}  # when each article was first asked for: newspaper4k tries each before it reads it
    for at, *address in visits(line):
        if address[1].startswith("/2026"):
            asked.setdefault(tuple(address), at)
    assert len(asked) == articles, f"{len(asked)} of {articles} articles were asked for"
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return Timed(articles / (ended - min(asked.values())), 1000 * spent / articles)


def ours(articles: int, stored: int) -> None:
    with tempfile.TemporaryDirectory(prefix="railwatch-bench-") as folder:
        db_path = Path(folder) / "railwatch.db"
        open_database(db_path).close()
        specs = [outlet(host) for host in HOSTS]
        settings = CrawlSettings(delay=0, log_level="ERROR", pages=f"{folder}/pages")
        result = crawl_outlets(specs, db_path=db_path, run_id=None, settings=settings)
        assert result.outcomes.total() == articles, result.outcomes
        assert result.articles_new == stored, result.outcomes


def outlet(host: str, **fields) -> OutletSpec:
    known = {"kind": "regional", "country": "DE", "languages": ("en",), "local": True}
    known |= {"timezone": "Europe/Berlin", "feeds": (f"http://{host}:{PORT}/feed",)}
    return OutletSpec(id=f"paper-{host.rpartition('.')[2]}", name=host, **known | fields)


def plain(kind: str, urls: list[str]) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.plain_spiders", kind]
    subprocess.run(command, input="\n".join(urls), text=True, check=True)


def throughput(news: str, articles: int, rounds: int) -> bool:
    """Print the rates on this kind of news; whether they reach their floors."""
    each = articles // len(HOSTS)
    pages = press(PORT, articles=each, rail_share=SHARES[news])
    urls = [
        f"http://{host}:{PORT}{path}"
        for host, own in pages.items()
        for path in own
        if path != "/feed"
    ]
    stored = len(HOSTS) * sum(number < each * SHARES[news] for number in range(each))
    some = urls[::SLOW_READ]
    runs = {
        "ours": (articles, lambda: ours(articles, stored)),
        "bare": (articles, lambda: plain("bare", urls)),
        "trafilatura": (articles, lambda: plain("trafilatura", urls)),
    }
    if news == "rail":
        runs |= {name: (len(some), partial(read_by, name, some)) for name in NAMES}
    best: dict[str, Timed] = {}
    with served(PORT, pages) as line:
        for _ in range(rounds):  # in turn, so that what else the machine does falls on all
            for name, (count, run) in runs.items():
                timed = measured(run, line, count)
                print(f"  {news}, {name}: {timed}", file=sys.stderr, flush=True)
                best[name] = max(best.get(name, timed), timed, key=lambda found: found.rate)
    print(f"\n{news} news, {articles} articles on {len(HOSTS)} hosts, best of {rounds}:")
    for name, timed in best.items():
        print(f"  {name:12} {timed.rate:7.1f} articles/s  {timed.cpu_ms:6.2f} ms CPU an article")
    is_fast = True
    for other in list(runs)[1:]:
        ratio, floor = best["ours"].rate / best[other].rate, FLOORS.get((news, other))
        spent = best["ours"].cpu_ms / best[other].cpu_ms
        wanted = f" (floor {floor})" if floor else ""
        print(f"  ours / {other}: {ratio:.2f}{wanted}, {spent:.2f} of its CPU", flush=True)
        is_fast = is_fast and (floor is None or ratio >= floor)
    return is_fast


def politeness() -> bool:
    """Print the least time between two requests to hosts of three paces; whether all are kept."""

    def site(rules: str):
        def pages(base: str) -> dict[str, Reply]:
            pieces = [Piece(f"/2026/03/02/{number}", f"Train {number}") for number in range(8)]
            found = {piece.path: Reply(json_ld_page(piece, base)) for piece in pieces}
            feed = as_xml(rss(base, pieces, tag=""))
            return found | {"/feed": feed, "/robots.txt": Reply(rules)}

        return pages

    rules = f"User-agent: *\nCrawl-delay: {PACES['robots']}"
    with (
        serve(site("")) as unasked,
        serve(site("")) as declared,
        serve(site(rules)) as robots,
        tempfile.TemporaryDirectory(prefix="railwatch-bench-") as folder,
    ):
        sites = {"plain": unasked, "declared": declared, "robots": robots}
        specs = [
            outlet(
                name, feeds=(f"{found.base}/feed",), delay=PACES[name] if name != "robots" else 0
            )
            for name, found in sites.items()
        ]
        db_path = Path(folder) / "railwatch.db"
        crawl_outlets(
            specs, db_path=db_path, run_id=None, settings=CrawlSettings(log_level="ERROR", delay=0)
        )
    is_polite = True
    print("\nleast seconds between two requests, by the server's log:")
    for name, found in sites.items():
        times = sorted(visit.at for visit in found.visits)
        gap = min(later - earlier for earlier, later in pairwise(times))
        print(f"  {name:9} {gap:.3f} (promised {PACES[name]}), {len(times)} requests")
        is_polite = is_polite and gap >= PACES[name] - 0.02  # the server notes the arrival
    return is_polite


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--news", choices=SHARES, action="append")
    options = parser.parse_args()
    kinds = options.news or SHARES
    adopt_orphans()
    for name in NAMES if "rail" in kinds else ():
        environment(name)  # not while a crawl is timed
    results = [throughput(news, options.articles, options.rounds) for news in kinds]
    results.append(politeness())
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
