"""Ask outlets once whether their sources work, and keep nothing of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from crawler.outlets import OutletSpec
from crawler.run import CrawlResult, CrawlSettings, crawl_outlets
from storage.database import open_database

# Sources answer within a minute, or are as good as dead.
SECONDS = 60.0


def check_outlets(specs: Mapping[str, OutletSpec], settings: CrawlSettings) -> CrawlResult:
    """Read the sources of these outlets into a database that is thrown away.

    Where a source gives headlines, no article is fetched.
    """
    with tempfile.TemporaryDirectory(prefix="railwatch-check-") as folder:
        db_path = Path(folder) / "check.db"
        open_database(db_path).close()
        quick = replace(settings, headlines_only=True, outlet_seconds=SECONDS, log_level="ERROR")
        return crawl_outlets(list(specs.values()), db_path=db_path, run_id=None, settings=quick)
