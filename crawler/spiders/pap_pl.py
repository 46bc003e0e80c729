from crawler.outlet_spider import OutletSpider


class PapPLSpider(OutletSpider):
    """National agency; most of it is paid for.

    Its feed is that of press releases, hence the page of its English news.
    """

    name = "pap_pl"
    outlet = "PAP"
    kind = "wire"
    country = "PL"
    languages = ("pl", "en")
    timezone = "Europe/Warsaw"
    homepage = "https://www.pap.pl/"
    feeds = ("https://pap-mediaroom.pl/rss.xml",)
    listings = ("https://www.pap.pl/en",)
    min_articles = 5
    stale_days = 3
