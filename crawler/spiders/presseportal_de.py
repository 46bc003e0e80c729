from crawler.outlet_spider import OutletSpider


class PresseportalDESpider(OutletSpider):
    """Releases of police, fire brigades and companies, by a daughter of dpa; no agency copy."""

    name = "presseportal_de"
    outlet = "Presseportal"
    kind = "wire"
    country = "DE"
    languages = ("de",)
    timezone = "Europe/Berlin"
    homepage = "https://www.presseportal.de/"
    feeds = ("http://www.presseportal.de/rss/presseportal.rss2",)
    sitemaps = ("https://www.presseportal.de/sitemap-de-latestnews.xml",)
    min_articles = 10
    stale_days = 3
