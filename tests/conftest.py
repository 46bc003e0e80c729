"""Fixtures that several test files share."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from railwatch.browser import datasette_on
from storage.database import open_database
from storage.merge import merge_events
from storage.outlets import save_outlet
from tests import export_samples
from tests.browsing import chromium, served
from tests.export_samples import service
from tests.storage_samples import (
    HOSTILE,
    KHASAN,
    NOW,
    PATNA,
    TUMANGANG,
    outlet,
    quantity,
    report,
    tell,
)

# A busy machine takes its time: no property is judged by the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# What the tests start hundreds of times is compiled once, whatever the shell says.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

RAILWATCH = Path(sys.executable).with_name("railwatch")
SECONDS = 1200  # a limit for what hangs, not for what is slow
# What takes long is begun first, so that no process waits for it at the end.
LONG = (
    *("devset", "demo", "test_storage_killed", "test_cli_archives", "test_extractor_network"),
    *("test_cli_mistakes", "test_datasette_hostile", "test_crawler_crawl"),
)
SHARED = {"demo", "devset"}  # fixtures of several files that take long to make


def group_of(item):
    """What a test must run in one process with: its file, or all that share a fixture."""
    return next(iter(SHARED.intersection(item.fixturenames)), item.path.stem)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    order = {group: at for at, group in enumerate(LONG)}
    items.sort(key=lambda item: order.get(group_of(item), len(order)))


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code and what it said."""

    code: int
    out: str
    err: str


def railwatch_command(*arguments, cwd, stdin="", env=None, seconds=SECONDS):
    """Run the program as a user does, in this directory, and wait for its end."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("RAILWATCH")}
    done = subprocess.run(
        [RAILWATCH, *map(str, arguments)],
        cwd=cwd,
        env=kept | (env or {}),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def railwatch(tmp_path):
    """The program, run in a directory of its own: `railwatch("status")`."""

    def run(*arguments, cwd=tmp_path, **options):
        return railwatch_command(*arguments, cwd=cwd, **options)

    return run


@pytest.fixture(scope="session")
def empty_db(tmp_path_factory):
    """The file of a new database with all migrations applied: to copy it is quicker by far."""
    path = tmp_path_factory.mktemp("empty") / "railwatch.db"
    open_database(path).close()
    return path


@pytest.fixture
def db(tmp_path, empty_db):
    """A new database with all migrations applied; what it holds need not outlive a crash."""
    database = open_database(shutil.copy(empty_db, tmp_path / "railwatch.db"))
    database.execute("PRAGMA synchronous = OFF")
    yield database
    database.close()


@pytest.fixture(scope="session")
def nlp():
    """The whole extractor, built once for all tests that read with it."""
    # Loaded here: the process that hands the tests out, and waits for it, reads nothing.
    from extractor.pipeline import build_nlp

    return build_nlp()


@pytest.fixture(scope="session")
def devset(nlp):
    """The articles of one annotated part and what is read out of them."""
    from extractor.reading import read_articles
    from tests.eval import load_part

    articles = [one.article for one in load_part("devset")]
    return list(zip(articles, read_articles(nlp, [(a, None) for a in articles]), strict=True))


@dataclass(frozen=True)
class Demo:
    """A directory in which `railwatch demo` has run, from which port on, and how it ended."""

    directory: Path
    port: int
    ended: Ended

    @property
    def db_path(self):
        return self.directory / "demo" / "railwatch.db"


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The bundled newsroom, crawled and processed once for all tests that only read it."""
    directory = tmp_path_factory.mktemp("demo")
    port = random.randrange(20_000, 30_000)  # another test run may use the usual ones
    ended = railwatch_command("demo", "--port", port, cwd=directory)
    assert ended.code == 0, ended.err
    return Demo(directory, port, ended)


@pytest.fixture(scope="session")
def address(demo):
    """Where `railwatch serve` shows the demo's database."""
    with served(demo.db_path) as host:
        yield host


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def news(db):
    """A resumption at Khasan and a derailment in Patna with three killed, merged into events."""
    resumed = report(start="2024-12-16", origin=KHASAN, destination=TUMANGANG)
    tell(db, "amur-wire", replace(resumed, timezone="Asia/Vladivostok"))
    killed = [quantity("killed", 3)]
    crash = report("derailment", start="2024-11-02", locations=[PATNA], quantities=killed)
    tell(db, "patna-post", crash, published="2024-11-02 10:00")
    merge_events(db, now=NOW)
    return db


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """Where the templates of our pages lie, once one test has compiled them."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def get(db, tmp_path, templates):
    """Ask our Datasette for a page: `get("/railwatch/events")`."""
    face = datasette_on(tmp_path / "railwatch.db")
    face.jinja_env.bytecode_cache = templates

    def ask(path):
        return asyncio.run(face.client.get(path))

    return ask


@pytest.fixture
def border(db):
    """A train of June 2024, a resumption, a plan and two suspensions, all on eastern clocks."""
    ends = {"origin": KHASAN, "destination": TUMANGANG}
    for at, told in enumerate(
        (
            report("train_movement", start="2024-06", **ends),
            report("service_resumption", start="2024-12-16", **ends),
            report("service_launch", "planned", start="2025-02-01", **ends),
            report("service_suspension", start="2024-03-01", end="2024-03-05", locations=[PATNA]),
            report("service_suspension", start="2024-04-01", locations=["Märsta Södra"]),
        )
    ):
        tell(db, "amur-wire", replace(told, timezone="Asia/Vladivostok"), path=f"p{at}")
    merge_events(db, now=NOW)


@pytest.fixture
def hostile(db):
    """An event, its article and its outlet whose every text would do harm if it were not text."""
    told = report(start="2024-12-16", origin=HOSTILE, locations=[PATNA], sentence_at=1)
    key = tell(db, "amur-wire", told, title=HOSTILE, text=f"={HOSTILE} " * 9)
    db.execute("update articles set url = 'javascript:alert(1)', byline = ?", [HOSTILE])
    db.execute("update outlets set name = ?", [HOSTILE])
    merge_events(db, now=NOW)
    [event] = db.query("select id from events")
    return {"events": event["id"], "articles": key}


@pytest.fixture
def post(db):
    """A database with one outlet."""
    save_outlet(db, outlet("patna-post"))
    return db


@pytest.fixture
def told(db):
    """A regular service, a strike planned for a place nobody knows, a derailment in Patna."""
    tell(
        db,
        "amur-wire",
        service(quantities=[quantity("passengers", 2)]),
        text="<script>alert(1)</script> " * 9,
    )
    strike = report("strike", "planned", start="2025-02", locations=[export_samples.HOSTILE])
    tell(db, "union-news", strike, title=export_samples.HOSTILE, published="2024-12-01 10:00")
    tell(db, "patna-post", report("derailment", start="2024-11", locations=[PATNA]))
    merge_events(db, now=NOW)
    return db
