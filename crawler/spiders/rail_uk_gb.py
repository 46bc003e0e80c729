from crawler.outlet_spider import OutletSpider


class RailUkGBSpider(OutletSpider):
    """Gathers the releases of British railways."""

    name = "rail_uk_gb"
    outlet = "Rail UK"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://railuk.com/"
    feeds = ("https://railuk.com/feed",)
    min_articles = 3
    stale_days = 14
