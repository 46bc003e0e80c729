from crawler.outlet_spider import OutletSpider


class RtandsUSSpider(OutletSpider):
    """Trade monthly on track, a sister of Railway Age."""

    name = "rtands_us"
    outlet = "Railway Track & Structures"
    kind = "trade"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.rtands.com/"
    feeds = ("https://www.rtands.com/feed/",)
    min_articles = 3
    stale_days = 14
