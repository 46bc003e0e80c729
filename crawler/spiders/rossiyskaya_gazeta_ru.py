from crawler.outlet_spider import OutletSpider


class RossiyskayaGazetaRUSpider(OutletSpider):
    """The government's daily; a heavy feed that carries whole articles."""

    name = "rossiyskaya_gazeta_ru"
    outlet = "Rossiyskaya Gazeta"
    kind = "national"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://rg.ru/"
    feeds = ("https://rg.ru/xml/index.xml",)
    min_articles = 10
    stale_days = 3
