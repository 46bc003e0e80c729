from crawler.outlet_spider import OutletSpider


class KoreaHeraldKRSpider(OutletSpider):
    """Daily in English; one feed of everything."""

    name = "korea_herald_kr"
    outlet = "The Korea Herald"
    kind = "national"
    country = "KR"
    languages = ("en",)
    timezone = "Asia/Seoul"
    homepage = "https://www.koreaherald.com/"
    feeds = ("https://www.koreaherald.com/rss/newsAll",)
    min_articles = 10
    stale_days = 3
