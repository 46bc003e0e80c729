from crawler.outlet_spider import OutletSpider


class RzdRUSpider(OutletSpider):
    """The operator's press service.

    Section paths are numbers; networks abroad are often refused.
    """

    name = "rzd_ru"
    outlet = "Russian Railways press service"
    kind = "official"
    country = "RU"
    languages = ("ru", "en")
    timezone = "Europe/Moscow"
    homepage = "https://company.rzd.ru/"
    listings = (
        "https://company.rzd.ru/ru/9397",
        "https://eng.rzd.ru/en/9545",
    )
    article_pattern = r"/page/\d+\?.*\bid=\d+"
    min_articles = 5
    stale_days = 14
