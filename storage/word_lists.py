"""Word lists and tables that lie beside the code as text."""

from __future__ import annotations

from pathlib import Path


def data_lines(path: Path) -> list[str]:
    """The lines of the file, in order, without empty ones and remarks, which begin with `#`."""
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
