"""How much memory a crawl of 20,000 articles takes, and whether that grows.

`python -m tests.benchmarks.crawl_memory [--articles 20000] [--news mixed]`, some five minutes.

The news are mixed as a day's are: of 20,000 articles 600 are stored, with their pages; with
`--news rail` all are. No press has so many, told within one day in the same few sentences: each has
some thousands to be looked through for prints of it, and the crawl takes a multiple. Told is the
memory of the crawling process and of those that read pages, step by step: PSS, in which what
several share counts once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from crawler.ledger import MAX_ENTRIES
from crawler.run import CrawlSettings, crawl_outlets
from storage.database import open_database
from tests.benchmarks.crawl import SHARES, outlet
from tests.benchmarks.press import HOSTS, Paper, served, visits
from tests.benchmarks.processes import children, memory

PORT = 18_421
STEPS = 10
SECONDS_BETWEEN = 1.0
# The goal, and how much more than half-way through the end may take.
MOST_MB = 400
MOST_GROWTH = 1.1


def papers(articles: int, news: str) -> dict[str, Paper]:
    """Papers with as many feeds as it takes for one run to fetch all that they list."""
    each = articles // len(HOSTS)
    feeds = -(-each // MAX_ENTRIES)
    return {host: Paper(f"http://{host}:{PORT}", each, SHARES[news], feeds) for host in HOSTS}


def crawl(listed: dict[str, Paper], articles: int, found: list[str]) -> None:
    """Crawl all papers; what is wrong with the outcome is added to `found`."""
    specs = [
        outlet(host, feeds=tuple(f"{paper.base}{path}" for path in paper.feed_paths()))
        for host, paper in listed.items()
    ]
    with tempfile.TemporaryDirectory(prefix="railwatch-bench-") as folder:
        db_path = Path(folder) / "railwatch.db"
        open_database(db_path).close()
        settings = CrawlSettings(
            delay=0,
            log_level="ERROR",
            pages=f"{folder}/pages",
            outlet_seconds=86_400,
            timeout=600,  # the papers' server makes each page anew
        )
        result = crawl_outlets(specs, db_path=db_path, run_id=None, settings=settings)
    if result.outcomes.total() != articles or result.failures:
        found.append(f"{dict(result.outcomes)}, {result.failures} failures")


def measured(
    crawling: threading.Thread, line: Connection, articles: int, others: set[int]
) -> list[int]:
    """Print the memory each time that so many more articles were asked for; the sums.

    `others` are child processes of ours that do not crawl.
    """
    totals, asked, most = [], 0, (0, 0)
    while crawling.is_alive():
        crawling.join(SECONDS_BETWEEN)
        asked += sum(path.startswith("/2026") for _, _, path in visits(line))
        most = max(most, taken(others), key=sum)
        if asked >= (len(totals) + 1) * articles // STEPS:
            print(f"{asked:>9,} {most[0]:>9,} {most[1]:>9,} {sum(most):>9,}", flush=True)
            totals.append(sum(most))
            most = (0, 0)
    return totals


def taken(others: set[int]) -> tuple[int, int]:
    """The memory of the crawling process, and of those below it together, in MB."""
    crawlers = [child for child in psutil.Process().children() if child.pid not in others]
    workers = [one for child in crawlers for one in below(child)]
    return memory(crawlers), memory(workers)


def below(process: psutil.Process) -> list[psutil.Process]:
    """The children of a process, and theirs; none of one that has ended."""
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--news", choices=SHARES, default="mixed")
    options = parser.parse_args()
    listed = papers(options.articles, options.news)
    faults: list[str] = []
    with served(PORT, listed) as line:
        others = children()
        crawling = threading.Thread(target=crawl, args=(listed, options.articles, faults))
        crawling.start()
        print(f"{'articles':>9} {'crawler':>9} {'workers':>9} {'MB':>9}")
        totals = measured(crawling, line, options.articles, others)
    for fault in faults:
        print(fault)
    if faults or len(totals) < STEPS:
        sys.exit(1)
    growth = totals[-1] / max(totals[: STEPS // 2])
    print(f"most: {max(totals)} MB (goal: {MOST_MB}); last step / first half: {growth:.2f}")
    sys.exit(1 if max(totals) > MOST_MB or growth > MOST_GROWTH else 0)


if __name__ == "__main__":
    main()
