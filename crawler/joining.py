"""Fetches the other pages of an article that is spread over several, and joins their texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.page_parts import MAX_PARTS, joined_text, with_text
from crawler.reading import PageReading
from crawler.sites import own_sites, site
from crawler.verdicts import verdict


async def whole_article(spider: Any, reading: PageReading) -> PageReading:
    """The reading with the text of all pages; what is missing of them is its reason."""
    article, address = reading.article, reading.next_part
    if article is None or address is None:
        return reading
    asked: set[str] = set()
    text, reason = article.text, reading.reason
    while address and address not in asked and len(asked) < MAX_PARTS - 1:
        asked.add(address)
        try:
            following, address = await _part(spider, address, len(asked) + 1)
        except PartMissing as missing:
            reason = f"page {len(asked) + 1} of the article is missing: {missing}"
            break
        longer = joined_text(text, following)
        if longer == text:  # the site shows the same page whatever number is asked for
            break
        text = longer
    return replace(reading, article=with_text(article, text), reason=reason)


class PartMissing(Exception):
    """A later page of an article cannot be had; the message says why."""


async def _part(spider: Any, address: str, number: int) -> tuple[str, str | None]:
    """The text of one more page and where it goes on. Raises PartMissing."""
    try:
        response = await spider.crawler.engine.download_async(Request(address, dont_filter=True))
        if response.status != 200:
            raise HttpError(response)
        if site(response.url) not in own_sites(spider.ledger.spec):
            raise PartMissing("it leads to another site")
        part: tuple[str, str | None] = await spider.reader.part(response, number)
    except PartMissing:
        raise
    except Exception as error:  # whatever ends a request: told as for any page
        raise PartMissing(verdict(error).reason) from error
    return part
