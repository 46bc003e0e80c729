"""How saving and merging one more article grows with the database, and how fast articles go in.

    python -m tests.benchmarks.store [--sizes 10000 100000 1000000] [--folder DIRECTORY]

Both are ratios of one run. Growth: CPU seconds of saving and merging one article of four reports,
the median of many, in a database of so many synthetic reports, last size over first (goal: under
1.5); the databases take turns. Insert rate: rows per second of `save_articles` over those of
sqlite3's bare `executemany` of the same finished rows into the same tables (goal: at least 0.5),
each the median of several rounds in which the two take turns.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from storage.articles import save_article, save_articles
from storage.database import open_database, write
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.reports import save_reports
from storage.urls import article_id
from tests.benchmarks.synthetic import OUTLETS, fill, fresh_article, fresh_reports
from tests.storage_samples import NOW, outlet

MEASURED = 120
INSERTED = 800
ROUNDS = 9


def growth(folder, sizes):
    filled = filled_databases(folder, sizes)
    opened = [(open_database(path), random.Random(3)) for path in filled]
    rounds = [[cost_of_one_more(*one) for one in opened] for _ in range(MEASURED)]
    costs = [statistics.median(found) for found in zip(*rounds, strict=True)]
    for (db, _), size, cost in zip(opened, sizes, costs, strict=True):
        print(f"{size:>9,} reports: {cost * 1000:.2f} ms to save and merge one more article")
        db.close()
    print(f"growth: {costs[-1] / costs[0]:.2f} (goal: under 1.5)", flush=True)


def filled_databases(folder, sizes):
    """A database of each size: each grows out of a copy of the one before."""
    paths, filled = [], 0
    for size in sizes:
        path = folder / f"{size}.db"
        if paths:
            shutil.copy(paths[-1], path)
        began = time.monotonic()
        db = open_database(path)
        fill(db, filled, size)
        db.close()
        took, megabytes = time.monotonic() - began, path.stat().st_size / 1e6
        print(f"{size:>9,} reports: {megabytes:,.0f} MB, filled in {took:.0f} s", flush=True)
        paths, filled = [*paths, path], size
    return paths


def cost_of_one_more(db, chance):
    article, reports = fresh_article(chance), fresh_reports(chance)
    began = time.process_time()
    save_article(db, article)
    save_reports(db, article_id(article.url), reports, extractor_version="1", now=NOW)
    merge_events(db, now=NOW)
    return time.process_time() - began


TABLES = ("articles", "stories", "story_bands", "story_sizes", "articles_fts")


def insert_rate(folder):
    rounds = [insert_round(folder / str(at), random.Random(4 + at)) for at in range(ROUNDS)]
    ours, bare, counts = (statistics.median(found) for found in zip(*rounds, strict=True))
    for name, seconds in (("save_articles", ours), ("bare executemany", bare)):
        print(f"{name}: {counts / seconds:,.0f} rows/s, {seconds / INSERTED * 1000:.2f} ms/article")
    print(f"insert rate: {bare / ours:.2f} (goal: at least 0.5)", flush=True)


def insert_round(folder, chance):
    """CPU seconds of `save_articles` and of the bare insert of what it stored; how many rows."""
    folder.mkdir()
    articles = [fresh_article(chance, words=300) for _ in range(INSERTED)]
    ours, bare = (open_database(folder / f"{name}.db") for name in ("ours", "bare"))
    for db in (ours, bare):
        for name in OUTLETS:
            save_outlet(db, outlet(name))
    began = time.process_time()
    save_articles(ours, articles)
    our_seconds = time.process_time() - began
    rows = {table: finished_rows(ours, table) for table in TABLES}
    began = time.process_time()
    with write(bare):
        for table, found in rows.items():
            names = ", ".join(found[0])
            marks = ", ".join("?" * len(found[0]))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            bare.conn.executemany(statement, [tuple(row.values()) for row in found])
    bare_seconds = time.process_time() - began
    for db in (ours, bare):
        db.close()
    return our_seconds, bare_seconds, sum(len(found) for found in rows.values())


def finished_rows(db, table):
    columns = "rowid, *" if table.endswith("_fts") else "*"
    return list(db.query(f"SELECT {columns} FROM {table}"))


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--folder", type=Path, help="where to put the databases")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="railwatch-store-") as folder:
        insert_rate(Path(folder))
        growth(Path(folder), given.sizes)


if __name__ == "__main__":
    main()
