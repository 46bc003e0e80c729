from crawler.outlet_spider import OutletSpider


class UicFRSpider(OutletSpider):
    """The world's union of railways; a weekly letter."""

    name = "uic_fr"
    outlet = "International Union of Railways"
    kind = "official"
    country = "FR"
    languages = ("en",)
    timezone = "Europe/Paris"
    homepage = "https://uic.org/"
    feeds = ("https://uic.org/news/rss.xml",)
    min_articles = 2
    stale_days = 60
