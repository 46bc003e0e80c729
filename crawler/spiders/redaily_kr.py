from crawler.outlet_spider import OutletSpider


class RedailyKRSpider(OutletSpider):
    """Trade paper on Korean railways; its feed is untested."""

    name = "redaily_kr"
    outlet = "Railway Economic Daily"
    kind = "trade"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://www.redaily.co.kr/"
    feeds = ("https://www.redaily.co.kr/rss/allArticle.xml",)
    listings = ("https://www.redaily.co.kr/news/articleList.html?view_type=sm",)
    min_articles = 3
    stale_days = 14
