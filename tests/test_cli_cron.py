"""Cron mails what a command says: nothing when all is well, one paragraph when not."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest

from railwatch.health import overdue
from storage.database import open_database
from storage.runs import finish_run, start_run
from tests.conftest import railwatch_command
from tests.sites.server import held_port
from tests.storage_samples import NOW
from tests.test_cli_terminal import on_terminal

OUTLET = """
[[outlet]]
id = "silent_wire"
name = "Silent Wire"
kind = "wire"
country = "KR"
languages = ["en"]
homepage = "http://127.0.0.1:{port}/"
timezone = "Asia/Seoul"
feeds = ["http://127.0.0.1:{port}/feed"]
local = true
"""


@pytest.fixture(scope="module")
def gone_wrong(tmp_path_factory):
    """A directory whose one outlet does not answer, and how `railwatch run` ended there."""
    directory = tmp_path_factory.mktemp("cron")
    with held_port() as port:
        (directory / "railwatch.toml").write_text(OUTLET.format(port=port))
        yield directory, railwatch_command("run", "silent_wire", cwd=directory)


def test_run_that_goes_wrong_says_so_in_one_paragraph(gone_wrong):
    _, ended = gone_wrong
    assert (ended.code, ended.out) == (1, "")
    [paragraph] = ended.err.strip().split("\n\n")
    assert paragraph.startswith("railwatch: the run finished, but 1 of its tasks failed. ")
    assert "silent_wire: http://127.0.0.1:" in " ".join(paragraph.split())
    assert max(map(len, paragraph.splitlines())) <= 100


def test_run_on_a_terminal_tells_what_it_does(gone_wrong):
    directory, _ = gone_wrong
    assert "crawling 1 outlets" in on_terminal("run", "silent_wire", cwd=directory, code=1)


def test_monitor_is_told_when_no_run_has_finished_for_too_long(railwatch, db):
    ended = railwatch("status", "--max-age", "6h")
    assert (ended.code, ended.err) == (1, "railwatch: no run has ever finished.\n")
    assert railwatch("status").code == 0
    finish_run(db, start_run(db, "run", now=NOW), outcome="some_failed", now=NOW)
    start_run(db, "run", now=NOW + timedelta(hours=5))  # was killed
    finish_run(db, start_run(db, "process", now=NOW), outcome="ok", now=NOW + timedelta(hours=9))
    assert overdue(db, timedelta(hours=6), now=NOW + timedelta(hours=6)) is None
    late = overdue(db, timedelta(hours=6), now=NOW + timedelta(hours=7))
    assert late == "no run has finished for 7 hours"
    mistake = railwatch("status", "--max-age", "soon")
    assert (mistake.code, mistake.err.count("\n")) == (2, 1)
    assert "90m, 6h or 2d" in mistake.err


def test_health_is_told_to_programs_as_one_object(railwatch, gone_wrong):
    down, _ = gone_wrong
    db = open_database(down / "railwatch.db")
    db.table("alerts").insert(
        {"message_id": "m", "alert": "desk", "event_id": "e", "reason": "new", "message": "{}"}
        | {"change_id": 0, "queued_at": "2024-12-20T09:00:00Z", "attempts": 1, "error": "down"}
    )
    db.close()
    ended = railwatch("status", "--json", "--max-age", "1d", cwd=down)
    health = json.loads(ended.out)
    assert (ended.code, health["healthy"]) == (1, False)
    assert health["complaints"] == ["silent_wire: never answered"]
    [outlet] = health["outlets"]
    assert (outlet["outlet_id"], outlet["stale"], outlet["failures"]) == ("silent_wire", True, 1)
    assert "found" not in outlet  # what it holds stands beside the rest
    assert outlet["articles_a_day"] == 0
    assert health["runs"][-1]["outcome"] == "some_failed"
    waiting = {
        "alert": "desk",
        "waiting": 1,
        "set_aside": 0,
        "since": "2024-12-20T09:00:00Z",
        "error": "down",
    }
    assert health["alerts_waiting"] == [waiting]
    assert health["bytes"] == (down / "railwatch.db").stat().st_size
    assert "alert desk: 1 messages wait" in railwatch("status", cwd=down).out


def test_outlet_that_is_no_longer_declared_is_no_reason_for_a_mail(railwatch, gone_wrong, tmp_path):
    down, _ = gone_wrong
    shutil.copy(down / "railwatch.db", tmp_path / "railwatch.db")
    ended = railwatch("status")
    assert (ended.code, "not watched" in ended.out) == (0, True)
