from crawler.outlet_spider import OutletSpider


class FraUSSpider(OutletSpider):
    """Its own feed is unproven: the feed of the whole department of transport."""

    name = "fra_us"
    outlet = "Federal Railroad Administration"
    kind = "official"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://railroads.dot.gov/"
    feeds = ("https://www.transportation.gov/rss.xml",)
    min_articles = 3
    stale_days = 30
