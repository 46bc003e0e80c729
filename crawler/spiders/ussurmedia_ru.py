from crawler.outlet_spider import OutletSpider


class UssurmediaRUSpider(OutletSpider):
    """PrimaMedia's sister in Ussuriysk, on the beat of the Ussuri customs and Grodekovo.

    No feed is known.
    """

    name = "ussurmedia_ru"
    outlet = "UssurMedia"
    kind = "regional"
    country = "RU"
    languages = ("ru",)
    timezone = "Asia/Vladivostok"
    homepage = "https://ussurmedia.ru/"
    listings = ("https://ussurmedia.ru/news/",)
    article_pattern = r"/news/\d{5,}/"
    min_articles = 5
    stale_days = 14
