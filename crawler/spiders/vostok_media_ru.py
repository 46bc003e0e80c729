from crawler.outlet_spider import OutletSpider


class VostokMediaRUSpider(OutletSpider):
    """Agency of the Far East in Vladivostok. Its feed is dead."""

    name = "vostok_media_ru"
    outlet = "Vostok-Media"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Vladivostok"
    homepage = "https://vostokmedia.com/"
    listings = ("https://vostokmedia.com/news/",)
    min_articles = 5
    stale_days = 7
