from crawler.outlet_spider import OutletSpider


class JapanTimesJPSpider(OutletSpider):
    """Daily in English behind a wall; its pages are often refused while the feeds answer."""

    name = "japan_times_jp"
    outlet = "The Japan Times"
    kind = "national"
    country = "JP"
    languages = ("en",)
    timezone = "Asia/Tokyo"
    homepage = "https://www.japantimes.co.jp/"
    feeds = (
        "https://www.japantimes.co.jp/feed/",
        "https://www.japantimes.co.jp/feed/topstories/",
    )
    min_articles = 10
    stale_days = 3
