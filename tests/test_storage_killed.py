"""A run that is killed, and readers while one writes: nothing is lost, nothing is in the way."""

from __future__ import annotations

import asyncio
import itertools
import json
import multiprocessing
import signal
import subprocess
import threading

import psutil
import pytest

from railwatch.browser import datasette_on
from storage.database import open_database
from storage.lock import AlreadyRunning, run_lock
from storage.merge import merge_events
from tests.benchmarks.kill_runs import differences, disturbed, newsroom, undisturbed
from tests.conftest import RAILWATCH
from tests.sites.outlets import rss_site
from tests.sites.server import serve
from tests.storage_samples import KHASAN, NOW, TUMANGANG, report, tell

FORK = multiprocessing.get_context("fork")
PAGES = (
    "/railwatch/events.json?_shape=array",
    "/railwatch/latest_events.json",
    "/railwatch/events",
)
# Two hundred moments are tried by `python -m tests.benchmarks.kill_runs`.
SHARE = 0.7


def test_killed_run_breaks_nothing_and_the_next_ends_as_if_undisturbed(tmp_path):
    with newsroom({"rail_ledger"}) as (configuration, names):
        expected, length = undisturbed(configuration, names, tmp_path)
        complaints, found = disturbed(configuration, names, SHARE * length, tmp_path)
    assert complaints == []
    assert differences(expected, found) == []
    assert expected["events"]


TABLE = """
[[outlet]]
id = "held"
name = "Held"
kind = "regional"
country = "DE"
languages = ["en"]
timezone = "Europe/Berlin"
local = true
feeds = ["{base}/feed"]
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_crawl_ends_with_the_command_and_keeps_others_out_until_then(tmp_path, railwatch, sign):
    is_asked, may_answer = threading.Event(), threading.Event()

    def hold(reply):
        def answer():
            is_asked.set()
            may_answer.wait()
            return reply

        return answer

    def held_site(base):
        pages = rss_site(base)
        return {path: hold(page) if "train" in path else page for path, page in pages.items()}

    with serve(held_site) as site:
        (tmp_path / "railwatch.toml").write_text(TABLE.format(base=site.base))
        command = [RAILWATCH, "crawl", "--quiet", "held"]
        run = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
        is_asked.wait()
        [crawler] = psutil.Process(run.pid).children()
        crawler.suspend()
        run.send_signal(sign)
        run.wait()
        with pytest.raises(AlreadyRunning), run_lock(tmp_path / "railwatch.db"):
            pass
        crawler.resume()
        run.stderr.read()  # until the last process has ended that could write there
        run.stderr.close()
        may_answer.set()
        assert railwatch("crawl", "--quiet", "held").code == 0
    db = open_database(tmp_path / "railwatch.db", read_only=True)
    assert db.table("articles").count == 3
    db.close()


def write_events(path, most, enough):
    db = open_database(path)
    for at in itertools.takewhile(lambda _: not enough.is_set(), range(most)):
        told = report(start="2024-12-16", origin=KHASAN, destination=TUMANGANG)
        tell(db, f"outlet-{at % 7}", told, path=str(at), published="2024-12-16 10:00")
        merge_events(db, now=NOW)
    db.close()


def test_datasette_reads_without_an_error_while_a_run_writes(tmp_path):
    path = tmp_path / "railwatch.db"
    enough = FORK.Event()
    write_events(path, 1, enough)
    face = datasette_on(path)
    writer = FORK.Process(target=write_events, args=(path, 600, enough))
    writer.start()
    counts = []
    while writer.is_alive():
        answers = [asyncio.run(face.client.get(page)) for page in PAGES]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        counts.append(sum(event["reports"] for event in json.loads(answers[0].text)))
        if len(set(counts)) > 9:
            enough.set()
    assert writer.exitcode == 0
    assert counts == sorted(counts)
    assert len(set(counts)) > 9
