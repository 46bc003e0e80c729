"""`railwatch alerts`: what waits to be told, and what no target would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from railwatch.app import App, Mistake, command_options, now

if TYPE_CHECKING:
    from collections.abc import Sequence

EPILOG = "Example, when its target is mended: railwatch alerts --again border"
HEADINGS = ("alert", "waiting", "set aside", "since", "last error")


@click.command(epilog=EPILOG)
@click.option("--again", metavar="ALERT", help="Have the next run send what was set aside of it.")
@command_options
def alerts(app: App, again: str | None) -> None:
    """List the messages that were not delivered, or send them again.

    A message that its target turns down ten times is set aside, so that the next can pass.
    """
    from railwatch.alerts.delivery import send_again
    from railwatch.health import waiting_messages
    from railwatch.tables import show_table

    db = app.open(read_only=again is None)
    if again is None:
        rows = [cells(row) for row in waiting_messages(db)]
        if rows:
            show_table(HEADINGS, rows)
        else:
            click.echo("no message waits", err=True)
        return
    count = send_again(db, again, now=now())
    if not count:
        raise Mistake(f"nothing of an alert {again!r} is set aside; see `railwatch alerts`.")
    click.echo(f"{count} messages of {again} are sent again by the next `railwatch run`.", err=True)


def cells(row: dict[str, object]) -> Sequence[object]:
    """A row of what waits as the cells of HEADINGS."""
    return (row["alert"], row["waiting"], row["set_aside"], row["since"], row["error"] or "")
