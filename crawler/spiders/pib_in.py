from crawler.outlet_spider import OutletSpider


class PibINSpider(OutletSpider):
    """Releases of all ministries of India, of the railways among them."""

    name = "pib_in"
    outlet = "Press Information Bureau"
    kind = "official"
    country = "IN"
    languages = ("en",)
    timezone = "Asia/Kolkata"
    homepage = "https://pib.gov.in/"
    feeds = ("https://pib.gov.in/RssMain.aspx?ModId=6&Lang=1&Regid=3",)
    min_articles = 5
    stale_days = 7
