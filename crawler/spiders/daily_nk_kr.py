from crawler.outlet_spider import OutletSpider


class DailyNkKRSpider(OutletSpider):
    """Sources inside North Korea and in Dandong; the feeds of three editions carry excerpts."""

    name = "daily_nk_kr"
    outlet = "Daily NK"
    kind = "national"
    country = "KR"
    languages = ("en", "ko", "ja")
    timezone = "Asia/Seoul"
    homepage = "https://www.dailynk.com/english/"
    feeds = (
        "https://www.dailynk.com/english/feed/",
        "https://www.dailynk.com/feed",
        "https://dailynk.jp/feed",
    )
    min_articles = 10
    stale_days = 7
