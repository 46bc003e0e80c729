from crawler.outlet_spider import OutletSpider


class BahnblogstelleDESpider(OutletSpider):
    """Blog with daily news on German railways."""

    name = "bahnblogstelle_de"
    outlet = "Bahnblogstelle"
    kind = "trade"
    country = "DE"
    languages = ("de",)
    timezone = "Europe/Berlin"
    homepage = "https://bahnblogstelle.net/"
    feeds = ("https://bahnblogstelle.net/feed/",)
    min_articles = 3
    stale_days = 14
