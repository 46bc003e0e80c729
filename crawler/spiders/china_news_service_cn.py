from crawler.outlet_spider import OutletSpider


class ChinaNewsServiceCNSpider(OutletSpider):
    """Second state agency; its English edition is ECNS.

    Other feeds of its own (mil, taiwan) are empty.
    """

    name = "china_news_service_cn"
    outlet = "China News Service"
    kind = "wire"
    country = "CN"
    languages = ("zh", "en")
    timezone = "Asia/Shanghai"
    homepage = "https://www.chinanews.com.cn/"
    feeds = (
        "https://www.chinanews.com.cn/rss/world.xml",
        "http://www.chinanews.com/rss/finance.xml",
        "http://www.ecns.cn/rss/rss.xml",
    )
    min_articles = 10
    stale_days = 3
