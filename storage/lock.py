"""One run at a time: a lock that dies with its processes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another copy works on this database; the message is one plain sentence."""


@contextmanager
def run_lock(db_path: Path) -> Iterator[None]:
    """Hold `<db_path>.lock` while the block runs, beside the file itself where a link leads to it.

    The kernel frees the lock when its holder dies and, with it, the crawl that it started, so a
    file left by a killed run blocks nobody.
    Raises AlreadyRunning at once when another process holds it.
    """
    database = db_path.resolve()
    path = database.with_name(database.name + ".lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            raise AlreadyRunning(
                f"another railwatch (process {holder or 'unknown'}) is at work on {db_path}."
            ) from error
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        os.set_inheritable(descriptor, True)
        yield
    finally:
        os.close(descriptor)
