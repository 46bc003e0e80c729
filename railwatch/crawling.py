"""The first stage: crawl outlets into the database, and tell how it went."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from railwatch.app import App, Mistake, now
from railwatch.progress import heartbeat

if TYPE_CHECKING:
    from crawler.outlets import OutletSpec
    from crawler.run import CrawlSettings
    from railwatch.runs import Run

log = logging.getLogger(__name__)


def ready_outlets(app: App, names: Sequence[str]) -> dict[str, OutletSpec]:
    """The outlets of these names, or all, once it is clear that they may be asked."""
    specs = app.outlets(names)
    if app.config.contact is None and not all(spec.local for spec in specs.values()):
        raise Mistake(
            'nothing was fetched: put contact = "you@example.org" in railwatch.toml, '
            "so that outlets can reach you."
        )
    return specs


def crawl_into(run: Run, app: App, specs: Mapping[str, OutletSpec]) -> None:
    """Fetch what the outlets have new; those that failed are named and the others stored."""
    from crawler.run import CrawlBroke, crawl_outlets

    log.info("crawling %d outlets", len(specs))
    try:
        with heartbeat(partial(entries_so_far, app, now())):
            result = crawl_outlets(
                list(specs.values()),
                db_path=app.db_path,
                run_id=run.id,
                settings=crawl_settings(app, specs),
            )
    except CrawlBroke as error:
        note_broken(run, str(error))
        return
    run.articles_new += result.articles_new
    run.articles_changed += result.articles_changed
    run.failures += result.failures
    told = (f"{count} {outcome}" for outcome, count in sorted(result.outcomes.items()))
    log.info("crawled: %s", ", ".join(told) or "nothing new")
    if failed := [outlet.outlet_id for outlet in result.outlets.values() if outlet.failures]:
        log.warning("with failures: %s", ", ".join(failed))


def note_broken(run: Run, reason: str) -> None:
    """Note that the crawl itself did not come to its end."""
    from storage.runs import save_failure

    log.error("%s", reason)
    run.failures += 1
    save_failure(
        run.db, run_id=run.id, stage="crawl", outlet_id=None, url=None, reason=reason, now=now()
    )


def entries_so_far(app: App, since: datetime) -> str:
    """How far the crawl is; it runs in a process of its own, so the database is asked."""
    from storage.periods import utc_text

    db = app.open(read_only=True)
    count = db.table("seen").count_where("seen_at >= ?", [utc_text(since)])
    db.close()
    return f"crawling: {count} entries dealt with"


def crawl_settings(app: App, specs: Mapping[str, OutletSpec]) -> CrawlSettings:
    """How to crawl: a second between requests to a host, unless all hosts are this machine's."""
    from crawler.run import CrawlSettings

    return CrawlSettings(
        contact=app.config.contact,
        delay=0.0 if all(spec.local for spec in specs.values()) else 1.0,
        keep_all=app.config.keep_all,
        log_level="DEBUG" if app.verbose else "CRITICAL" if app.unattended else "WARNING",
    )
