from crawler.outlet_spider import OutletSpider


class NewsvlRUSpider(OutletSpider):
    """Vladivostok city news."""

    name = "newsvl_ru"
    outlet = "VL.ru News"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Vladivostok"
    homepage = "https://www.newsvl.ru/"
    feeds = ("https://www.newsvl.ru/rss/",)
    min_articles = 10
    stale_days = 3
