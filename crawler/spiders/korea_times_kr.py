from crawler.outlet_spider import OutletSpider


class KoreaTimesKRSpider(OutletSpider):
    """Daily in English; the feeds under /www/rss of older lists are dead."""

    name = "korea_times_kr"
    outlet = "The Korea Times"
    kind = "national"
    country = "KR"
    languages = ("en",)
    timezone = "Asia/Seoul"
    homepage = "https://www.koreatimes.co.kr/"
    feeds = ("https://feed.koreatimes.co.kr/k/allnews.xml",)
    min_articles = 10
    stale_days = 3
