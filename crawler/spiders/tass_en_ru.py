from crawler.outlet_spider import OutletSpider


class TassEnRUSpider(OutletSpider):
    """The agency in English. Some networks get a 403: one refusal is no dead feed."""

    name = "tass_en_ru"
    outlet = "TASS (English)"
    kind = "wire"
    country = "RU"
    languages = ("en",)
    timezone = "Europe/Moscow"
    homepage = "https://tass.com/"
    feeds = ("https://tass.com/rss/v2.xml",)
    min_articles = 10
    stale_days = 3
