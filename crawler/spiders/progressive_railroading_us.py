from crawler.outlet_spider import OutletSpider


class ProgressiveRailroadingUSSpider(OutletSpider):
    """Trade monthly with daily news. Lists disagree on the address of its feed, so both are
    asked.
    """

    name = "progressive_railroading_us"
    outlet = "Progressive Railroading"
    kind = "trade"
    country = "US"
    languages = ("en",)
    timezone = "America/Chicago"
    homepage = "https://www.progressiverailroading.com/"
    feeds = (
        "https://www.progressiverailroading.com/rss/prnews.asp",
        "http://www.progressiverailroading.com/rss/news.asp",
    )
    min_articles = 3
    stale_days = 14
