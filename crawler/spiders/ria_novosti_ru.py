from crawler.outlet_spider import OutletSpider


class RiaNovostiRUSpider(OutletSpider):
    """National agency.

    robots.txt closes addresses with a query string; its certificate chain has been in
    trouble.
    """

    name = "ria_novosti_ru"
    outlet = "RIA Novosti"
    kind = "wire"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://ria.ru/"
    feeds = (
        "https://ria.ru/export/rss2/index.xml",
        "https://ria.ru/export/rss2/archive/index.xml",
    )
    min_articles = 20
    stale_days = 3
