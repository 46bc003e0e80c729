from crawler.outlet_spider import OutletSpider


class EastrussiaRUSpider(OutletSpider):
    """Business analysis from the Russian Far East."""

    name = "eastrussia_ru"
    outlet = "EastRussia"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Vladivostok"
    homepage = "https://www.eastrussia.ru/"
    feeds = ("https://www.eastrussia.ru/rss/",)
    min_articles = 5
    stale_days = 14
