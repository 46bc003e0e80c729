from crawler.outlet_spider import OutletSpider


class TassRUSpider(OutletSpider):
    """National agency with a desk in the Far East; one feed without sections."""

    name = "tass_ru"
    outlet = "TASS (Russian)"
    kind = "wire"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://tass.ru/"
    feeds = ("https://tass.ru/rss/v2.xml",)
    min_articles = 20
    stale_days = 3
