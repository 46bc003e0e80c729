from crawler.outlet_spider import OutletSpider


class RailwaySupplyUASpider(OutletSpider):
    """Trade news on the railways of Ukraine and its neighbours."""

    name = "railway_supply_ua"
    outlet = "Railway Supply"
    kind = "trade"
    country = "UA"
    languages = ("en", "uk")
    timezone = "Europe/Kyiv"
    homepage = "https://www.railway.supply/"
    feeds = ("https://www.railway.supply/en/news-en/feed/",)
    min_articles = 3
    stale_days = 14
