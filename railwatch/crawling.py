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
    if not all_local(specs):
        need_contact(app)
    return specs


def need_contact(app: App) -> None:
    """Raise Mistake where the web cannot be asked yet."""
    if app.config.contact is None:
        raise Mistake(
            'nothing was fetched: put contact = "you@example.org" in railwatch.toml, '
            "so that outlets can reach you."
        )


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
                settings=crawl_settings(app, is_local=all_local(specs)),
            )
    except CrawlBroke as error:
        log.error("%s", error)
        run.fail("crawl", str(error), at=now())
        return
    forget_old_pages(run, app)
    run.articles_new += result.articles_new
    run.articles_changed += result.articles_changed
    run.failures += result.failures
    log.info("crawled: %s", told(result.outcomes) or nothing_new(run, specs))
    if result.rechecks:
        log.info("asked again: %s", told(result.rechecks))
    if failed := [outlet.outlet_id for outlet in result.outlets.values() if outlet.failures]:
        log.warning("with failures: %s", ", ".join(failed))


def told(outcomes: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))


def all_local(specs: Mapping[str, OutletSpec]) -> bool:
    """Whether every outlet is one of this machine."""
    return all(spec.local for spec in specs.values())


def nothing_new(run: Run, specs: Mapping[str, OutletSpec]) -> str:
    """What to say of a crawl that listed nothing: when a source is to be asked again."""
    from storage.sources import next_due

    due = next_due(run.db, specs)
    return f"nothing new; a source is due at {due:%H:%M} UTC" if due else "nothing new"


def forget_old_pages(run: Run, app: App) -> None:
    """Delete the kept pages that are older than the configuration wants them."""
    from crawler.page_archive import old_files
    from storage.pages import forget_file

    if not app.config.keep_days:
        return
    for path in old_files(app.pages, days=app.config.keep_days, today=now().date()):
        forget_file(run.db, path.name)
        path.unlink()
        log.info("deleted %s: pages are kept for %d days", path, app.config.keep_days)


def entries_so_far(app: App, since: datetime) -> str:
    """How far the crawl is; it runs in a process of its own, so the database is asked."""
    from storage.periods import utc_text

    db = app.open(read_only=True)
    count = db.table("seen").count_where("seen_at >= ?", [utc_text(since)])
    db.close()
    return f"crawling: {count} entries dealt with"


def crawl_settings(app: App, *, is_local: bool) -> CrawlSettings:
    """How to crawl: a second between requests to a host, unless all hosts are this machine's."""
    from crawler.run import CrawlSettings

    return CrawlSettings(
        contact=app.config.contact,
        delay=0.0 if is_local else 1.0,
        keep_all=app.config.keep_all,
        log_level="DEBUG" if app.verbose else "CRITICAL" if app.unattended else "WARNING",
        pages=None if app.config.keep_days == 0 else str(app.pages.absolute()),
    )
