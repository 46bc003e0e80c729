from crawler.outlet_spider import OutletSpider


class KcnaKPSpider(OutletSpider):
    """By http only, dated by the day.

    It shuts out clients that fetch fast: half a minute between requests.
    """

    name = "kcna_kp"
    outlet = "Korean Central News Agency"
    kind = "wire"
    country = "KP"
    languages = ("ko", "en", "ru")
    timezone = "Asia/Pyongyang"
    homepage = "http://www.kcna.kp/"
    listings = (
        "http://www.kcna.kp/en/category/articles/q/1ee9bdb7186944f765208f34ecfb5407.kcmsf",
        "http://www.kcna.kp/kp/category/articles/q/1ee9bdb7186944f765208f34ecfb5407.kcmsf",
        "http://www.kcna.kp/ru/category/articles/q/1ee9bdb7186944f765208f34ecfb5407.kcmsf",
    )
    article_pattern = r"/article/q/[0-9a-f]+\.kcmsf"
    delay = 30
    min_articles = 3
    stale_days = 7
