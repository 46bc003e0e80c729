"""One start from cron: its row in `runs`, the lock around it, and the code it ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from railwatch.app import SOME_FAILED, App, now

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass
class Run:
    """A run under way. What it did is added up here and stored when it ends."""

    db: Database
    id: int
    articles_new: int = 0
    articles_changed: int = 0
    reports: int = 0
    events: int = 0
    failures: int = 0

    @property
    def exit_code(self) -> int:
        return SOME_FAILED if self.failures else 0

    def finish(self, outcome: str, *, error: str | None = None) -> None:
        """Note the end of the run and what it brought."""
        from storage.runs import finish_run

        finish_run(
            self.db,
            self.id,
            outcome=outcome,
            now=now(),
            articles_new=self.articles_new,
            articles_changed=self.articles_changed,
            reports=self.reports,
            events=self.events,
            failures=self.failures,
            error=error,
        )


@contextmanager
def started_run(app: App, command: str) -> Iterator[Run]:
    """A run of its own on the database, which is made if missing; its end is noted in any case."""
    from storage.runs import start_run

    with app.alone():
        db = app.open(create=True)
        run = Run(db, start_run(db, command, now=now()))
        try:
            yield run
        except BaseException as error:
            run.finish("failed", error=f"{type(error).__name__}: {error}")
            raise
        else:
            run.finish("some_failed" if run.failures else "ok")
        finally:
            db.close()
