"""Word lists and tables that lie beside the code as text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


def data_lines(path: Path) -> list[str]:
    """The lines of the file, in order, without empty ones and remarks, which begin with `#`."""
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def any_line(path: Path) -> re.Pattern[str]:
    """The lines of the file, which are regular expressions, as alternatives in any case."""
    return re.compile("|".join(data_lines(path)), re.IGNORECASE)
