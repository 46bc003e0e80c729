"""The processes below this one, as Linux tells of them."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def children(process: int | str = "self") -> list[int]:
    """The processes that the process has started and that have not been waited for."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def below(process: int) -> list[int]:
    """The children of the process, and theirs."""
    own = children(process)
    return own + [deeper for child in own for deeper in below(child)]


def memory(process: int) -> int:
    """The memory of the process in MB (PSS: what several share is parted among them)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next(int(line.split()[1]) // 1000 for line in lines if line.startswith("Pss:"))


def adopt_orphans() -> None:
    """Have what is left of a child that ends become a child of this process."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def wait_for_orphans(others: list[int]) -> None:
    """Wait for all children but `others`, so that their time counts as that of children."""
    while orphans := set(children()) - set(others):
        os.waitpid(orphans.pop(), 0)
