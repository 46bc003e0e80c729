from crawler.outlet_spider import OutletSpider


class TaiwanNewsTWSpider(OutletSpider):
    """Daily in English; its feed is untested."""

    name = "taiwan_news_tw"
    outlet = "Taiwan News"
    kind = "national"
    country = "TW"
    languages = ("en",)
    timezone = "Asia/Taipei"
    homepage = "https://www.taiwannews.com.tw/"
    feeds = ("https://www.taiwannews.com.tw/en/rss",)
    min_articles = 5
    stale_days = 3
