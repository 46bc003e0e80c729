from crawler.outlet_spider import OutletSpider


class RailadventGBSpider(OutletSpider):
    """News for friends of railways, main line and heritage."""

    name = "railadvent_gb"
    outlet = "RailAdvent"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.railadvent.co.uk/"
    feeds = ("https://railadvent.co.uk/feed",)
    min_articles = 3
    stale_days = 14
