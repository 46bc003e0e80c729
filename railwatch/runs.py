"""One start from cron: its row in `runs`, the lock around it, and the code it ends with."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from railwatch.app import SOME_FAILED, App, now

if TYPE_CHECKING:
    from sqlite_utils import Database

log = logging.getLogger(__name__)


@dataclass
class Run:
    """A run under way. What it did is added up here and stored when it ends."""

    db: Database
    id: int
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, **counts: int) -> None:
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count

    @property
    def exit_code(self) -> int:
        return SOME_FAILED if self.counts.get("failures") else 0


@contextmanager
def started_run(app: App, command: str) -> Iterator[Run]:
    """A run of its own on the database, which is made if missing; its end is noted in any case."""
    from storage.runs import finish_run, start_run

    with app.alone():
        db = app.open(create=True)
        run = Run(db, start_run(db, command, now=now()))
        try:
            yield run
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
            finish_run(db, run.id, outcome="failed", error=said, now=now(), **run.counts)
            raise
        outcome = "some_failed" if run.exit_code else "ok"
        finish_run(db, run.id, outcome=outcome, now=now(), **run.counts)
