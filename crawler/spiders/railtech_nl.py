from crawler.outlet_spider import OutletSpider


class RailtechNLSpider(OutletSpider):
    """Trade daily on technology; premium articles are cut off."""

    name = "railtech_nl"
    outlet = "RailTech.com"
    kind = "trade"
    country = "NL"
    languages = ("en",)
    timezone = "Europe/Amsterdam"
    homepage = "https://www.railtech.com/"
    feeds = ("https://www.railtech.com/feed/",)
    min_articles = 5
    stale_days = 14
