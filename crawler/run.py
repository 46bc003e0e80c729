"""Crawl outlets in a process of their own, and bring back how it went."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from crawler.identity import require_contact
from crawler.outlet_spec import OutletSpec

# What the process may need beyond the time of the slowest outlet before it is ended: the longest
# delay of a host, a download that hangs, a page that is hard to parse.
SECONDS_TO_END = 240


class CrawlBroke(Exception):
    """The crawling process died; what it had stored is safe. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How to crawl. `delay` is in seconds between requests to a host, `outlet_seconds` the time
    limit of one outlet; `local` treats every outlet as one of this machine. `headlines_only` asks
    for no page whose headline its source gives. `pages` is the folder in which the articles' pages
    are kept, or None to keep none.
    """

    contact: str | None = None
    delay: float = 1.0
    keep_all: bool = False
    headlines_only: bool = False
    local: bool = False
    outlet_seconds: float = 900.0
    timeout: float = 30.0
    log_level: str = "INFO"
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class OutletResult:
    """What one outlet's run brought: the outcomes add up to the entries its sources listed.

    `failures` are (address or None, reason); `dated_by` counts where dates were found, `rechecks`
    what became of stored articles that were asked again.
    """

    outlet_id: str
    outcomes: dict[str, int]
    failures: tuple[tuple[str | None, str], ...] = ()
    dated_by: dict[str, int] = field(default_factory=dict)
    rechecks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """How a crawl went, outlet by outlet."""

    outlets: dict[str, OutletResult]

    @property
    def outcomes(self) -> Counter[str]:
        """The outcomes of all outlets together."""
        return _total(outlet.outcomes for outlet in self.outlets.values())

    @property
    def rechecks(self) -> Counter[str]:
        """What became of the stored articles that were asked again, all outlets together."""
        return _total(outlet.rechecks for outlet in self.outlets.values())

    @property
    def articles_new(self) -> int:
        return self.outcomes["stored"]

    @property
    def articles_changed(self) -> int:
        return self.outcomes["changed"] + self.rechecks["changed"]

    @property
    def failures(self) -> int:
        return sum(len(outlet.failures) for outlet in self.outlets.values())


def crawl_outlets(
    specs: Sequence[OutletSpec], *, db_path: Path, run_id: int | None, settings: CrawlSettings
) -> CrawlResult:
    """Fetch what is new from the outlets and store it; every failure is a row in `failures`.

    Raises ContactMissing before anything is fetched, CrawlBroke where the process itself fails.
    """
    specs = [replace(spec, local=True) if settings.local else spec for spec in specs]
    for spec in specs:
        if not spec.local:
            require_contact(settings.contact, outlet=spec.id)
    if not specs:
        return CrawlResult({})
    job = {
        "specs": [asdict(spec) for spec in specs],
        "db_path": str(db_path.absolute()),
        "run_id": run_id,
        "settings": asdict(settings),
    }
    seconds = settings.outlet_seconds + SECONDS_TO_END
    return _result(in_own_process("crawler.process", job, seconds=seconds))


def in_own_process(module: str, job: object, *, seconds: float) -> bytes:
    """What the module's process answers to the job.

    Scrapy's reactor starts once in the life of a process: hence one for each crawl. It ends with
    this process, and holds the run's lock as long as it lives. Raises CrawlBroke.
    """
    command = [sys.executable, "-c", f"from crawler.start import start; start({module!r})"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(job).encode(),
            stdout=subprocess.PIPE,
            timeout=seconds,
            close_fds=False,  # of Python's own descriptors it gets the lock alone
        )
    except subprocess.TimeoutExpired as error:
        raise CrawlBroke(
            "the crawl did not end in time and was ended; what it stored is safe."
        ) from error
    if done.returncode != 0:
        raise CrawlBroke(f"the crawl ended with code {done.returncode}; what it stored is safe.")
    return done.stdout


def _total(counts: Iterable[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


def _result(output: bytes) -> CrawlResult:
    outlets = [
        OutletResult(**{**row, "failures": tuple(map(tuple, row["failures"]))})
        for row in json.loads(output.splitlines()[-1])
    ]
    return CrawlResult({outlet.outlet_id: outlet for outlet in outlets})
