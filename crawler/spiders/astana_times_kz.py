from crawler.outlet_spider import OutletSpider


class AstanaTimesKZSpider(OutletSpider):
    """Daily in English."""

    name = "astana_times_kz"
    outlet = "The Astana Times"
    kind = "national"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    homepage = "https://astanatimes.com/"
    feeds = ("https://astanatimes.com/feed/",)
    min_articles = 5
    stale_days = 7
