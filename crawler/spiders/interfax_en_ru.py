from crawler.outlet_spider import OutletSpider


class InterfaxEnRUSpider(OutletSpider):
    """No feed of its own is known, and most copy is behind a subscription: the free top stories."""

    name = "interfax_en_ru"
    outlet = "Interfax (English)"
    kind = "wire"
    country = "RU"
    languages = ("en",)
    timezone = "Europe/Moscow"
    homepage = "https://interfax.com/"
    listings = ("https://interfax.com/newsroom/top-stories/",)
    min_articles = 5
    stale_days = 7
