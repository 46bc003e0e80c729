from crawler.outlet_spider import OutletSpider


class InterfaxRUSpider(OutletSpider):
    """Terms allow quotation with a link, no copies: headline, link and date only.

    Served in windows-1251.
    """

    name = "interfax_ru"
    outlet = "Interfax (Russian)"
    kind = "wire"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://www.interfax.ru/"
    feeds = ("https://www.interfax.ru/rss.asp",)
    store_text = False
    min_articles = 10
    stale_days = 3
