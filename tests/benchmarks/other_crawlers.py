"""news-please and newspaper4k, each in an environment of its own, to compare with.

What they need is pinned in `others/NAME.txt`; `others/NAME.py` runs there and reads the addresses
on standard input with what the library itself has for many addresses.
"""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

NAMES = ("news-please", "newspaper4k")
FOLDER = Path(__file__).with_name("others")
ENVIRONMENTS = Path(__file__).parents[2] / "build" / "others"


def read_by(name: str, urls: list[str]) -> None:
    """Have the other crawler read the pages at the addresses. Raises CalledProcessError."""
    script = FOLDER / f"{name.replace('-', '_')}.py"
    subprocess.run([environment(name), script], input="\n".join(urls), text=True, check=True)


def environment(name: str) -> Path:
    """The Python of the crawler's environment, which is made at first and when its pins change."""
    pins, folder = FOLDER / f"{name}.txt", ENVIRONMENTS / name
    made_of = folder / "made_of.txt"
    python = folder / "bin" / "python"
    if not made_of.exists() or made_of.read_text() != pins.read_text():
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", "-r", pins], check=True)
        made_of.write_text(pins.read_text())
    return python
