from crawler.outlet_spider import OutletSpider


class TsbCanadaCASpider(OutletSpider):
    """Accident investigators: the list of their rail reports, a few a year, on two hosts."""

    name = "tsb_canada_ca"
    outlet = "Transportation Safety Board of Canada"
    kind = "official"
    country = "CA"
    languages = ("en",)
    timezone = "America/Toronto"
    homepage = "https://www.tsb.gc.ca/"
    listings = ("https://www.tsb.gc.ca/eng/rapports-reports/rail/index.html",)
    article_pattern = r"/rail/\d{4}/r\d\d[a-z]\d{4}/"
    sites = ("bst-tsb.gc.ca",)
    min_articles = 3
    stale_days = 90
