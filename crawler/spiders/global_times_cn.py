from crawler.outlet_spider import OutletSpider


class GlobalTimesCNSpider(OutletSpider):
    """Party daily. Its feed is six weeks behind, hence the news sitemap alone."""

    name = "global_times_cn"
    outlet = "Global Times"
    kind = "national"
    country = "CN"
    languages = ("en",)
    timezone = "Asia/Shanghai"
    homepage = "https://www.globaltimes.cn/"
    sitemaps = ("http://www.globaltimes.cn/newssitemap.xml",)
    min_articles = 10
    stale_days = 3
