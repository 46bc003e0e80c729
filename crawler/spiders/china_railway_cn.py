from crawler.outlet_spider import OutletSpider


class ChinaRailwayCNSpider(OutletSpider):
    """The operator's own news. No feed; reached by http alone, and slow from abroad."""

    name = "china_railway_cn"
    outlet = "China State Railway Group"
    kind = "official"
    country = "CN"
    languages = ("zh",)
    timezone = "Asia/Shanghai"
    homepage = "http://www.china-railway.com.cn/"
    listings = ("http://www.china-railway.com.cn/xwzx/zhxw/",)
    article_pattern = r"/t\d{8}_\d+\.html"
    min_articles = 3
    stale_days = 30
