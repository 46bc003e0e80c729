from crawler.outlet_spider import OutletSpider


class SbbCHSpider(OutletSpider):
    """The operator's newsroom, built by scripts, so its links may not be found. No feed is
    known.
    """

    name = "sbb_ch"
    outlet = "SBB newsroom"
    kind = "official"
    country = "CH"
    languages = ("de",)
    timezone = "Europe/Zurich"
    homepage = "https://news.sbb.ch/"
    listings = ("https://news.sbb.ch/de",)
    min_articles = 2
    stale_days = 30
