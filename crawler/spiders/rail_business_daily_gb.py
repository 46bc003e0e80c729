from crawler.outlet_spider import OutletSpider


class RailBusinessDailyGBSpider(OutletSpider):
    """Trade daily."""

    name = "rail_business_daily_gb"
    outlet = "Rail Business Daily"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://news.railbusinessdaily.com/"
    feeds = ("https://news.railbusinessdaily.com/feed/",)
    min_articles = 3
    stale_days = 14
