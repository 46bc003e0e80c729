from crawler.outlet_spider import OutletSpider


class DawnPKSpider(OutletSpider):
    """Daily; its host asks for a proof of humanity at times."""

    name = "dawn_pk"
    outlet = "Dawn"
    kind = "national"
    country = "PK"
    languages = ("en",)
    timezone = "Asia/Karachi"
    homepage = "https://www.dawn.com/"
    feeds = ("https://www.dawn.com/feeds/home",)
    min_articles = 10
    stale_days = 3
