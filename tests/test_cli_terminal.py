"""On a terminal tables fit the window; in a pipe there is neither colour nor a broken line."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from contextlib import suppress

import pytest
from rich.text import Text

from storage.merge import merge_events
from tests.conftest import RAILWATCH
from tests.storage_samples import KHASAN, NOW, TUMANGANG, quantity, report, tell


def on_terminal(*arguments, cwd, columns=80, code=0, **env):
    """What the program shows in a window so wide, before it ends with this code."""
    shown, window = pty.openpty()
    fcntl.ioctl(window, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    env = {**kept, "TERM": "xterm-256color", **env}
    command = [RAILWATCH, *arguments]
    program = subprocess.Popen(command, cwd=cwd, stdout=window, stderr=window, env=env)
    os.close(window)
    said = b"".join(pieces(shown)).decode()
    os.close(shown)
    assert program.wait() == code, said
    return said.replace("\r\n", "\n")


def pieces(shown):
    """What comes while the program runs: it would wait in the end if nobody read."""
    with suppress(OSError):  # nobody has the window open any more
        while piece := os.read(shown, 100_000):
            yield piece


@pytest.fixture
def told(db, tmp_path):
    tell(
        db,
        "amur-wire",
        report(
            origin=KHASAN,
            destination=TUMANGANG,
            quantities=[quantity("passengers", 1200, "at_least")],
        ),
    )
    merge_events(db, now=NOW)
    [row] = db.query("SELECT id FROM events")
    return row["id"]


@pytest.mark.parametrize("columns", [40, 72, 120])
def test_table_fits_the_window_and_keeps_the_id_in_one_piece(told, tmp_path, columns):
    said = on_terminal("events", cwd=tmp_path, columns=columns)
    assert "\x1b[1m" in said
    lines = [Text.from_ansi(line) for line in said.splitlines()]
    assert max(line.cell_len for line in lines) <= columns
    assert any(told in line.plain for line in lines)


def test_neither_a_pipe_nor_who_asks_for_none_gets_colours(railwatch, told, tmp_path):
    piped = railwatch("events").out
    assert "\x1b" not in piped
    [_, line] = piped.splitlines()
    assert line.split()[0] == told
    assert "passengers at least 1,200" in line
    assert "  passengers at least 1,200: " in railwatch("show", told).out
    bare = on_terminal("events", cwd=tmp_path, columns=80, NO_COLOR="1")
    assert not any(f"\x1b[{colour}m" in bare for colour in range(30, 48))


def test_extract_tells_a_figure_no_more_exactly_than_the_text(railwatch):
    text = "At least 30 people were injured when a train derailed near Crewe on Monday."
    assert "injured at least 30" in railwatch("extract", stdin=text).out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("railwatch ex", ["export", "extract"]),
        ("railwatch events --type level", ["level_crossing_accident"]),
        ("railwatch export geo", ["geojson"]),
        ("railwatch run interf", ["interfax_en_ru", "interfax_ru"]),
    ],
)
def test_shell_completes_commands_types_formats_and_outlets(railwatch, words, offered):
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    ended = railwatch(env={"_RAILWATCH_COMPLETE": "bash_complete", **asked})
    assert sorted(line.partition(",")[2] for line in ended.out.splitlines()) == offered
