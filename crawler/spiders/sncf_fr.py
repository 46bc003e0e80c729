from crawler.outlet_spider import OutletSpider


class SncfFRSpider(OutletSpider):
    """The operator's news. No feed is known, and its sitemap is of all pages."""

    name = "sncf_fr"
    outlet = "SNCF group"
    kind = "official"
    country = "FR"
    languages = ("en",)
    timezone = "Europe/Paris"
    homepage = "https://www.sncf.com/"
    listings = ("https://www.sncf.com/en/group/news",)
    sites = ("groupe-sncf.com",)
    min_articles = 2
    stale_days = 60
