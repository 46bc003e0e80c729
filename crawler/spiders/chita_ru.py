from crawler.outlet_spider import OutletSpider


class ChitaRUSpider(OutletSpider):
    """City portal of Chita, of the Shkulev network."""

    name = "chita_ru"
    outlet = "Chita.ru"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Chita"
    homepage = "https://www.chita.ru/"
    feeds = ("https://www.chita.ru/rss-feeds/rss.xml",)
    min_articles = 5
    stale_days = 7
