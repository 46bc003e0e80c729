from crawler.outlet_spider import OutletSpider


class AmurInfoRUSpider(OutletSpider):
    """News of Blagoveshchensk, on the border with China. Its feed is doubtful."""

    name = "amur_info_ru"
    outlet = "Amur.info"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Yakutsk"
    homepage = "https://www.amur.info/"
    feeds = ("https://www.amur.info/rss/",)
    min_articles = 5
    stale_days = 7
