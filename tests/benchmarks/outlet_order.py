"""Run the newsroom outlet by outlet in several orders: the same events under the same ids.

    python -m tests.benchmarks.outlet_order [ORDERS] [--outlet NAME ...]

The first order is that of a single run of all outlets. Takes minutes an order.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile

from tests.benchmarks.kill_runs import (
    COMPARED,
    SECONDS,
    differences,
    directory_with,
    newsroom,
    stored,
    undisturbed,
)
from tests.conftest import railwatch_command


def outlet_by_outlet(configuration, names, folder):
    """What is left by a run of each outlet, one after the other."""
    directory = directory_with(configuration, folder)
    for name in names:
        ended = railwatch_command("run", "--quiet", name, cwd=directory, seconds=SECONDS)
        assert ended.code == 0, ended.err
    return stored(directory)


def main(orders, seed, only):
    chance = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="railwatch-order-")
    bad = 0
    with newsroom(only) as (configuration, names):
        expected, _ = undisturbed(configuration, names, folder)
        told = ", ".join(f"{len(expected[table])} {table}" for table in COMPARED)
        print(f"all at once: {told}", flush=True)
        for at in range(orders):
            order = names[::-1] if at == 0 else chance.sample(names, len(names))
            differ = differences(expected, outlet_by_outlet(configuration, order, folder))
            bad += bool(differ)
            print(", ".join(order), *(f"other {table}" for table in differ), sep="; ", flush=True)
    print(f"{orders} orders, {bad} with other events")
    if bad:
        print(f"The databases lie in {folder}.")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("orders", type=int, nargs="?", default=5)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--outlet", action="append", help="only this one; may be given again")
    given = options.parse_args()
    sys.exit(main(given.orders, given.seed, given.outlet))
