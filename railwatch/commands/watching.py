"""`railwatch status` and `railwatch outlets`: who is watched, and how it goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from railwatch.app import SOME_FAILED, App, command_options, complete_outlets, now
from railwatch.published import SpanParam

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.outlets import OutletSpec
    from crawler.ruled_out import RuledOut
    from crawler.run import OutletResult
    from railwatch.health import Health

STATUS_EPILOG = "Example, for a monitor: railwatch status --max-age 6h --json"
CHECK_EPILOG = "Example: railwatch outlets check interfax_ru"
ADD_EPILOG = "Example: railwatch outlets add https://railcourier.example/ >>railwatch.toml"
LIST_EPILOG = "Example: railwatch outlets list"
# Of the columns of `status`, those that a narrow window leaves out.
WIDE_ONLY = ("a day (usual)", "dated/signed/text %")
CHECK_HEADINGS = ("outlet", "entries", "about rail", "problems")
# So many problems of an outlet are named.
NAMED = 5
OUTLET_HEADINGS = ("outlet", "name", "kind", "country", "languages", "sources", "remarks")


@click.command(epilog=STATUS_EPILOG)
@command_options
@click.option(
    "--max-age",
    type=SpanParam(),
    metavar="SPAN",
    help="Exit 1 also when no run has finished for so long, such as 90m, 6h or 2d.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def status(app: App, max_age: timedelta | None, as_json: bool) -> None:
    """Show how each outlet fares; exit 1 when one is stale."""
    from railwatch import health

    db = app.open(read_only=True)
    outlets = list(health.outlet_health(db, stale_days=app.stale_days(), now=now()))
    complaints = [f"{one.outlet_id}: {one.complaint}" for one in outlets if one.stale]
    late = health.overdue(db, max_age, now=now()) if max_age is not None else None
    if late:
        complaints.insert(0, late)
    if as_json:
        report = health.health_report(db, outlets, complaints)
        size = {"database": str(app.db_path), "bytes": app.db_path.stat().st_size}
        click.echo(json.dumps({**report, **size}, ensure_ascii=False, indent=2))
    else:
        show_status(app, db, outlets)
        if late:
            click.echo(f"railwatch: {late}.", err=True)
    sys.exit(SOME_FAILED if complaints else 0)


def show_status(app: App, db: Database, outlets: Sequence[Health]) -> None:
    """The outlets as a table; below it the database, the last runs and what waits to be told."""
    from railwatch.health import last_runs, run_line, waiting_messages

    show_outlets(outlets)
    click.echo(f"\n{app.db_path}: {app.db_path.stat().st_size / 1e6:,.1f} MB")
    for run in last_runs(db):
        click.echo(run_line(run))
    for row in waiting_messages(db):
        click.echo(
            f"alert {row['alert']}: {row['waiting']} messages wait, {row['set_aside']} set aside, "
            f"since {row['since']}" + (f" ({row['error']})" if row["error"] else "")
        )


def show_outlets(outlets: Sequence[Health]) -> None:
    """The outlets as a table that fits the window."""
    from railwatch.tables import fits, show_table

    rows = [status_row(one) for one in outlets]
    if not rows:
        click.echo("no outlet has been crawled or imported yet")
        return
    headings = list(rows[0])
    if not fits(headings):
        headings = [heading for heading in headings if heading not in WIDE_ONLY]
    show_table(headings, [[row[heading] for heading in headings] for row in rows])


def status_row(one: Health) -> dict[str, object]:
    """An outlet as the cells of its row, by their headings."""
    times = [f"{at:%Y-%m-%d %H:%M}" if at else "never" for at in (one.last_success, one.last_entry)]
    found = one.found
    usual = "" if found.usual_a_day is None else f" ({found.usual_a_day:.1f})"
    shares = [found.with_date, found.with_byline, found.with_body]
    told = "/".join(f"{100 * share:.0f}" for share in shares if share is not None)
    kinds = ", ".join(f"{count} {kind}" for kind, count in one.failures_by_class.items())
    return {
        "outlet": one.outlet_id,
        "last success": times[0],
        "last entry": times[1],
        "articles": one.articles,
        "a day (usual)": f"{found.articles_a_day:.1f}{usual}",
        "dated/signed/text %": told,
        "failures": kinds or 0,
        "state": one.state,
    }


@click.group(epilog=LIST_EPILOG)
def outlets() -> None:
    """List the outlets, check them, or find the sources of another."""


@outlets.command("list", epilog=LIST_EPILOG)
@command_options
def list_outlets(app: App) -> None:
    """List our outlets, your own, and those that forbid crawling."""
    from crawler.ruled_out import ruled_out
    from railwatch.tables import show_table

    specs = app.outlets()
    barred = [one for name, one in ruled_out().items() if name not in specs]
    rows = [*map(outlet_row, specs.values()), *map(ruled_out_row, barred)]
    show_table(OUTLET_HEADINGS, rows)


def outlet_row(spec: OutletSpec) -> Sequence[object]:
    """An outlet as the cells of OUTLET_HEADINGS."""
    sources = " ".join(kind for _, kind in spec.sources())
    languages = " ".join(spec.languages)
    remarks = "" if spec.store_text else "no text is kept"
    return (spec.id, spec.name, spec.kind, spec.country, languages, sources, remarks)


def ruled_out_row(one: RuledOut) -> Sequence[object]:
    """An outlet that is never fetched as the cells of OUTLET_HEADINGS."""
    remarks = f"ruled out ({one.since}): {one.reason}"
    return (one.id, one.name, one.kind, one.country, " ".join(one.languages), "", remarks)


@outlets.command(epilog=CHECK_EPILOG)
@click.argument("names", metavar="[OUTLETS]...", nargs=-1, shell_complete=complete_outlets)
@command_options
def check(app: App, names: tuple[str, ...]) -> None:
    """Ask each source of OUTLETS (or all) once; exit 1 at a problem."""
    from railwatch.checking import check_outlets
    from railwatch.crawling import all_local, crawl_settings, ready_outlets
    from railwatch.tables import show_table

    specs = ready_outlets(app, names)
    results = check_outlets(specs, crawl_settings(app, is_local=all_local(specs))).outlets.values()
    show_table(CHECK_HEADINGS, [check_row(result) for result in results])
    sys.exit(SOME_FAILED if any(result.failures for result in results) else 0)


def check_row(result: OutletResult) -> Sequence[object]:
    """An outlet as the cells of CHECK_HEADINGS."""
    listed, rail = sum(result.outcomes.values()), result.outcomes.get("stored", 0)
    problems = [f"{url}: {reason}" if url else reason for url, reason in result.failures]
    if len(problems) > NAMED:
        problems[NAMED:] = [f"and {len(problems) - NAMED} more"]
    return (result.outlet_id, listed, rail, "; ".join(problems))


@outlets.command(epilog=ADD_EPILOG)
@click.argument("url")
@command_options
def add(app: App, url: str) -> None:
    """Find the sources of the site at URL; print its [[outlet]] table.

    They are feeds, news sitemaps or pages of news. Each is tried before it is printed. Look the
    table over before you use it: what is a guess says so.
    """
    from railwatch.adding import surveyed
    from railwatch.outlet_table import outlet_table

    click.echo(outlet_table(surveyed(app, url)))
