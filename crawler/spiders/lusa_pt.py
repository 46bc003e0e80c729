from crawler.outlet_spider import OutletSpider


class LusaPTSpider(OutletSpider):
    """National agency; most copy is for its clients. No feed is known."""

    name = "lusa_pt"
    outlet = "Lusa"
    kind = "wire"
    country = "PT"
    languages = ("pt", "en")
    timezone = "Europe/Lisbon"
    homepage = "https://www.lusa.pt/"
    listings = ("https://www.lusa.pt/",)
    min_articles = 5
    stale_days = 7
