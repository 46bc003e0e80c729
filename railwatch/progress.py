"""How a running command speaks: a bar on a terminal, plain log lines elsewhere, on stderr."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

log = logging.getLogger("railwatch")
T = TypeVar("T")

SECONDS_BETWEEN_LINES = 30.0


def set_up_logging(*, quiet: bool, verbose: bool) -> None:
    """Send log lines to stderr: warnings when quiet, everything when verbose."""
    level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(message)s" if verbose else "%(message)s",
        stream=sys.stderr,
        force=True,
    )
    for room in ("railwatch", "crawler", "extractor", "storage"):
        logging.getLogger(room).setLevel(level)


@contextmanager
def heartbeat(tell: Callable[[], str]) -> Iterator[None]:
    """Log `tell()` every half minute while the block runs."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(SECONDS_BETWEEN_LINES):
            log.info("%s", tell())

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def tracked(items: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """The items, with a progress bar on a terminal or a log line every half minute elsewhere."""
    if sys.stderr.isatty() and log.isEnabledFor(logging.INFO):
        return shown_as_bar(items, total, label)
    return shown_as_lines(items, total, label)


@contextmanager
def measured(total: int, label: str) -> Iterator[Callable[[int], None]]:
    """Gives a function to be told how many bytes more are done; shows them as `tracked` does."""
    if sys.stderr.isatty() and log.isEnabledFor(logging.INFO):
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

        columns = ("{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(label, total=total)
            yield partial(progress.advance, task)
        return
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more

    with heartbeat(lambda: f"{label}: {done / max(total, 1):.0%} of {total / 1e6:,.0f} MB"):
        yield advance


def shown_as_bar(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, label, total=total, console=Console(stderr=True), transient=True))


def shown_as_lines(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    last = time.monotonic()
    for count, item in enumerate(items, 1):
        yield item
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            log.info("%s: %d of %d", label, count, total)
