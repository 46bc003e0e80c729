from crawler.outlet_spider import OutletSpider


class North38USSpider(OutletSpider):
    """Readings of satellite images, of the yards at Tumangang and Sinuiju too.

    It brings a few pieces a month.
    """

    name = "north_38_us"
    outlet = "38 North"
    kind = "national"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.38north.org/"
    feeds = ("https://www.38north.org/feed/",)
    min_articles = 3
    stale_days = 45
