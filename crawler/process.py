"""The process that crawls: a job from standard input, its result to standard output."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import select
import shutil
import sys
import threading
from dataclasses import asdict
from multiprocessing.util import get_temp_dir
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoaderProtocol

import crawler.download  # noqa: F401  (while few modules are loaded: Scrapy looks through them all)
from crawler.outlet_spec import LIST_FIELDS, OutletSpec
from crawler.outlet_spider import OutletSpider
from crawler.worker import shared_workers


def main() -> None:
    """Crawl all outlets of the job at once."""
    job = json.loads(sys.stdin.buffer.read())
    end_without_reader()
    settings = crawl_settings(job)
    process = AsyncCrawlerProcess(settings)
    quiet_scrapy(settings)
    specs = [parse_spec(fields) for fields in job["specs"]]
    crawlers = [Crawler(spider_class(spec, process.spider_loader), settings) for spec in specs]
    # What is loaded by now stays; of what comes, most is freed without being looked for.
    gc.freeze()
    gc.set_threshold(10_000)
    starting = asyncio.get_event_loop().create_task(start_by_turns(process, crawlers))
    try:
        process.start()
        crawls = starting.result()
    finally:
        shared_workers().stop()
    print(json.dumps([result(*one) for one in zip(crawlers, crawls, strict=True)]))


async def start_by_turns(
    process: AsyncCrawlerProcess, crawlers: list[Crawler]
) -> list[asyncio.Task[None]]:
    """Start one crawler in a turn of the loop.

    All in one turn take so long on a busy machine that the first time limit to pass is that of
    names whose answers wait to be looked at.
    """
    crawls = []
    for one in crawlers:
        crawls.append(process.crawl(one))
        await asyncio.sleep(0)
    return crawls


def quiet_scrapy(settings: Settings) -> None:
    """Scrapy's own reports are for whoever writes spiders: the spider tells what went wrong."""
    if settings["LOG_LEVEL"] != "DEBUG":
        logging.getLogger("scrapy").setLevel(logging.CRITICAL)
        for name in ("scrapy.downloadermiddlewares.robotstxt", "scrapy-playwright"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def crawl_settings(job: dict[str, Any]) -> Settings:
    """The project's settings with those of this crawl."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    wanted = job["settings"]
    settings.setdict(
        {
            "RAILWATCH_DB": job["db_path"],
            "RAILWATCH_RUN_ID": job["run_id"],
            "RAILWATCH_CONTACT": wanted["contact"],
            "RAILWATCH_KEEP_ALL": wanted["keep_all"],
            "RAILWATCH_HEADLINES_ONLY": wanted["headlines_only"],
            "RAILWATCH_PAGES": wanted["pages"],
            "DOWNLOAD_DELAY": wanted["delay"],
            "AUTOTHROTTLE_START_DELAY": wanted["delay"],
            "DOWNLOAD_TIMEOUT": wanted["timeout"],
            "RAILWATCH_OUTLET_SECONDS": wanted["outlet_seconds"],
            "LOG_LEVEL": wanted["log_level"],
        },
        priority="project",
    )
    return settings


def parse_spec(fields: dict[str, Any]) -> OutletSpec:
    """An outlet as it came through JSON."""
    return OutletSpec(**fields | {name: tuple(fields[name]) for name in LIST_FIELDS})


def spider_class(spec: OutletSpec, loader: SpiderLoaderProtocol) -> type[OutletSpider]:
    """The declared spider with these fields, or a new one for a user's own outlet."""
    base: Any = loader.load(spec.id) if spec.id in loader.list() else OutletSpider
    fields = asdict(spec)
    return type(base.__name__, (base,), fields | {"name": fields["id"], "outlet": fields["name"]})


def result(crawler: Crawler, crawl: asyncio.Task[None]) -> dict[str, Any]:
    """What the outlet's run brought, as OutletResult has it."""
    spider: Any = crawler.spider
    assert issubclass(crawler.spidercls, OutletSpider)
    spec = crawler.spidercls.spec()
    if spider is None:
        failures = [[None, f"its crawl could not be started: {crawl.exception()}"]]
        return {"outlet_id": spec.id, "outcomes": {}, "failures": failures}
    ledger = spider.ledger
    if ledger.entries:  # the disk is full, or the database is held
        ledger.reasons.append((None, f"its run could not be stored: {spider.ended_as}"))
    return {
        "outlet_id": spec.id,
        "outcomes": dict(ledger.outcomes),
        "failures": ledger.reasons,
        "dated_by": dict(ledger.dated_by),
        "rechecks": dict(ledger.rechecks),
    }


def end_without_reader() -> None:
    """End at once when whoever started the crawl is gone, as if killed too: no host is asked then.

    What is stored by then is whole, and the next run goes on from there.
    """
    poll = select.poll()
    poll.register(sys.stdout, 0)  # nothing is waited for but that nobody can read the result

    def watch() -> None:
        poll.poll()
        shutil.rmtree(get_temp_dir(), ignore_errors=True)  # where workers are asked for
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
