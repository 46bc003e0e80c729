from crawler.outlet_spider import OutletSpider


class EurailpressDESpider(OutletSpider):
    """Trade daily; part is paid for, and its feed is untested."""

    name = "eurailpress_de"
    outlet = "Eurailpress"
    kind = "trade"
    country = "DE"
    languages = ("de",)
    timezone = "Europe/Berlin"
    homepage = "https://www.eurailpress.de/"
    feeds = ("https://www.eurailpress.de/rss.xml",)
    listings = ("https://www.eurailpress.de/nachrichten.html",)
    min_articles = 3
    stale_days = 14
