from crawler.outlet_spider import OutletSpider


class ZabRUSpider(OutletSpider):
    """News of Zabaykalsk and its border with Manzhouli. Its plain /rss is dead."""

    name = "zab_ru"
    outlet = "ZabMedia"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Chita"
    homepage = "https://zab.ru/"
    feeds = ("https://zab.ru/rss/index.php",)
    min_articles = 5
    stale_days = 7
