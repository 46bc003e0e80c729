from crawler.outlet_spider import OutletSpider


class KbsWorldKRSpider(OutletSpider):
    """Public broadcaster abroad. Its feed stands empty at times and answers by http."""

    name = "kbs_world_kr"
    outlet = "KBS World Radio"
    kind = "national"
    country = "KR"
    languages = ("en",)
    timezone = "Asia/Seoul"
    homepage = "https://world.kbs.co.kr/"
    feeds = ("http://world.kbs.co.kr/rss/rss_news.htm?lang=e",)
    min_articles = 3
    stale_days = 3
