"""Kill `railwatch run` on the newsroom at random moments: nothing may be lost or broken.

After each kill `railwatch check` must be clean, and the next run must end with exactly the events
of a run that nobody disturbed. `python -m tests.benchmarks.kill_runs 200` takes about two hours.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from railwatch.newsroom import serve_newsroom
from storage.database import open_database
from tests.conftest import RAILWATCH, railwatch_command
from tests.sites.configuration import outlet_tables

COMPARED = {
    "events": "id",
    "event_quantities": "event_id, role, scope, unit",
    "articles": "id",
    "stories": "id",
    "reports": "id",
}
# A busy machine takes its time.
SECONDS = 1800
# What tells when a page was fetched and where it is kept, and nothing of what it says.
UNTOLD = {"fetched_at", "component", "page_file", "page_offset"}


@contextmanager
def newsroom(only=None):
    """The newsroom as a configuration and the names of its outlets, all of them or `only` these."""
    with serve_newsroom() as running:
        tables = running.outlet_tables
        names = [table["id"] for table in tables if only is None or table["id"] in only]
        yield outlet_tables(running), names


def directory_with(configuration, folder):
    directory = Path(tempfile.mkdtemp(dir=folder))
    (directory / "railwatch.toml").write_text(configuration, encoding="utf-8")
    return directory


def stored(directory):
    """What a run leaves, whenever it ran."""
    db = open_database(directory / "railwatch.db", read_only=True)
    found = {
        table: [
            {name: value for name, value in row.items() if name not in UNTOLD}
            for row in db.query(f"SELECT * FROM {table} ORDER BY {order}")
        ]
        for table, order in COMPARED.items()
    }
    db.close()
    return found


def undisturbed(configuration, names, folder):
    """What a run leaves in a directory of its own in `folder`, and how many seconds it takes."""
    directory = directory_with(configuration, folder)
    began = time.monotonic()
    ended = railwatch_command("run", "--quiet", *names, cwd=directory, seconds=SECONDS)
    assert ended.code == 0, ended.err
    return stored(directory), time.monotonic() - began


def disturbed(configuration, names, seconds, folder):
    """Start a run, kill it after so long, check, run again; what is wrong, and what that leaves."""
    directory = directory_with(configuration, folder)
    command = [RAILWATCH, "run", "--quiet", *names]
    run = subprocess.Popen(command, cwd=directory, stderr=subprocess.DEVNULL)
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        run.kill()  # the program alone: what it had started must end by itself
        run.wait()
    complaints = check(directory) if (directory / "railwatch.db").exists() else []
    again = railwatch_command("run", "--quiet", *names, cwd=directory, seconds=SECONDS)
    if again.code != 0:
        complaints.append(f"the next run ended with {again.code}: {again.err}")
    return complaints + check(directory), stored(directory)


def check(directory):
    ended = railwatch_command("check", "--quiet", cwd=directory, seconds=SECONDS)
    return [] if ended.code == 0 else [f"check: {ended.out}{ended.err}"]


def differences(expected, found):
    return [table for table in COMPARED if expected[table] != found[table]]


def main(kills, seed, only):
    chance = random.Random(seed)
    bad = 0
    folder = tempfile.mkdtemp(prefix="railwatch-kill-")
    with newsroom(only) as (configuration, names):
        expected, length = undisturbed(configuration, names, folder)
        print(f"undisturbed: {length:.1f} s, {len(expected['events'])} events", flush=True)
        for at in range(1, kills + 1):
            seconds = chance.uniform(0, length)
            complaints, found = disturbed(configuration, names, seconds, folder)
            complaints += [f"other {table}" for table in differences(expected, found)]
            bad += bool(complaints)
            print(f"{at}: killed after {seconds:.2f} s", *complaints, sep="; ", flush=True)
    print(f"{kills} kills, {bad} with something wrong")
    if bad:
        print(f"The databases lie in {folder}.")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("kills", type=int, nargs="?", default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--outlet", action="append", help="only this one; may be given again")
    given = options.parse_args()
    sys.exit(main(given.kills, given.seed, given.outlet))
