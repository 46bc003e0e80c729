"""Takes the pictures in `docs/` of the bundled newsroom: what `make screenshots` runs.

`python -m tests.screenshots [FOLDER]`. The demo's database is made in a folder of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browsing import PHONE, RAILWATCH, chromium, map_is_drawn, served

DOCS = Path(__file__).parents[1] / "docs" / "screenshots"
DESKTOP = {"width": 1000, "height": 900}
QUESTION = "/railwatch/between_places?place=Khasan&other_place=Tumangang&since=2024-12-01"
# README shows them: more would make it slow to open.
LARGEST = 300_000


def main() -> None:
    """Run the demo, then take each picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            [RAILWATCH, "demo", "--quiet"], cwd=place, check=True, stdout=subprocess.DEVNULL
        )
        with served(Path(place) / "demo" / "railwatch.db") as address, chromium() as browser:
            take(browser, address, folder)


def take(browser, address: str, folder: Path) -> None:
    """All pictures, each as an analyst comes to it."""
    page = browser.new_page(base_url=address, viewport=DESKTOP)
    page.goto("/")
    map_is_drawn(page)
    save(page, folder / "start.png")
    page.goto(QUESTION)
    map_is_drawn(page)
    save(page, folder / "question.png")
    page.locator("td.col-event_id a").first.click()
    map_is_drawn(page)
    save(page, folder / "event.png")
    page.locator("a.article").first.click()
    page.locator("mark").first.wait_for()
    save(page, folder / "article.png")
    phone = browser.new_page(base_url=address, viewport=PHONE, color_scheme="dark")
    phone.goto("/")
    map_is_drawn(phone)
    save(phone, folder / "phone-dark.png")


def save(page, path: Path) -> None:
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB")
    if size > LARGEST:
        sys.exit(f"{path.name} is larger than {LARGEST / 1000:.0f} kB")


if __name__ == "__main__":
    main()
