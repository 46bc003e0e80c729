from crawler.outlet_spider import OutletSpider


class WkbnUSSpider(OutletSpider):
    """Local television near East Palestine; it may shut out visitors from abroad."""

    name = "wkbn_us"
    outlet = "WKBN Youngstown"
    kind = "regional"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.wkbn.com/"
    feeds = ("https://www.wkbn.com/feed/",)
    min_articles = 5
    stale_days = 3
