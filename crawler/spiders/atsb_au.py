from crawler.outlet_spider import OutletSpider


class AtsbAUSpider(OutletSpider):
    """Accident investigators, all modes of transport."""

    name = "atsb_au"
    outlet = "Australian Transport Safety Bureau"
    kind = "official"
    country = "AU"
    languages = ("en",)
    timezone = "Australia/Sydney"
    homepage = "https://www.atsb.gov.au/"
    feeds = ("https://www.atsb.gov.au/rss.xml",)
    min_articles = 2
    stale_days = 60
