"""Scrapy spiders to compare with: one that only downloads, one with trafilatura in its pipeline.

`python -m tests.benchmarks.plain_spiders bare|trafilatura` with the addresses on standard input.
"""

from __future__ import annotations

import sys

import scrapy
import trafilatura
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class Downloading(scrapy.Spider):
    name = "downloading"

    async def start(self):
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response: Response):
        yield {"url": response.url, "body": response.body}


class Extracting:
    """The pipeline that everybody writes first."""

    def process_item(self, item):
        found = trafilatura.bare_extraction(item["body"], url=item["url"], with_metadata=True)
        assert found is not None
        item["text"] = found.text
        return item


def main(kind: str) -> None:
    settings = {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 160, "TELNETCONSOLE_ENABLED": False}
    if kind == "trafilatura":
        settings["ITEM_PIPELINES"] = {Extracting: 1}
    process = AsyncCrawlerProcess(settings)
    process.crawl(Downloading, urls=sys.stdin.read().split())
    process.start()


if __name__ == "__main__":
    main(sys.argv[1])
