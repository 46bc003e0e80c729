from crawler.outlet_spider import OutletSpider


class RailwayProROSpider(OutletSpider):
    """Trade daily on Central and Eastern Europe; the site lies under /wp/."""

    name = "railway_pro_ro"
    outlet = "Railway PRO"
    kind = "trade"
    country = "RO"
    languages = ("en",)
    timezone = "Europe/Bucharest"
    homepage = "https://www.railwaypro.com/wp/"
    feeds = ("https://www.railwaypro.com/wp/feed/",)
    min_articles = 3
    stale_days = 14
