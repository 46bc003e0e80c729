"""The process that looks a site over: a job from standard input, its result to standard output."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler.identity import user_agent
from crawler.process import crawl_settings, end_without_reader, quiet_scrapy
from crawler.survey_spider import SurveySpider
from crawler.worker import shared_workers


def main() -> None:
    job = json.loads(sys.stdin.buffer.read())
    end_without_reader()
    settings = crawl_settings(job | {"db_path": "", "run_id": None})
    settings.set("USER_AGENT", user_agent(job["settings"]["contact"]), "cmdline")
    settings.set("ITEM_PIPELINES", {}, "cmdline")
    if job["is_local"]:
        settings.set("DOWNLOAD_DELAY", 0, "cmdline")
        settings.set("AUTOTHROTTLE_ENABLED", False, "cmdline")
    process = AsyncCrawlerProcess(settings)
    quiet_scrapy(settings)
    crawler = process.create_crawler(SurveySpider)
    process.crawl(crawler, url=job["url"], is_local=job["is_local"])
    try:
        process.start()
    finally:
        shared_workers().stop()
    spider: Any = crawler.spider
    print(json.dumps(asdict(spider.found), default=datetime.isoformat))
