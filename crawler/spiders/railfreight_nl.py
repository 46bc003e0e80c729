from crawler.outlet_spider import OutletSpider


class RailfreightNLSpider(OutletSpider):
    """Trade daily on freight; premium articles are cut off."""

    name = "railfreight_nl"
    outlet = "RailFreight.com"
    kind = "trade"
    country = "NL"
    languages = ("en",)
    timezone = "Europe/Amsterdam"
    homepage = "https://www.railfreight.com/"
    feeds = ("https://www.railfreight.com/feed/",)
    min_articles = 5
    stale_days = 14
