from crawler.outlet_spider import OutletSpider


class EraFRSpider(OutletSpider):
    """The European Union's agency for railways."""

    name = "era_fr"
    outlet = "European Union Agency for Railways"
    kind = "official"
    country = "FR"
    languages = ("en",)
    timezone = "Europe/Paris"
    homepage = "https://www.era.europa.eu/"
    feeds = ("https://www.era.europa.eu/events-news/news_en.xml",)
    min_articles = 2
    stale_days = 60
