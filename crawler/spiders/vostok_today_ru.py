from crawler.outlet_spider import OutletSpider


class VostokTodayRUSpider(OutletSpider):
    """News of the Russian Far East from Vladivostok."""

    name = "vostok_today_ru"
    outlet = "Vostok Today"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Vladivostok"
    homepage = "https://vostok.today/"
    feeds = ("https://vostok.today/rss.xml",)
    min_articles = 5
    stale_days = 7
