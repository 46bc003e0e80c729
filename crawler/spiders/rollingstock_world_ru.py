from crawler.outlet_spider import OutletSpider


class RollingstockWorldRUSpider(OutletSpider):
    """On builders of rolling stock, in English. No feed is known for sure."""

    name = "rollingstock_world_ru"
    outlet = "ROLLINGSTOCK World"
    kind = "trade"
    country = "RU"
    languages = ("en",)
    timezone = "Europe/Moscow"
    homepage = "https://rollingstockworld.com/"
    listings = ("https://rollingstockworld.com/",)
    min_articles = 3
    stale_days = 30
