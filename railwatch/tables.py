"""Tables as people read them in a terminal, and as plain aligned lines in a pipe."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Control characters, and those that turn the direction of writing: never shown raw.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A window with fewer columns than this for each cell shows rows as lists instead.
LEAST_CELL = 13
# No line of a table in a pipe is broken; what reads it decides.
PIPE_WIDTH = 100_000


def output() -> Console:
    """Standard output: as wide as the window, or unbroken and without colour in a pipe."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, color_system=None, width=PIPE_WIDTH)


def safe(text: object) -> Text:
    """A cell that shows the text itself: no markup, no control characters."""
    return Text(UNSAFE.sub("�", str(text)), overflow="fold")


def one_line(text: str) -> str:
    """The text on one line: no control characters, nothing that turns the direction of writing."""
    return UNSAFE.sub("�", " ".join(text.split()))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table of these rows; None is shown as an empty cell."""
    if sys.stdout.isatty():
        drawn = Table(header_style="bold", show_lines=True)
    else:
        drawn = Table(box=None, pad_edge=False)
    for at, heading in enumerate(headings):
        drawn.add_column(heading, overflow="fold", no_wrap=at == 0)  # the id stays in one piece
    for row in rows:
        drawn.add_row(*(safe("" if cell is None else cell) for cell in row))
    return drawn


def fits(headings: Sequence[str]) -> bool:
    """Whether the window is wide enough for a table of so many columns."""
    console = output()
    return not console.is_terminal or console.width >= LEAST_CELL * len(headings)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table to standard output, each row ending at its last letter."""
    console = output()
    if not fits(headings):
        show_lists(console, headings, rows)
        return
    if console.is_terminal:
        console.print(table(headings, rows))
        return
    with console.capture() as capture:
        console.print(table(headings, rows))
    for line in capture.get().splitlines():
        print(line.rstrip())


def show_lists(console: Console, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print each row as its first cell and a line for each other that has something to say."""
    for first, *others in rows:
        console.print(Text.assemble(safe(first), style="bold"))
        for heading, cell in zip(headings[1:], others, strict=True):
            if cell not in (None, ""):
                console.print(Text.assemble(f"  {heading}: ", safe(cell)))
