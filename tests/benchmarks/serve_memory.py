"""How much memory `railwatch serve` takes for the worst pages.

`python -m tests.benchmarks.serve_memory` (or `make bench`).

The database holds articles as long as any may be, in letters of three bytes each.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from crawler.page_text import MAX_CHARACTERS
from storage.articles import save_article
from storage.database import open_database
from storage.outlets import save_outlet
from tests.storage_samples import article, outlet

ARTICLES = 600
PAGES = (
    "/",
    "/railwatch/articles?_size=max",
    "/railwatch/articles.json?_size=max",
    "/railwatch/articles.json?_size=max&_shape=array&_nl=on",
    "/railwatch/articles.csv?_stream=on",
    "/railwatch/articles.csv?_size=max&_labels=on",
)


def main() -> None:
    """Ask for each page and print the highest memory so far."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "railwatch.db"
        fill(path)
        with served(path) as (process, port):
            for page in PAGES:
                began = time.monotonic()
                size = fetched(port, page)
                seconds = time.monotonic() - began
                print(
                    f"{peak(process):6.0f} MB  {size / 1e6:7.1f} MB sent  {seconds:5.1f} s  {page}"
                )


def fill(path: Path) -> None:
    db = open_database(path)
    save_outlet(db, outlet("wire"))
    save_article(db, article("wire", text="Trains left the station."))
    text = "列车从绥芬河站" * (MAX_CHARACTERS // 7)
    [row] = db.query("SELECT * FROM articles")
    for number in range(1, ARTICLES):  # rows alone: reading them for likeness takes long
        own = {"id": f"a{number}", "url": f"{row['url']}{number}", "search_id": number}
        db.table("articles").insert(row | own | {"text": text})
    db.close()


@contextmanager
def served(path: Path):
    program = Path(sys.executable).with_name("railwatch")
    command = [program, "serve", "--db", path, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            yield process, int(line.partition("http://")[2].partition("/")[0].partition(":")[2])
        finally:
            process.terminate()


def fetched(port: int, page: str) -> int:
    """How many bytes the page has."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", page)
    answer, size = connection.getresponse(), 0
    while part := answer.read(1 << 20):
        size += len(part)
    return size


def peak(process: subprocess.Popen) -> float:
    """The highest memory of the process so far, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    main()
