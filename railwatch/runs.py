"""One start from cron: its row in `runs`, the lock around it, and the code it ends with."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from railwatch.app import SOME_FAILED, App, now
from railwatch.tables import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

# So many failures are named; the database has them all.
NAMED = 10
WIDTH = 96


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

    def fail(
        self,
        stage: str,
        reason: str,
        *,
        at: datetime,
        outlet_id: str | None = None,
        url: str | None = None,
    ) -> None:
        """Count what went wrong while the rest went on, and note it in `failures`."""
        from storage.runs import save_failure

        self.failures += 1
        save_failure(
            self.db,
            run_id=self.id,
            stage=stage,
            outlet_id=outlet_id,
            url=url,
            reason=reason,
            now=at,
        )

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


def complaint(run: Run) -> str | None:
    """One paragraph on what failed in a run, or None where nothing did."""
    if not run.failures:
        return None
    query = "select outlet_id, url, reason from failures where run_id = ? order by id"
    rows = list(run.db.query(query, [run.id]))
    named = [": ".join(filter(None, row.values())).removesuffix(".") for row in rows[:NAMED]]
    more = [f"and {len(rows) - NAMED} more"] if len(rows) > NAMED else []
    text = (
        f"railwatch: the run finished, but {run.failures} of its tasks failed. "
        f"{'; '.join([*named, *more])}. All else is stored; what failed is tried again by the "
        "next run, and `railwatch status` tells how the outlets fare."
    )
    return textwrap.fill(one_line(text), WIDTH, break_long_words=False, break_on_hyphens=False)
