from crawler.outlet_spider import OutletSpider


class KyodoEnJPSpider(OutletSpider):
    """National agency in English, renamed Japan Wire in 2025; partly behind a wall.

    Its feed has moved before, hence the front page.
    """

    name = "kyodo_en_jp"
    outlet = "Kyodo News (English)"
    kind = "wire"
    country = "JP"
    languages = ("en",)
    timezone = "Asia/Tokyo"
    homepage = "https://english.kyodonews.net/"
    feeds = ("https://english.kyodonews.net/rss/news.xml",)
    listings = ("https://english.kyodonews.net/",)
    min_articles = 5
    stale_days = 3
