"""`railwatch serve`."""

from __future__ import annotations

from contextlib import suppress

import click

from railwatch.app import App, Stopped, command_options, not_blank

EPILOG = "Example: railwatch serve --port 8001"


@click.command(epilog=EPILOG)
@click.option(
    "--port",
    default=8001,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=not_blank,  # a blank one would be every address of this machine
    help="Address to listen on.",
)
@command_options
def serve(app: App, port: int, host: str) -> None:
    """Open the database in Datasette, read-only."""
    from railwatch import browser

    app.open(read_only=True).close()
    stale_days = app.stale_days()
    try:
        bound = browser.listener(host, port)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # Python adds the address once more
        message = f"port {port} of {host} cannot be used ({reason}); try another --port or --host."
        raise Stopped(message) from error
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{bound.getsockname()[1]}/"
    with suppress(KeyboardInterrupt):
        click.echo(f"Railwatch is at {address} (Ctrl-C ends it)", err=True)
        browser.serve(app.db_path, bound, stale_days)
