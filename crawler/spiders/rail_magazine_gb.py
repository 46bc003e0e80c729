from crawler.outlet_spider import OutletSpider


class RailMagazineGBSpider(OutletSpider):
    """Fortnightly. No feed is known."""

    name = "rail_magazine_gb"
    outlet = "RAIL"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.railmagazine.com/"
    listings = ("https://www.railmagazine.com/news",)
    min_articles = 3
    stale_days = 14
