from crawler.outlet_spider import OutletSpider


class RailwaysAfricaZASpider(OutletSpider):
    """Trade monthly with news on the railways of Africa."""

    name = "railways_africa_za"
    outlet = "Railways Africa"
    kind = "trade"
    country = "ZA"
    languages = ("en",)
    timezone = "Africa/Johannesburg"
    homepage = "https://www.railways.africa/"
    feeds = ("https://www.railways.africa/feed/",)
    min_articles = 3
    stale_days = 30
