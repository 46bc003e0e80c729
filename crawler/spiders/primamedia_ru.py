from crawler.outlet_spider import OutletSpider


class PrimamediaRUSpider(OutletSpider):
    """Vladivostok agency. Its plain /rss is no feed; the numbers are region 43 and a rubric."""

    name = "primamedia_ru"
    outlet = "PrimaMedia"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Vladivostok"
    homepage = "https://primamedia.ru/"
    feeds = (
        "https://primamedia.ru/export/new/newsByRubric_43_19.rss",
        "https://primamedia.ru/export/new/newsByRubric_43_37.rss",
    )
    listings = ("https://primamedia.ru/news/",)
    article_pattern = r"/news/\d{5,}/"
    min_articles = 10
    stale_days = 7
