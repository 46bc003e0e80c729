from crawler.outlet_spider import OutletSpider


class RailwayAgeUSSpider(OutletSpider):
    """Trade monthly with daily news. Terms bar reproduction for commerce: no text is kept."""

    name = "railway_age_us"
    outlet = "Railway Age"
    kind = "trade"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.railwayage.com/"
    feeds = ("https://www.railwayage.com/feed/",)
    store_text = False
    min_articles = 3
    stale_days = 14
