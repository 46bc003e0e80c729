"""The processes below this one: what they take, and that their time is counted."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

import psutil

PR_SET_CHILD_SUBREAPER = 36


def children() -> set[int]:
    """The processes that this one has started and that have not been waited for."""
    return {child.pid for child in psutil.Process().children()}


def memory(processes: list[psutil.Process]) -> int:
    """The memory of the processes in MB (PSS: what several share is parted among them)."""
    total = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total // 1_000_000


def adopt_orphans() -> None:
    """Have what is left of a child that ends become a child of this process."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def wait_for_orphans(others: set[int]) -> None:
    """Wait for all children but `others`, so that their time counts as that of children."""
    while orphans := children() - others:
        os.waitpid(orphans.pop(), 0)
